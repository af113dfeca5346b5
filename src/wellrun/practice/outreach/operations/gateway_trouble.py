"""A gateway that does not answer: tried again later and later, and told to the office manager until it does."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.urls import reverse

from wellrun.platform.access.matrix import Role
from wellrun.practice.outreach.models import Channel, Gateway, Notice, NoticeState
from wellrun.practice.outreach.rules.backoff import TELLS_AFTER, wait_after
from wellrun.practice.worklist import api as worklist

_NAMES = {Channel.EMAIL: "mail server", Channel.TEXT: "text gateway"}


def note_down(gateway: Gateway, why: str, *, at: datetime) -> None:
    """Leave a gateway alone for a while; after a quarter of an hour of it raise a task, once."""
    row = Gateway.objects.select_for_update().get(id=gateway.id)
    row.down_since, row.failures = row.down_since or at, row.failures + 1
    row.next_try_at, row.trouble = at + wait_after(row.failures), why[:300]
    row.save(update_fields=["down_since", "failures", "next_try_at", "trouble"])
    if at - row.down_since >= TELLS_AFTER:
        name = _NAMES[Channel(row.channel)]
        _tell(row.organization_id, row.channel, f"The {name} does not answer", f"It says: {row.trouble}", at)


def note_answer(gateway: Gateway, *, at: datetime) -> None:
    """Note that a gateway took something; its task closes."""
    row = Gateway.objects.filter(id=gateway.id, down_since__isnull=False).first()
    if row is None:
        return
    Gateway.objects.filter(id=row.id).update(down_since=None, next_try_at=None, failures=0, trouble="")
    no_longer_told(row.organization_id, row.channel, because="The gateway answers again.", at=at)


def note_missing(*, organization_id: uuid.UUID, channel: str, at: datetime) -> None:
    """Raise a task when messages have waited a quarter of an hour for a gateway that nobody has set up."""
    waiting = Notice.objects.filter(
        organization_id=organization_id,
        channel=channel,
        state=NoticeState.WAITING,
        leaves_at__lte=at - TELLS_AFTER,
    )
    if waiting.exists():
        name = _NAMES[Channel(channel)]
        _tell(organization_id, channel, f"No {name} is set up", "Messages to patients wait for it.", at)


def no_longer_told(organization_id: uuid.UUID, channel: str, *, because: str, at: datetime) -> None:
    """Close the task about a gateway."""
    worklist.close_tasks(key=_key(channel), organization_id=organization_id, at=at, because=because)


def _tell(organization_id: uuid.UUID, channel: str, title: str, detail: str, at: datetime) -> None:
    worklist.raise_task(
        kind="gateway down",
        key=_key(channel),
        title=title,
        detail=f"{detail} Nothing is lost: what waits leaves when it answers.",
        path=reverse("outreach:gateways"),
        role=Role.OFFICE_MANAGER,
        unit_id=organization_id,
        organization_id=organization_id,
        due_at=at + timedelta(hours=1),
        priority=worklist.Priority.HIGH,
        at=at,
    )


def _key(channel: str) -> str:
    return f"gateway:{channel}"
