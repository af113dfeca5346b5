"""Reading what was said to patients: the delivery log, the call list, a patient's and a subject's notices."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Value

from wellrun.platform.access.api import Actor, NotFound
from wellrun.practice.outreach.models import BadAddress, Channel, Notice, NoticeState, OptOut
from wellrun.practice.patients.api import Patient

#: A state by the name that the filter has for several of them.
TROUBLE = "trouble"


def log_rows(
    *, by: Actor, state: str = "", channel: str = "", kind: str = "", subject_id: uuid.UUID | None = None
) -> QuerySet[Notice]:
    """Notices of the units whose outreach `by` reads, the latest first, narrowed by what is given; to be cut by the
    caller. The state `trouble` stands for what failed or was put off."""
    rows = _seen(by).exclude(channel=Channel.CALL, state=NoticeState.WAITING)
    if state == TROUBLE:
        rows = rows.filter(Q(state=NoticeState.FAILED) | ~Q(trouble=""))
    elif state:
        rows = rows.filter(state=state)
    wanted = {"channel": channel, "kind": kind, "subject_id": subject_id}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return rows.select_related("patient", "unit").order_by("-made_at", "-id")


def call_rows(*, by: Actor, at: datetime, limit: int = 100) -> list[Notice]:
    """Who is to be called now, those whose matter lapses first in front, with what was tried before."""
    rows = _seen(by).filter(channel=Channel.CALL, state=NoticeState.WAITING, leaves_at__lte=at)
    rows = rows.filter(Q(lapses_at__isnull=True) | Q(lapses_at__gt=at))
    rows = rows.select_related("patient", "unit").prefetch_related("calls")
    return list(rows.order_by("lapses_at", "leaves_at", "id")[:limit])


def count_calls(*, by: Actor, at: datetime) -> int:
    """How many calls wait now."""
    rows = _seen(by).filter(channel=Channel.CALL, state=NoticeState.WAITING, leaves_at__lte=at)
    return rows.filter(Q(lapses_at__isnull=True) | Q(lapses_at__gt=at)).count()


def notice_for(by: Actor, notice_id: uuid.UUID) -> Notice:
    """One notice; raises `NotFound` for one that is not theirs to see."""
    found = _seen(by).select_related("patient", "unit").filter(id=notice_id).first()
    if found is None:
        raise NotFound()
    return found


def notices_about(subject_id: uuid.UUID, *, by: Actor, limit: int = 12) -> list[Notice]:
    """What was said, or is about to be, about one subject, the latest first; nothing to who may not see it."""
    if not by.may("outreach.read"):
        return []
    return list(_seen(by).filter(subject_id=subject_id).order_by("-made_at", "-id")[:limit])


def notices_to(patient_id: uuid.UUID, *, by: Actor, limit: int = 6) -> list[Notice]:
    """The latest notices to a patient."""
    return list(_seen(by).filter(patient_id=patient_id).order_by("-made_at", "-id")[:limit])


def on_call_list(subject_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these subjects somebody is to be called about already, or will be when the time has come."""
    rows = Notice.objects.filter(
        subject_id__in=list(subject_ids), channel=Channel.CALL, state=NoticeState.WAITING
    )
    return set(rows.values_list("subject_id", flat=True))


def waiting_about(subject_id: uuid.UUID) -> Notice | None:
    """The latest message about a subject that can still be taken back."""
    rows = Notice.objects.filter(subject_id=subject_id, state=NoticeState.WAITING).exclude(
        channel=Channel.CALL
    )
    return rows.order_by("-made_at", "-id").first()


def made_keys(organization_id: uuid.UUID, keys: Collection[str]) -> set[str]:
    """Which of these keys have a notice already."""
    rows = Notice.objects.filter(organization_id=organization_id, key__in=list(keys))
    return set(rows.values_list("key", flat=True))


@dataclass(frozen=True)
class Trouble:
    """Why messages do not go to an address: it does not work, or its owner said stop; in whose words, and when."""

    id: uuid.UUID
    address: str
    said: str
    at: datetime


def troubles_of(patient: Patient) -> tuple[list[Trouble], list[Trouble]]:
    """A patient's addresses that are known not to work, and the numbers that said stop; one query."""
    addresses = [each for each in (patient.phone_mobile, patient.phone_home, patient.email) if each]
    here = {"organization_id": patient.organization_id}
    bad = BadAddress.objects.filter(**here, address__in=addresses, cleared_at__isnull=True)
    stopped = OptOut.objects.filter(**here, number__in=addresses, back_at__isnull=True)
    rows = bad.values_list("id", "address", "why", "found_at", Value(1)).union(
        stopped.values_list("id", "number", "word", "opted_out_at", Value(2)), all=True
    )
    found: dict[int, list[Trouble]] = {1: [], 2: []}
    for *told, sort in rows:
        found[sort].append(Trouble(*told))
    return found[1], found[2]


def _seen(by: Actor) -> QuerySet[Notice]:
    return Notice.objects.filter(unit_id__in=by.reach.get("outreach.read", frozenset()))
