"""The worklist's door for other rooms."""

from wellrun.practice.worklist.models import Priority, Task, TaskState
from wellrun.practice.worklist.operations.climb_tasks import climb_tasks
from wellrun.practice.worklist.operations.follow_chart import give_tasks, move_tasks
from wellrun.practice.worklist.operations.tasks import (
    assign_task,
    close_tasks,
    finish_task,
    postpone_task,
    raise_task,
    reopen_task,
    restore_due,
)
from wellrun.practice.worklist.queries.tasks import (
    TaskCount,
    counts_by_role,
    open_tasks,
    task,
    task_counts,
    task_for,
)

__all__ = [
    "Priority",
    "Task",
    "TaskCount",
    "TaskState",
    "assign_task",
    "climb_tasks",
    "close_tasks",
    "counts_by_role",
    "finish_task",
    "give_tasks",
    "move_tasks",
    "open_tasks",
    "postpone_task",
    "raise_task",
    "reopen_task",
    "restore_due",
    "task",
    "task_counts",
    "task_for",
]
