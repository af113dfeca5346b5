"""News of the worklist: rooms whose own record ends with the task listen to it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TaskFinished:
    """A person finished a task, saying how."""

    task_id: uuid.UUID
    key: str
    organization_id: uuid.UUID
    resolution: str
    by_id: uuid.UUID | None
    at: datetime


@dataclass(frozen=True)
class TaskReopened:
    """Finishing a task was undone."""

    task_id: uuid.UUID
    key: str
    organization_id: uuid.UUID
