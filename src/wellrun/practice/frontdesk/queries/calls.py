"""Reading the telephone log."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from wellrun.platform.access.api import Actor, NotFound
from wellrun.practice.frontdesk.models import CallReason, Disposition, PhoneCall
from wellrun.practice.organization.api import person_names
from wellrun.practice.patients.api import patient_rows


@dataclass(frozen=True)
class CallRow:
    """A call as the log shows it."""

    call: PhoneCall
    patient_name: str
    taken_by: str
    waits: bool
    late: bool

    @property
    def who(self) -> str:
        """Who called."""
        return self.patient_name or self.call.caller_name or self.call.caller_number

    @property
    def reason(self) -> str:
        """Why, in words."""
        return CallReason(self.call.reason).label

    @property
    def disposition(self) -> str:
        """What became of it, in words."""
        return Disposition(self.call.disposition).label


def calls(
    *,
    by: Actor,
    at: datetime,
    waiting: bool = False,
    day: tuple[Iterable[uuid.UUID], datetime, datetime] | None = None,
    limit: int = 200,
    offset: int = 0,
) -> list[CallRow]:
    """Calls of the units where `by` logs calls, newest first; `waiting`: only those to return, longest due first;
    `day`: only those taken at some units in a half-open span."""
    rows = _asked(by, waiting, day).order_by(
        *(("call_back_due_at", "id") if waiting else ("-taken_at", "-id"))
    )
    return _drawn(list(rows[offset : offset + limit]), at)


def count_calls(
    *,
    by: Actor,
    waiting: bool = False,
    day: tuple[Iterable[uuid.UUID], datetime, datetime] | None = None,
) -> int:
    """How many calls `calls` would list without a limit."""
    return _asked(by, waiting, day).count()


def calls_to_return(*, by: Actor, at: datetime) -> tuple[int, int]:
    """How many calls wait to be returned, and how many of them are past their time. One query."""
    told = _asked(by, True, None).aggregate(
        all=Count("id"), late=Count("id", filter=Q(call_back_due_at__lt=at))
    )
    return told["all"], told["late"]


def _asked(
    by: Actor, waiting: bool, day: tuple[Iterable[uuid.UUID], datetime, datetime] | None
) -> QuerySet[PhoneCall]:
    rows = PhoneCall.objects.filter(unit_id__in=by.reach.get("calls.log", ()), withdrawn_at__isnull=True)
    if day is not None:
        unit_ids, starts_at, ends_at = day
        rows = rows.filter(unit_id__in=list(unit_ids), taken_at__gte=starts_at, taken_at__lt=ends_at)
    if waiting:
        rows = rows.filter(call_back_due_at__isnull=False, called_back_at__isnull=True)
    return rows


def call_for(call_id: uuid.UUID, *, by: Actor, at: datetime) -> CallRow:
    """One call, or `NotFound` outside the units where `by` logs calls."""
    found = PhoneCall.objects.filter(id=call_id, withdrawn_at__isnull=True).first()
    if found is None or not by.may("calls.log", found.unit_id):
        raise NotFound()
    return _drawn([found], at)[0]


def _drawn(found: list[PhoneCall], at: datetime) -> list[CallRow]:
    patients = patient_rows({call.patient_id for call in found if call.patient_id})
    names = person_names(call.taken_by_id for call in found)
    rows = []
    for call in found:
        waits = call.call_back_due_at is not None and call.called_back_at is None
        patient = patients.get(call.patient_id) if call.patient_id else None
        rows.append(
            CallRow(
                call=call,
                patient_name=patient.name if patient else "",
                taken_by=names.get(call.taken_by_id, "") if call.taken_by_id else "",
                waits=waits,
                late=waits and call.call_back_due_at < at,
            )
        )
    return rows


def calls_by_unit(*, spans: Iterable[tuple[Iterable[uuid.UUID], datetime, datetime]]) -> dict[uuid.UUID, int]:
    """Calls taken at units, each in the half-open span given with it; units without a call are absent. One query."""
    wanted = Q(pk__in=[])
    for unit_ids, starts_at, ends_at in spans:
        wanted |= Q(unit_id__in=list(unit_ids), taken_at__gte=starts_at, taken_at__lt=ends_at)
    rows = (
        PhoneCall.objects.filter(wanted, withdrawn_at__isnull=True)
        .values("unit_id")
        .annotate(calls=Count("id"))
    )
    return {row["unit_id"]: row["calls"] for row in rows.order_by("unit_id")}
