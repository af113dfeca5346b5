"""What outreach publishes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class NoticeAnswered:
    """A patient answered a notice. `word` is what it means: `yes`, `no`, `stop`, or `words` for anything else."""

    notice_id: uuid.UUID
    kind: str
    subject_id: uuid.UUID
    patient_id: uuid.UUID
    organization_id: uuid.UUID
    word: str
    answer: str
    at: datetime


@dataclass(frozen=True)
class NoticeFailed:
    """A notice could not be delivered by any way; somebody must call."""

    notice_id: uuid.UUID
    kind: str
    subject_id: uuid.UUID
    patient_id: uuid.UUID
    organization_id: uuid.UUID
    at: datetime


@dataclass(frozen=True)
class GatewaySet:
    """An organization has set up a way by which notices leave; rooms may now begin to say things by themselves."""

    organization_id: uuid.UUID
    channel: str
    at: datetime
