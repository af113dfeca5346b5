"""Reading what the telephone system reported: who rings now, and how many hung up unanswered."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from wellrun.platform.access.api import Actor
from wellrun.practice.frontdesk.models import IncomingCall, TelephoneLine
from wellrun.practice.patients.api import PatientRow, search_patients

#: A call that rang longer ago and never ended is one whose end was not reported.
RINGS_FOR = timedelta(minutes=30)
_MATCHES = 4


@dataclass(frozen=True)
class RingingRow:
    """A call that is going on: who it may be, by the number, and whether somebody has taken it."""

    incoming: IncomingCall
    patients: list[PatientRow]
    seconds: int


@dataclass(frozen=True)
class Abandonment:
    """The calls of a span that the system reported, and those that ended unanswered."""

    calls: int
    abandoned: int

    @property
    def percent(self) -> int | None:
        """The abandoned share, rounded; None without a call."""
        return round(100 * self.abandoned / self.calls) if self.calls else None


def ringing(*, by: Actor, at: datetime) -> list[RingingRow]:
    """The calls that ring or go on where `by` logs calls and that nobody else has taken, the longest first."""
    rows = (
        IncomingCall.objects.filter(
            unit_id__in=by.reach.get("calls.log", ()), ended_at__isnull=True, call__isnull=True,
            rang_at__gte=at - RINGS_FOR,
        )
        .filter(Q(answered_by_id__isnull=True) | Q(answered_by_id=by.person_id))
        .select_related("line__unit")
        .order_by("rang_at", "id")
    )  # fmt: skip
    return [
        RingingRow(row, callers_of(row.caller_number, by), max(int((at - row.rang_at).total_seconds()), 0))
        for row in rows[:6]
    ]


def callers_of(number: str, by: Actor) -> list[PatientRow]:
    """The patients whom an E.164 number may belong to, as far as `by` may find patients."""
    return search_patients(text=number, by=by, limit=_MATCHES) if number and by.may("patients.read") else []


def abandonment(*, by: Actor, starts_at: datetime, ends_at: datetime) -> Abandonment:
    """How many calls of a span were reported and how many of them ended unanswered. One query."""
    told = IncomingCall.objects.filter(
        unit_id__in=by.reach.get("calls.log", ()), rang_at__gte=starts_at, rang_at__lt=ends_at
    ).aggregate(
        calls=Count("id"), abandoned=Count("id", filter=Q(ended_at__isnull=False, answered_at__isnull=True))
    )
    return Abandonment(told["calls"], told["abandoned"])


def incoming_call(incoming_id: uuid.UUID, by: Actor) -> IncomingCall | None:
    """One reported call, where `by` logs calls."""
    found = IncomingCall.objects.filter(id=incoming_id).select_related("line").first()
    return found if found is not None and by.may("calls.log", found.unit_id) else None


def lines_of(organization_id: uuid.UUID) -> list[TelephoneLine]:
    """The lines that are in use, by name."""
    rows = TelephoneLine.objects.filter(organization_id=organization_id, ended_at__isnull=True)
    return list(rows.select_related("unit").order_by("name", "id"))


def line(line_id: uuid.UUID) -> TelephoneLine | None:
    """One line in use, whoever asks: the signature decides."""
    return TelephoneLine.objects.filter(id=line_id, ended_at__isnull=True).select_related("unit").first()
