"""Deciding on a plan: each move is accepted or declined by a person, and each accepted one is an ordinary move."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.identity import acting
from wellrun.practice.scheduling.events import AppointmentCancelled, AppointmentMoved
from wellrun.practice.scheduling.models import Appointment, MoveState, PlannedMove, RebookingPlan
from wellrun.practice.scheduling.operations.advance import undo_step
from wellrun.practice.scheduling.operations.book import move_appointment
from wellrun.practice.scheduling.operations.rebook import PlanClosed, lock_plan
from wellrun.practice.scheduling.operations.strand import raise_stranded, tell_no_time
from wellrun.practice.scheduling.operations.take_time import TimeTaken
from wellrun.practice.scheduling.queries.rebooking import UNDECIDED
from wellrun.practice.scheduling.rules import MOVABLE
from wellrun.practice.timebook.api import LONGEST, blocks_giving_way


class NothingProposed(Refused):
    """The move has nothing to accept."""

    status = 409
    sentence = "Nothing is proposed for this visit now. Look at the plan again."


class NotAccepted(Refused):
    """Only an accepted move can be taken back."""

    status = 409
    sentence = "This move was not accepted, or was taken back already."


@dataclass(frozen=True)
class Accepted:
    """What became of accepting: how many visits were moved, and how many were not."""

    moved: int
    left: int


def accept_move(*, move_id: uuid.UUID, by: Actor, at: datetime) -> PlannedMove:
    """Move the visit to where the plan has it. When somebody has that time meanwhile the move becomes `failed` with
    the sentence that says so, and when the visit was changed otherwise `stale`; neither is raised, so that it is kept.

    Whoever accepts one that is accepted already gets it as it is. Raises `NothingProposed`, `PlanClosed`.
    """
    move = _locked_move(move_id, by)
    if move.state == MoveState.ACCEPTED:
        return move
    if move.state not in UNDECIDED or move.to_starts_at is None:
        raise NothingProposed()
    if not _still_there(move):
        _decided(move, MoveState.STALE, by, at, _where(move))
        return move
    try:
        visit = _moved(move, by, at)
    except NotFound:
        raise
    except Refused as refused:
        _decided(move, MoveState.FAILED, by, at, refused.sentence)
    else:
        move.visit_version, move.to_room_id = visit.version, visit.room_id
        _decided(move, MoveState.ACCEPTED, by, at, "")
    return move


def accept_plan(*, plan_id: uuid.UUID, by: Actor, at: datetime) -> Accepted:
    """Accept every move that is still proposed, each in a transaction of its own where there is none around: what is
    accepted stays so, whatever becomes of the rest, and accepting again goes on where it stopped."""
    with acting(by.identity()):
        ids = _undecided(plan_id, by)
    outcomes = []
    for move_id in ids:
        with acting(by.identity()):
            outcomes.append(_accepted(move_id, by, at))
    moved = outcomes.count(MoveState.ACCEPTED)
    return Accepted(moved=moved, left=len(outcomes) - moved)


def decline_move(*, move_id: uuid.UUID, by: Actor, at: datetime) -> PlannedMove:
    """Leave the visit where it is, for a person to settle: it keeps, or gets again, its task."""
    move = _locked_move(move_id, by)
    if move.state not in UNDECIDED:
        raise NothingProposed()
    _decided(move, MoveState.DECLINED, by, at, "")
    _back_to_work(move, f"{move.plan.title}. The time that was proposed was declined.", at)
    return move


def undo_accept(*, move_id: uuid.UUID, by: Actor, at: datetime) -> PlannedMove:
    """Take an accepted move back: the visit is where it was, stranded, and its move is proposed again. Raises
    `NotAccepted`, `Stale` when something happened to the visit since, and `TimeTaken` when its old time is gone."""
    move = _locked_move(move_id, by, closed=True)
    if move.state != MoveState.ACCEPTED:
        raise NotAccepted()
    # What the visit left is the block's since, and the visit goes back to it all the same.
    own = [each for each in (move.from_provider_id, move.from_room_id) if each]
    around = (move.from_starts_at - LONGEST, move.from_starts_at + LONGEST)
    with blocks_giving_way(subject_ids=own, starts_at=around[0], ends_at=around[1]):
        visit = undo_step(
            appointment_id=move.appointment_id, expected_version=move.visit_version, by=by, at=at
        )
    move.refresh_from_db()
    move.state, move.visit_version, move.said = MoveState.PROPOSED, visit.version, ""
    move.from_room_id = visit.room_id
    move.decided_at, move.decided_by_id, move.decided_by_name = None, None, ""
    move.save()
    _back_to_work(move, f"{move.plan.title}. Its move was taken back.", at)
    RebookingPlan.objects.filter(id=move.plan_id).update(closed_at=None, closed_by_id=None)
    record_act("rebooking.taken_back", subject_type="planned move", subject_id=move.id)
    return move


def close_plan(*, plan_id: uuid.UUID, by: Actor, at: datetime) -> int:
    """Close a plan; every visit that is still where it was stranded has a task from then on. Says how many do."""
    plan = lock_plan(plan_id)
    require(by, "appointments.book", plan.unit_id)
    left = 0
    for move in plan.moves.exclude(state=MoveState.ACCEPTED).select_related("appointment"):
        if _still_there(move):
            why = move.why if move.state == MoveState.UNPLACED else move.said or "It was not accepted."
            _back_to_work(move, f"{plan.title}. {why}", at)
            left += 1
    plan.closed_at, plan.closed_by_id = at, by.person_id
    plan.save(update_fields=["closed_at", "closed_by_id"])
    record_act("rebooking.closed", subject_type="rebooking plan", subject_id=plan.id)
    return left


def follow_visit(event: AppointmentMoved | AppointmentCancelled) -> None:
    """What happens to a visit outside its plan settles its move there: `stale` with a sentence."""
    cancelled = isinstance(event, AppointmentCancelled)
    said = "Somebody canceled this visit." if cancelled else "Somebody moved this visit otherwise."
    rows = PlannedMove.objects.filter(appointment_id=event.appointment_id, plan__closed_at__isnull=True)
    for move in rows.select_related("appointment"):
        if cancelled or not (_is_where_planned(move) or _still_there(move)):
            move.state, move.said, move.decided_at = MoveState.STALE, said, event.at
            move.save(update_fields=["state", "said", "decided_at"])
        elif move.state == MoveState.ACCEPTED and _still_there(move):
            move.state, move.visit_version, move.said = MoveState.PROPOSED, move.appointment.version, ""
            move.save(update_fields=["state", "visit_version", "said"])


def _locked_move(move_id: uuid.UUID, by: Actor, *, closed: bool = False) -> PlannedMove:
    found = PlannedMove.objects.filter(id=move_id).values_list("plan_id", flat=True).first()
    if found is None:
        raise NotFound()
    # The plan first, then the move: two who decide on one plan come one after the other.
    try:
        lock_plan(found)
    except PlanClosed:
        if not closed:
            raise
    rows = PlannedMove.objects.select_for_update(of=("self",)).select_related("plan", "appointment")
    move = rows.get(id=move_id)
    require(by, "appointments.book", move.unit_id)
    return move


def _undecided(plan_id: uuid.UUID, by: Actor) -> list[uuid.UUID]:
    plan = RebookingPlan.objects.filter(id=plan_id).first()
    if plan is None:
        raise NotFound()
    if plan.closed_at is not None:
        raise PlanClosed()
    reach = by.reach.get("appointments.book", frozenset())
    rows = plan.moves.filter(state=MoveState.PROPOSED, unit_id__in=reach)
    return list(rows.order_by("to_starts_at", "id").values_list("id", flat=True))


def _accepted(move_id: uuid.UUID, by: Actor, at: datetime) -> str:
    try:
        return accept_move(move_id=move_id, by=by, at=at).state
    except (NothingProposed, PlanClosed):
        # Somebody else decided on it, or closed the plan, between two of ours.
        return MoveState.DECLINED


def _moved(move: PlannedMove, by: Actor, at: datetime) -> Appointment:
    """The visit at its planned time; in the planned room where it is free, or else in any other of the kind."""
    assert move.to_starts_at is not None
    version = Appointment.objects.values_list("version", flat=True).get(id=move.appointment_id)
    for room_id in dict.fromkeys((move.to_room_id, None)):
        try:
            with transaction.atomic():
                return move_appointment(
                    appointment_id=move.appointment_id,
                    starts_at=move.to_starts_at,
                    provider_id=move.to_provider_id,
                    room_id=room_id,
                    reason=move.plan.title[:200],
                    expected_version=version,
                    by=by,
                    at=at,
                )
        except TimeTaken:
            if room_id is None or _only_room(move):
                raise
    raise AssertionError("A move was neither made nor refused.")


def _decided(move: PlannedMove, state: MoveState, by: Actor, at: datetime, said: str) -> None:
    move.state, move.said = state, said[:300]
    move.decided_at, move.decided_by_id, move.decided_by_name = at, by.person_id, by.name
    move.save()
    record_act(
        f"rebooking.{state.value}",
        subject_type="planned move",
        subject_id=move.id,
        patients=[move.appointment.patient_id],
    )


def _still_there(move: PlannedMove) -> bool:
    """Whether the visit is still where it was stranded; its room counts where only the room is to change."""
    visit = Appointment.objects.get(id=move.appointment_id)
    there = (visit.starts_at, visit.provider_id) == (move.from_starts_at, move.from_provider_id)
    return visit.state in MOVABLE and there and (visit.room_id == move.from_room_id or not _only_room(move))


def _only_room(move: PlannedMove) -> bool:
    return (move.to_starts_at, move.to_provider_id) == (move.from_starts_at, move.from_provider_id)


def _is_where_planned(move: PlannedMove) -> bool:
    visit = Appointment.objects.get(id=move.appointment_id)
    return (visit.starts_at, visit.provider_id) == (move.to_starts_at, move.to_provider_id)


def _where(move: PlannedMove) -> str:
    visit = Appointment.objects.get(id=move.appointment_id)
    if visit.state in MOVABLE:
        return "Somebody moved this visit otherwise."
    return f"This visit is {visit.get_state_display().lower()}: it cannot be moved."


def _back_to_work(move: PlannedMove, because: str, at: datetime) -> None:
    if move.state == MoveState.UNPLACED:
        tell_no_time(Appointment.objects.get(id=move.appointment_id), because=because, at=at)
    else:
        raise_stranded(appointment_ids=[move.appointment_id], because=because, at=at)
