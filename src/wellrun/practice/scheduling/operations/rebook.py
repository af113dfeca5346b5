"""Proposing where stranded visits go. A proposal is stored and nothing else: nobody is moved or canceled by it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from wellrun.engines import rebooking
from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.scheduling.models import Appointment, MoveState, PlannedMove, RebookingPlan
from wellrun.practice.scheduling.operations.strand import tell_no_time
from wellrun.practice.scheduling.queries.absences import visits_to_move
from wellrun.practice.scheduling.queries.rebooking import Cause
from wellrun.practice.scheduling.queries.rebooking_candidates import MOST_PLACES, problem_of
from wellrun.practice.timebook.api import Resource

#: How far ahead a plan looks, in days, and how long it searches, in seconds.
HORIZON_DAYS, SOLVE_SECONDS = 60, 3.0
MOST_VISITS = 200


class NothingStranded(Refused):
    """There is no visit to move."""

    sentence = "No booked visit needs to be moved."


class TooManyVisits(Refused):
    """More visits than one plan is for."""

    sentence = f"One plan is for at most {MOST_VISITS} visits. End the range sooner, and plan the rest after."


class PlanThere(Refused):
    """The cause has an open plan already."""

    status = 409
    sentence = "There is an open plan for this already."


class PlanClosed(Refused):
    """The plan is closed."""

    status = 409
    sentence = "This plan is closed."


def propose_plan(
    *, cause: Cause, horizon_days: int = HORIZON_DAYS, seconds: float = SOLVE_SECONDS, by: Actor, at: datetime
) -> RebookingPlan:
    """Propose a place for every visit of a cause that can still be moved, looking `horizon_days` past the last of them
    and searching for at most `seconds`. What finds no time gets a task that says why.

    Raises `NothingStranded`, `TooManyVisits` or `PlanThere`.
    """
    visits = visits_to_move(cause.booking_ids, by, at)
    if not visits:
        raise NothingStranded()
    require(by, "appointments.book", visits[0].unit_id)
    if len(visits) > MOST_VISITS:
        raise TooManyVisits()
    until_on = _until(visits, horizon_days, at)
    found = _solved(visits, until_on, seconds, at)
    plan = RebookingPlan(
        organization_id=visits[0].organization_id,
        unit_id=cause.unit_id,
        cause=cause.kind,
        cause_id=cause.id,
        title=cause.title,
        until_on=until_on,
        proposed_at=at,
        proposed_by_id=by.person_id,
        proposed_by_name=by.name,
        **_figures(found),
    )
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError as there:
        raise PlanThere() from there
    moves = _moves(plan, visits, found)
    PlannedMove.objects.bulk_create(moves)
    _tell_unplaced(moves, visits, at)
    record_act(
        "rebooking.proposed",
        subject_type="rebooking plan",
        subject_id=plan.id,
        patients=sorted({visit.patient_id for visit in visits}, key=str),
    )
    return plan


def propose_again(
    *, plan_id: uuid.UUID, seconds: float = SOLVE_SECONDS, by: Actor, at: datetime
) -> RebookingPlan:
    """Look again, as the book stands now, for every visit of an open plan that has no accepted time: those that found
    none, were declined, or whose time somebody had meanwhile. Raises `PlanClosed` or `NothingStranded`."""
    plan = lock_plan(plan_id)
    waiting = list(
        plan.moves.select_for_update(of=("self",))
        .exclude(state__in=(MoveState.ACCEPTED, MoveState.STALE))
        .order_by("id")
    )
    visits = visits_to_move([move.appointment_id for move in waiting], by, at)
    if not visits:
        raise NothingStranded()
    require(by, "appointments.book", visits[0].unit_id)
    plan.until_on = _until(visits, HORIZON_DAYS, at)
    found = _solved(visits, plan.until_on, seconds, at)
    fresh = {move.appointment_id: move for move in _moves(plan, visits, found)}
    for move in waiting:
        if (new := fresh.get(move.appointment_id)) is not None:
            _replace(move, new)
    for name, value in _figures(found).items():
        setattr(plan, name, value)
    plan.proposed_at, plan.proposed_by_id, plan.proposed_by_name = at, by.person_id, by.name
    plan.save()
    _tell_unplaced(waiting, visits, at)
    record_act("rebooking.proposed_again", subject_type="rebooking plan", subject_id=plan.id)
    return plan


def lock_plan(plan_id: uuid.UUID) -> RebookingPlan:
    """An open plan, locked for the rest of the transaction: who accepts the same one waits. Raises `NotFound` and
    `PlanClosed`."""
    plan = RebookingPlan.objects.select_for_update(no_key=True).filter(id=plan_id).first()
    if plan is None:
        raise NotFound()
    if plan.closed_at is not None:
        raise PlanClosed()
    return plan


def _until(visits: Sequence[Appointment], horizon_days: int, at: datetime) -> date:
    last = visits[-1]
    zone = ZoneInfo(last.unit.zone)
    latest = max(last.starts_at.astimezone(zone).date(), at.astimezone(zone).date())
    return latest + timedelta(days=horizon_days)


def _solved(visits: Sequence[Appointment], until_on: date, seconds: float, at: datetime) -> rebooking.Plan:
    """The plan over the cheapest places of each visit; over many more where one of them found none among these."""
    found = rebooking.solve(problem_of(visits, until_on=until_on, at=at), seconds=seconds)
    if any(move.chosen is None and move.visit.places for move in found.moves):
        wider = problem_of(visits, until_on=until_on, at=at, most=2 * MOST_PLACES)
        found = rebooking.solve(wider, seconds=seconds)
    return found


def _figures(found: rebooking.Plan) -> dict[str, int]:
    return {
        "cost": found.cost,
        "bound": found.bound,
        "gap_permille": -int(-found.gap * 1000 // 1),
        "considered": found.considered,
    }


def _moves(plan: RebookingPlan, visits: Sequence[Appointment], found: rebooking.Plan) -> list[PlannedMove]:
    keys = {key for move in found.moves if move.chosen for key in move.chosen.resources}
    subjects = _subjects({int(key.split("/")[0]) for key in keys})
    return [_move(plan, visit, move, subjects) for visit, move in zip(visits, found.moves, strict=True)]


def _subjects(resource_ids: set[int]) -> dict[str, uuid.UUID]:
    rows = Resource.objects.filter(id__in=resource_ids, kind="room")
    return {str(key): subject for key, subject in rows.values_list("id", "subject_id")}


def _move(
    plan: RebookingPlan, visit: Appointment, move: rebooking.Move, rooms: Mapping[str, uuid.UUID]
) -> PlannedMove:
    room_id = next(
        (
            rooms[key.split("/")[0]]
            for key in (move.chosen.resources if move.chosen else ())
            if key.split("/")[0] in rooms
        ),
        None,
    )
    return PlannedMove(
        organization_id=visit.organization_id,
        unit_id=visit.unit_id,
        compartment=visit.compartment,
        plan=plan,
        appointment=visit,
        visit_version=visit.version,
        from_starts_at=visit.starts_at,
        from_provider_id=visit.provider_id,
        from_room_id=visit.room_id,
        to_starts_at=move.chosen.place.starts_at if move.chosen else None,
        to_provider_id=uuid.UUID(move.chosen.place.provider) if move.chosen else None,
        to_room_id=room_id,
        days=move.days,
        same_provider=move.same_provider,
        why=move.why[:400],
        state=MoveState.PROPOSED if move.chosen else MoveState.UNPLACED,
    )


def _replace(move: PlannedMove, new: PlannedMove) -> None:
    for name in (
        "visit_version", "from_starts_at", "from_provider_id", "from_room_id", "to_starts_at", "to_provider_id",
        "to_room_id", "days", "same_provider", "why", "state",
    ):  # fmt: skip
        setattr(move, name, getattr(new, name))
    move.said, move.decided_at, move.decided_by_id, move.decided_by_name = "", None, None, ""
    move.save()


def _tell_unplaced(moves: Sequence[PlannedMove], visits: Sequence[Appointment], at: datetime) -> None:
    known = {visit.id: visit for visit in visits}
    for move in moves:
        if move.state == MoveState.UNPLACED and move.appointment_id in known:
            tell_no_time(known[move.appointment_id], because=move.why, at=at)
