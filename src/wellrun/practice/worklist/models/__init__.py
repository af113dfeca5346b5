"""The worklist's table."""

from wellrun.practice.worklist.models.task import Priority, Task, TaskState

__all__ = ["Priority", "Task", "TaskState"]
