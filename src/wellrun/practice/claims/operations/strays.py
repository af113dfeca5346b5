"""Answers that belong to nothing of ours: never dropped, always a task."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.urls import reverse

from wellrun.platform.access.api import Actor
from wellrun.platform.access.matrix import Role
from wellrun.practice.worklist import api as worklist

KIND = "remittance unmatched"


def raise_stray(transmission_id: uuid.UUID, sentence: str, *, by: Actor, at: datetime) -> None:
    """Ask the billers to look at a file of which a part belongs to nothing we sent; one task a file."""
    worklist.raise_task(
        kind=KIND,
        key=f"stray:{transmission_id}",
        title="Look at an answer that belongs to no claim of ours",
        detail=sentence,
        path=reverse("exchange:transmission", args=[transmission_id]),
        role=Role.BILLER,
        unit_id=by.organization_id,
        organization_id=by.organization_id,
        due_at=at + timedelta(days=2),
        at=at,
    )
