"""Plans: what strands visits, what was proposed for them, and where they are now."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor, NotFound
from wellrun.practice.facilities.api import fault, open_faults, rooms_of
from wellrun.practice.scheduling.models import (
    Absence,
    Appointment,
    CauseKind,
    MoveState,
    PlannedMove,
    RebookingPlan,
)
from wellrun.practice.scheduling.queries.absences import visits_to_move
from wellrun.practice.scheduling.rules import day_text
from wellrun.practice.timebook.api import stranded_by, strandings
from wellrun.practice.workforce.api import provider_names

#: The states of a move that a person has yet to decide.
UNDECIDED = (MoveState.PROPOSED, MoveState.FAILED)


@dataclass(frozen=True)
class Cause:
    """What strands visits: its kind and id, a title without any patient, its department and the bookings."""

    kind: CauseKind
    id: uuid.UUID | None
    title: str
    unit_id: uuid.UUID
    booking_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True)
class MoveRow:
    """A move with its visit as it is now, and the names of who and where it comes from and goes to."""

    move: PlannedMove
    visit: Appointment
    zone: ZoneInfo
    from_provider: str
    to_provider: str
    to_room: str

    @property
    def undecided(self) -> bool:
        """Whether somebody has yet to say yes or no."""
        return self.move.state in UNDECIDED


def cause_of_absence(absence: Absence) -> Cause:
    """The visits that an absence strands."""
    wall = absence.starts_at.astimezone(ZoneInfo(absence.unit.zone))
    title = f"{absence.provider.display_name} is away from {day_text(wall.date())}"
    bookings = tuple(stranded_by(absence.block))
    return Cause(CauseKind.ABSENCE, absence.id, title, absence.unit_id, bookings)


def cause_of_fault(fault_id: uuid.UUID, by: Actor) -> Cause:
    """The visits that a fault strands; raises `NotFound` where the fault is not theirs, or is cleared."""
    found = fault(fault_id)
    if found is None or found.cleared_at is not None or not by.may("facilities.read", found.unit_id):
        raise NotFound()
    title = f"{found.room or found.device} is out of order"
    return Cause(CauseKind.FAULT, found.id, title, found.unit_id, tuple(stranded_by(found.block)))


def cause_of_visits(appointment_ids: Iterable[uuid.UUID], by: Actor, at: datetime) -> Cause:
    """Visits that somebody chose, whatever strands them; raises `NotFound` when none of them can be moved."""
    visits = visits_to_move(appointment_ids, by, at)
    if not visits:
        raise NotFound()
    title = "1 chosen visit" if len(visits) == 1 else f"{len(visits)} chosen visits"
    ids = tuple(visit.id for visit in visits)
    return Cause(CauseKind.VISITS, None, title, visits[0].unit_id, ids)


def cause_of_visit(visit: Appointment, by: Actor, at: datetime) -> Cause:
    """What strands one visit: the absence or the fault that has its time, or else only itself."""
    rows = Absence.objects.filter(
        provider_id=visit.provider_id,
        ended_at__isnull=True,
        starts_at__lt=visit.ends_at,
        ends_at__gt=visit.starts_at,
    )
    absence = rows.select_related("provider", "unit", "block").order_by("starts_at").first()
    if absence is not None:
        return cause_of_absence(absence)
    if by.may("facilities.read", visit.unit_id):
        faults = open_faults([visit.unit_id], at)
        held = strandings([each.block_id for each in faults]) if faults else {}
        for each in faults:
            if visit.id in held.get(each.block_id, ()):
                return cause_of_fault(each.id, by)
    return cause_of_visits([visit.id], by, at)


def open_plan_of(appointment_id: uuid.UUID) -> RebookingPlan | None:
    """The newest open plan that has a visit, as far as one may see it."""
    move = (
        PlannedMove.objects.filter(appointment_id=appointment_id, plan__closed_at__isnull=True)
        .select_related("plan")
        .order_by("-plan__proposed_at")
        .first()
    )
    return move.plan if move else None


def open_plan_for(cause_id: uuid.UUID) -> RebookingPlan | None:
    """The open plan of an absence or a fault."""
    return RebookingPlan.objects.filter(cause_id=cause_id, closed_at__isnull=True).first()


def plan_for(by: Actor, plan_id: uuid.UUID) -> RebookingPlan:
    """One plan for a screen; raises `NotFound` where `by` books in none of the departments of its visits."""
    found = RebookingPlan.objects.select_related("unit").filter(id=plan_id).first()
    if found is None:
        raise NotFound()
    reach = by.reach.get("appointments.book", frozenset())
    if found.unit_id not in reach and not found.moves.filter(unit_id__in=reach).exists():
        raise NotFound()
    return found


def move_rows_of(plan: RebookingPlan, by: Actor) -> list[MoveRow]:
    """The moves of a plan in departments where `by` books: what found no time first, then by the old time. A bounded
    number of queries."""
    reach = by.reach.get("appointments.book", frozenset())
    moves = list(
        plan.moves.filter(unit_id__in=reach).select_related(
            "unit", "appointment__patient", "appointment__visit_type", "appointment__provider"
        )
    )
    who = {move.from_provider_id for move in moves} | {
        move.to_provider_id for move in moves if move.to_provider_id
    }
    names = provider_names(who)
    rooms = {room.id: room.name for room in rooms_of({move.unit_id for move in moves})}
    rows = [
        MoveRow(
            move=move,
            visit=move.appointment,
            zone=ZoneInfo(move.unit.zone),
            from_provider=names.get(move.from_provider_id, ""),
            to_provider=names.get(move.to_provider_id, "") if move.to_provider_id else "",
            to_room=rooms.get(move.to_room_id, "") if move.to_room_id else "",
        )
        for move in moves
    ]
    first = (MoveState.UNPLACED, MoveState.FAILED)
    return sorted(
        rows, key=lambda row: (row.move.state not in first, row.move.from_starts_at, str(row.move.id))
    )
