"""The worklist's door for other rooms."""

from wellrun.practice.worklist.models import Priority, Task, TaskState
from wellrun.practice.worklist.operations.tasks import (
    assign_task,
    close_tasks,
    finish_task,
    postpone_task,
    raise_task,
    reopen_task,
)
from wellrun.practice.worklist.queries.tasks import TaskCount, open_tasks, task, task_counts

__all__ = [
    "Priority",
    "Task",
    "TaskCount",
    "TaskState",
    "assign_task",
    "close_tasks",
    "finish_task",
    "open_tasks",
    "postpone_task",
    "raise_task",
    "reopen_task",
    "task",
    "task_counts",
]
