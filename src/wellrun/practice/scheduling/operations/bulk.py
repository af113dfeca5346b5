"""Acts on many visits: each visit by itself, what fails is told, and one press undoes the whole."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.access.matrix import ALL_COMPARTMENTS
from wellrun.platform.database.identity import in_compartments
from wellrun.practice.organization.api import zone_of
from wellrun.practice.scheduling.models import Appointment, BulkAct, BulkKind
from wellrun.practice.scheduling.operations.advance import (
    NothingToUndo,
    ReasonNeeded,
    cancel_appointment,
    undo_step,
)
from wellrun.practice.scheduling.operations.book import move_appointment
from wellrun.practice.scheduling.operations.checks import lock_visit
from wellrun.practice.scheduling.operations.groups import follow_group, place_group, take_group_back
from wellrun.practice.scheduling.operations.seats import lock_group
from wellrun.practice.scheduling.operations.strand import key_of, raise_stranded
from wellrun.practice.scheduling.queries.find_times import find_times
from wellrun.practice.scheduling.rules import MOVABLE
from wellrun.practice.worklist.api import close_tasks


@dataclass(frozen=True)
class Outcome:
    """What became of one visit: `visit` as it is now where it worked, the `sentence` of the refusal where not."""

    appointment_id: uuid.UUID
    visit: Appointment | None = None
    sentence: str = ""


@dataclass(frozen=True)
class BulkResult:
    """An act on many visits: None as `act` when nothing was changed, and what became of each."""

    act: BulkAct | None
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def refused(self) -> list[Outcome]:
        """What did not work."""
        return [each for each in self.outcomes if each.visit is None]

    @property
    def done(self) -> list[Outcome]:
        """What worked."""
        return [each for each in self.outcomes if each.visit is not None]


@dataclass(frozen=True)
class Wanted:
    """Where one visit is to go. With `nearest` the free time nearest to `starts_at` on that day will do."""

    appointment_id: uuid.UUID
    starts_at: datetime
    provider_id: uuid.UUID
    nearest: bool = False


def cancel_visits(
    *, appointment_ids: Sequence[uuid.UUID], reason: str, code: str = "", by: Actor, at: datetime
) -> BulkResult:
    """Cancel these visits for one reason; those that cannot be are told and stay."""
    if not reason.strip():
        raise ReasonNeeded()

    def cancel(appointment_id: uuid.UUID) -> Appointment:
        return cancel_appointment(appointment_id=appointment_id, reason=reason, code=code, by=by, at=at)

    return _each(BulkKind.CANCEL, appointment_ids, cancel, reason, by, at)


def move_visits(*, moves: Sequence[Wanted], reason: str, by: Actor, at: datetime) -> BulkResult:
    """Move each of these visits to its place; those that cannot be are told and stay."""
    if not reason.strip():
        raise ReasonNeeded("Say why the visits are moved.")
    wanted = {each.appointment_id: each for each in moves}

    def move(appointment_id: uuid.UUID) -> Appointment:
        return _moved(wanted[appointment_id], reason, by, at)

    return _each(BulkKind.MOVE, list(wanted), move, reason, by, at)


def hand_over(*, appointment_ids: Sequence[uuid.UUID], reason: str, by: Actor, at: datetime) -> BulkResult:
    """Put these visits on the worklist of their departments, to be rebooked one by one; they stay booked."""
    if not reason.strip():
        raise ReasonNeeded("Say why the visits are to be rebooked.")

    def hand(appointment_id: uuid.UUID) -> Appointment:
        visit = lock_visit(appointment_id, by, "appointments.book")
        if not raise_stranded(appointment_ids=[visit.id], because=reason, at=at):
            raise NothingToUndo("This visit is on the worklist already, or holds no time.")
        return visit

    return _each(BulkKind.HAND_OVER, appointment_ids, hand, reason, by, at)


def rehearse(operation: Callable[..., BulkResult], **arguments: Any) -> BulkResult:
    """What an operation on many visits would do, found by doing it and taking everything back."""
    with transaction.atomic():
        result = operation(**arguments)
        transaction.set_rollback(True)
    return result


def undo_bulk(*, act_id: uuid.UUID, by: Actor, at: datetime) -> BulkResult:
    """Take a whole act back, the last visit first. A visit that somebody changed since, or whose time is gone, is told
    and stays. Raises `NothingToUndo` the second time."""
    act = BulkAct.objects.select_for_update().filter(id=act_id).first()
    if act is None:
        raise NotFound()
    require(by, "appointments.book", act.unit_id)
    if act.undone_at is not None:
        raise NothingToUndo("This has been undone already.")
    versions = dict(zip(act.appointment_ids, act.versions, strict=True))
    group = lock_group(act.group_id) if act.group_id else None
    if group is not None:
        if act.kind == BulkKind.CANCEL:
            take_group_back(group, by=by, at=at)
        else:
            assert act.from_starts_at is not None and act.from_provider_id is not None
            place_group(group, act.from_starts_at, act.from_provider_id, by=by, at=at)

    def undo(appointment_id: uuid.UUID) -> Appointment:
        version = versions[appointment_id]
        if act.kind == BulkKind.HAND_OVER:
            visit = lock_visit(appointment_id, by, "appointments.book")
            close_tasks(
                key=key_of(visit.id), organization_id=act.organization_id, at=at, because="It was taken back."
            )
            return visit
        if group is not None and act.kind == BulkKind.MOVE:
            visit = lock_visit(appointment_id, by, "appointments.book")
            if visit.state in MOVABLE:
                follow_group(visit, group, reason="Undone: the group is back", by=by, at=at)
            return visit
        return undo_step(appointment_id=appointment_id, expected_version=version, by=by, at=at)

    with in_compartments(ALL_COMPARTMENTS) if group else nullcontext():
        outcomes = [_one(each, undo) for each in reversed(act.appointment_ids)]
    act.undone_at, act.undone_by_id = at, by.person_id
    act.save(update_fields=["undone_at", "undone_by_id"])
    return BulkResult(act, outcomes)


def _one(appointment_id: uuid.UUID, work: Callable[[uuid.UUID], Appointment]) -> Outcome:
    try:
        with transaction.atomic():
            return Outcome(appointment_id, work(appointment_id))
    except Refused as refused:
        return Outcome(appointment_id, None, refused.sentence)


def _each(
    kind: BulkKind,
    appointment_ids: Sequence[uuid.UUID],
    work: Callable[[uuid.UUID], Appointment],
    reason: str,
    by: Actor,
    at: datetime,
) -> BulkResult:
    outcomes = [_one(each, work) for each in appointment_ids]
    return BulkResult(note_bulk(kind, [o.visit for o in outcomes if o.visit], reason, by, at), outcomes)


def note_bulk(
    kind: BulkKind, visits: Sequence[Appointment], reason: str, by: Actor, at: datetime
) -> BulkAct | None:
    """Keep what an act changed, so that it can be undone whole; None for an act that changed nothing."""
    if not visits:
        return None
    return BulkAct.objects.create(
        organization_id=visits[0].organization_id,
        unit_id=visits[0].unit_id,
        kind=kind,
        reason=reason[:200],
        appointment_ids=[visit.id for visit in visits],
        versions=[visit.version for visit in visits],
        at=at,
        by_id=by.person_id,
    )


def _moved(wanted: Wanted, reason: str, by: Actor, at: datetime) -> Appointment:
    move: dict[str, Any] = {"appointment_id": wanted.appointment_id, "reason": reason, "by": by, "at": at}
    try:
        with transaction.atomic():
            return move_appointment(starts_at=wanted.starts_at, provider_id=wanted.provider_id, **move)
    except NotFound:
        raise
    except Refused:
        if not wanted.nearest:
            raise
        visit = lock_visit(wanted.appointment_id, by, "appointments.book")
        near = _nearest(visit, wanted, by, at)
        if near is None:
            raise
    return move_appointment(starts_at=near, provider_id=wanted.provider_id, **move)


def _nearest(visit: Appointment, wanted: Wanted, by: Actor, at: datetime) -> datetime | None:
    """The free start nearest to the wanted one on the same day, at which the patient has nothing else."""
    day: date = wanted.starts_at.astimezone(ZoneInfo(zone_of(visit.unit_id))).date()
    offers = find_times(
        visit_type_id=visit.visit_type_id,
        provider_id=wanted.provider_id,
        starts_on=day,
        days=1,
        limit=60,
        by=by,
        at=at,
    )
    busy = Appointment.objects.filter(patient_id=visit.patient_id).exclude(id=visit.id)
    for offer in sorted(offers, key=lambda each: abs(each.starts_at - wanted.starts_at)):
        meets = busy.filter(starts_at__lt=offer.ends_at, ends_at__gt=offer.starts_at)
        if not meets.exclude(state__in=("cancelled", "no_show")).exists():
            return offer.starts_at
    return None
