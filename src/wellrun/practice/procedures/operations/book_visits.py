"""The visits around a case: before and after it, proposed together and booked in one act."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor, Refused
from wellrun.practice.procedures.models import Case
from wellrun.practice.procedures.operations.steps import lock_case, write_step
from wellrun.practice.procedures.rules.readiness import due_day
from wellrun.practice.scheduling.api import (
    Appointment,
    BookedBy,
    Offer,
    book_appointment,
    find_times,
    keep_type,
)


class NoDayYet(Refused):
    """The case has no time yet."""

    status = 409
    sentence = "The case has no time yet. Give it one first: the visits are dated from it."


@dataclass(frozen=True)
class Wanted:
    """A visit to propose: of a type, not before so many days from the case (negative: before it) and within a window
    of days."""

    visit_type_id: uuid.UUID
    from_day: int
    days: int


@dataclass(frozen=True)
class Chosen:
    """A visit to book."""

    visit_type_id: uuid.UUID
    provider_id: uuid.UUID
    starts_at: datetime


#: Before the case: in the two weeks up to three days before. After it: in the week from the tenth day on.
BEFORE, AFTER = (-17, 14), (10, 8)
#: Times that are proposed for one visit.
MOST_TIMES = 8


def propose_visits(case: Case, wanted: Sequence[Wanted], *, by: Actor, at: datetime) -> list[list[Offer]]:
    """For each visit that is wanted the first times of the surgeon in its window, none where there is none."""
    if case.starts_at is None:
        raise NoDayYet()
    on = case.starts_at.astimezone(ZoneInfo(case.facility.zone)).date()
    return [_times(case, one, on, by, at) for one in wanted]


def _times(case: Case, one: Wanted, on: date, by: Actor, at: datetime) -> list[Offer]:
    first, last = on + timedelta(days=one.from_day), on + timedelta(days=one.from_day + one.days)
    today = at.astimezone(ZoneInfo(case.facility.zone)).date()
    if one.from_day < 0:
        last = min(last, due_day(on, 1))
    first = max(first, today)
    if last <= first:
        return []
    offers = find_times(
        visit_type_id=one.visit_type_id,
        provider_id=case.provider_id,
        starts_on=first,
        days=(last - first).days,
        limit=200,
        by=by,
        at=at,
    )
    return _spread(offers, case.unit.zone)


def _spread(offers: Sequence[Offer], zone: str) -> list[Offer]:
    """Few times that differ: of each day the first of the morning and the first of the afternoon."""
    first: dict[tuple[date, bool], Offer] = {}
    for one in offers:
        wall = one.starts_at.astimezone(ZoneInfo(zone))
        first.setdefault((wall.date(), wall.hour < 12), one)
    return list(first.values())[:MOST_TIMES]


def book_visits(
    *, case_id: uuid.UUID, chosen: Sequence[Chosen], despite: str = "", by: Actor, at: datetime
) -> list[Appointment]:
    """Book the visits around a case, all of them or none; `despite` says why their types are right for a patient whom
    they are not made for. Raises like `book_appointment`."""
    case = lock_case(case_id, by)
    if case.starts_at is None:
        raise NoDayYet()
    if not chosen:
        raise Refused("Choose at least one time.")
    booked = [
        book_appointment(
            patient_id=case.patient_id,
            visit_type_id=one.visit_type_id,
            provider_id=one.provider_id,
            starts_at=one.starts_at,
            reason="Before the procedure" if one.starts_at < case.starts_at else "After the procedure",
            note=keep_type("", despite) if despite.strip() else "",
            through=BookedBy.CASE,
            order_id=case.id,
            by=by,
            at=at,
        )
        for one in chosen
    ]
    write_step(case, "Visits booked", detail=f"{len(booked)} in one act", by=by, at=at)
    return booked


def visits_of(case: Case) -> list[Appointment]:
    """The visits booked with a case, in time order; of departments the reader may see."""
    rows = Appointment.objects.filter(order_id=case.id, patient_id=case.patient_id)
    return list(rows.select_related("provider", "visit_type", "unit").order_by("starts_at"))
