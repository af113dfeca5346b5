"""Taking up what is due."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db.models import F

from wellrun.practice.outreach.models import BadAddress, Channel, Gateway, Notice, NoticeState, OptOut
from wellrun.practice.outreach.operations.settle import fail_notice
from wellrun.practice.outreach.queries.quiet import awake_at
from wellrun.practice.outreach.rules.relevance import untrue_among

BATCH = 50
#: A claim that was not settled after this long was abandoned.
LEASE = timedelta(minutes=10)


def let_lapse(*, organization_id: uuid.UUID, at: datetime) -> int:
    """Set aside what makes no sense any more, calls included; says how many there were."""
    late = Notice.objects.filter(
        organization_id=organization_id, state=NoticeState.WAITING, leaves_at__lte=at, lapses_at__lte=at
    )
    return late.update(state=NoticeState.LAPSED, settled_at=at)


def free_abandoned(*, organization_id: uuid.UUID, at: datetime) -> int:
    """Let notices whose sender died be claimed again; says how many there were."""
    left = Notice.objects.filter(
        organization_id=organization_id, state=NoticeState.LEAVING, claimed_at__lte=at - LEASE
    )
    return left.update(state=NoticeState.WAITING, claimed_at=None)


def claim_due(*, gateway: Gateway, most: int, at: datetime) -> tuple[int, list[Notice]]:
    """How many due notices were looked at, and those of them that leave now, in their order, each with its link.

    Where it is night by now they wait for the morning; who died is not written to; a number that said stop meanwhile
    or an address found bad goes the patient's next way.
    """
    due = Notice.objects.select_for_update(skip_locked=True, of=("self",)).select_related("patient", "link")
    rows = list(
        due.filter(
            organization_id=gateway.organization_id,
            channel=gateway.channel,
            state=NoticeState.WAITING,
            leaves_at__lte=at,
        ).order_by("leaves_at", "id")[:most]
    )
    awake = _awake(rows, at)
    _let_rest([row.id for row in awake if row.patient.deceased_on], "The patient has died.", at)
    living = [row for row in awake if not row.patient.deceased_on]
    untrue = untrue_among(living, at)
    _let_rest(untrue, "What it says is no longer so.", at)
    living = [row for row in living if row.id not in untrue]
    closed = _closed(gateway, {row.address for row in living}) if living else {}
    for row in living:
        if row.address in closed:
            fail_notice(row, why=closed[row.address], bad_address=False, at=at)
    going = [row for row in living if row.address not in closed]
    Notice.objects.filter(id__in=[row.id for row in going]).update(
        state=NoticeState.LEAVING, claimed_at=at, attempts=F("attempts") + 1
    )
    return len(rows), going


def _awake(rows: Sequence[Notice], at: datetime) -> list[Notice]:
    asleep: dict[datetime, list[uuid.UUID]] = defaultdict(list)
    awake = []
    for row in rows:
        morning = awake_at(at, row.unit_id)
        if morning > at:
            asleep[morning].append(row.id)
        else:
            awake.append(row)
    for morning, ids in asleep.items():
        Notice.objects.filter(id__in=ids).update(leaves_at=morning)
    return awake


def _let_rest(ids: Collection[uuid.UUID], why: str, at: datetime) -> None:
    if ids:
        Notice.objects.filter(id__in=list(ids)).update(
            state=NoticeState.WITHDRAWN, settled_at=at, trouble=why
        )


def _closed(gateway: Gateway, addresses: set[str]) -> dict[str, str]:
    here = {"organization_id": gateway.organization_id}
    bad = BadAddress.objects.filter(
        **here, channel=gateway.channel, address__in=addresses, cleared_at__isnull=True
    )
    closed = {address: f"Known not to work: {why}" for address, why in bad.values_list("address", "why")}
    if gateway.channel == Channel.TEXT:
        stopped = OptOut.objects.filter(**here, number__in=addresses, back_at__isnull=True)
        closed |= dict.fromkeys(stopped.values_list("number", flat=True), "The number said stop.")
    return closed
