"""What becomes of a file that came in: handled, or set aside for a person."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.urls import reverse

from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import record_act
from wellrun.practice.exchange.models import Transmission, TransmissionState
from wellrun.practice.worklist import api as worklist

TASK_KIND = "file not understood"


def mark_handled(*, transmission_id: uuid.UUID, at: datetime) -> None:
    """Note that a file that came in was dealt with whole; its task, if it had one, closes."""
    found = Transmission.objects.select_for_update().get(id=transmission_id)
    had_trouble = bool(found.trouble)
    found.state, found.ended_at, found.trouble = TransmissionState.HANDLED, at, ""
    found.save(update_fields=["state", "ended_at", "trouble"])
    if had_trouble:
        worklist.close_tasks(
            key=_key(found.id), organization_id=found.organization_id, at=at, because="The file was handled."
        )


def mark_sent(*, transmission_id: uuid.UUID, at: datetime) -> None:
    """Note that a file of another channel than the clearinghouse's reached the other side."""
    found = Transmission.objects.select_for_update().get(id=transmission_id)
    found.state, found.ended_at, found.attempts = TransmissionState.SENT, at, found.attempts + 1
    found.save(update_fields=["state", "ended_at", "attempts"])
    record_act("transmission.sent", subject_type="transmission", subject_id=found.id)


def quarantine(
    *,
    transmission_id: uuid.UUID,
    sentence: str,
    at: datetime,
    role: Role = Role.BILLER,
    unit_id: uuid.UUID | None = None,
    path: str = "",
) -> None:
    """Set a file aside with the sentence that says why, and ask the billers to look at it, or a `role` of a unit on
    the page where it can be settled. The sentence names no patient."""
    found = Transmission.objects.select_for_update().get(id=transmission_id)
    found.state, found.ended_at, found.trouble = TransmissionState.QUARANTINED, at, sentence[:400]
    found.save(update_fields=["state", "ended_at", "trouble"])
    record_act("transmission.quarantined", subject_type="transmission", subject_id=found.id)
    worklist.raise_task(
        kind=TASK_KIND,
        key=_key(found.id),
        title=f"Look at the file {found.name}",
        detail=sentence,
        path=path or reverse("exchange:transmission", args=[found.id]),
        role=role,
        unit_id=unit_id or found.organization_id,
        organization_id=found.organization_id,
        due_at=at + timedelta(days=1),
        priority=worklist.Priority.HIGH,
        at=at,
    )


def _key(transmission_id: uuid.UUID) -> str:
    return f"transmission:{transmission_id}"
