"""Reading absences, and the visits that are stranded."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound
from wellrun.practice.scheduling.models import Absence, Appointment
from wellrun.practice.scheduling.rules import MOVABLE
from wellrun.practice.timebook.api import strandings


@dataclass(frozen=True)
class AbsenceRow:
    """An absence with how many visits it strands now, as far as the reader may book in their departments."""

    absence: Absence
    stranded: int


def absences_to_come(by: Actor, at: datetime) -> list[AbsenceRow]:
    """The absences that are not over, by start; three queries."""
    reach = by.reach.get("appointments.configure", frozenset())
    rows = Absence.objects.filter(ended_at__isnull=True, ends_at__gt=at, unit_id__in=reach)
    absences = list(rows.select_related("provider", "unit").order_by("starts_at", "id"))
    held = strandings([absence.block_id for absence in absences]) if absences else {}
    visits = set(
        _to_move({each for ids in held.values() for each in ids}, by, at).values_list("id", flat=True)
        if held
        else ()
    )
    return [AbsenceRow(each, len(visits & held.get(each.block_id, set()))) for each in absences]


def absence_for(by: Actor, absence_id: uuid.UUID, capability: str = "appointments.configure") -> Absence:
    """One absence for a screen; raises `NotFound` also where it is not theirs."""
    found = Absence.objects.select_related("provider", "unit", "block").filter(id=absence_id).first()
    if found is None or not by.may(capability, found.unit_id):
        raise NotFound()
    return found


def visits_to_move(booking_ids: Iterable[uuid.UUID], by: Actor, at: datetime) -> list[Appointment]:
    """The visits among these bookings that have not begun and are not over, in departments where `by` may book; in
    time order, with patient, provider, type, room and department. Visits of groups move with their group and are not
    among them."""
    rows = _to_move(booking_ids, by, at).select_related("patient", "provider", "visit_type", "room", "unit")
    return list(rows.order_by("starts_at", "id"))


def visits_present(booking_ids: Iterable[uuid.UUID], by: Actor, at: datetime) -> int:
    """How many of these visits have their patient here already, so that no plan can move them."""
    reach = by.reach.get("appointments.book", frozenset())
    rows = Appointment.objects.filter(id__in=list(booking_ids), unit_id__in=reach, ends_at__gt=at)
    return rows.filter(state__in=("arrived", "roomed")).count()


def _to_move(booking_ids: Iterable[uuid.UUID], by: Actor, at: datetime):
    reach = by.reach.get("appointments.book", frozenset())
    return Appointment.objects.filter(
        id__in=list(booking_ids), unit_id__in=reach, state__in=MOVABLE, ends_at__gt=at, group__isnull=True
    )
