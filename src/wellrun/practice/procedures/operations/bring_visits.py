"""The visits booked with a case, when the case moves or ends: brought along, canceled with it, brought back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wellrun.platform.access.api import Actor, NotFound, Refused
from wellrun.practice.procedures.models import Case
from wellrun.practice.procedures.operations.book_visits import (
    AFTER,
    BEFORE,
    Wanted,
    propose_visits,
    visits_of,
)
from wellrun.practice.procedures.operations.steps import lock_case, write_step
from wellrun.practice.scheduling.api import (
    Appointment,
    Offer,
    VisitState,
    cancel_appointment,
    move_appointment,
    undo_step,
)

#: States in which a visit has not begun.
STILL_AHEAD = (VisitState.BOOKED, VisitState.CONFIRMED)


@dataclass(frozen=True)
class Brought:
    """How many visits were moved and canceled in one act."""

    moved: int
    canceled: int


def visits_ahead(case: Case, *, at: datetime) -> list[Appointment]:
    """The visits booked with a case that are still to come, in time order."""
    return [visit for visit in visits_of(case) if visit.state in STILL_AHEAD and visit.starts_at > at]


def is_before(visit: Appointment) -> bool:
    """Whether a visit was booked to be before its case."""
    return visit.reason.startswith("Before")


def other_times(case: Case, visits: Sequence[Appointment], *, by: Actor, at: datetime) -> list[list[Offer]]:
    """For each visit the first times around the case as it stands now, of the same kind and on the same side."""
    wanted = [Wanted(visit.visit_type_id, *(BEFORE if is_before(visit) else AFTER)) for visit in visits]
    return propose_visits(case, wanted, by=by, at=at)


def bring_visits(
    *, case_id: uuid.UUID, acts: Mapping[uuid.UUID, datetime | None], by: Actor, at: datetime
) -> Brought:
    """Move each visit named in `acts` to its time, or cancel it where that is None: all of them or none. Raises like
    `move_appointment` and `cancel_appointment`."""
    case = lock_case(case_id, by)
    ahead = {visit.id: visit for visit in visits_ahead(case, at=at)}
    if not acts:
        raise Refused("Choose what is to become of at least one visit.")
    if not set(acts) <= set(ahead):
        raise NotFound()
    for visit_id, starts_at in acts.items():
        if starts_at is None:
            cancel_appointment(appointment_id=visit_id, reason="The case has another time", by=by, at=at)
        else:
            move_appointment(
                appointment_id=visit_id, starts_at=starts_at, reason="The case has another time", by=by, at=at
            )
    canceled = sum(starts_at is None for starts_at in acts.values())
    brought = Brought(len(acts) - canceled, canceled)
    write_step(
        case, "Visits brought along", detail=f"{brought.moved} moved, {canceled} canceled", by=by, at=at
    )
    return brought


def cancel_with(case: Case, visit_ids: Sequence[uuid.UUID], *, reason: str, by: Actor, at: datetime) -> int:
    """Cancel these of the visits booked with a locked case, for the case's own reason; says how many."""
    chosen = [visit for visit in visits_ahead(case, at=at) if visit.id in set(visit_ids)]
    for visit in chosen:
        cancel_appointment(appointment_id=visit.id, reason=f"With the case: {reason}"[:200], by=by, at=at)
    return len(chosen)


def bring_back(case: Case, *, ended_at: datetime, by: Actor, at: datetime) -> tuple[int, list[str]]:
    """Take back the cancellations of the visits that were canceled with a case at an instant; says how many are back,
    and a sentence for each that is not."""
    back, sentences = 0, []
    for visit in visits_of(case):
        if visit.state != VisitState.CANCELLED or visit.state_at != ended_at:
            continue
        try:
            with transaction.atomic():
                undo_step(appointment_id=visit.id, by=by, at=at)
            back += 1
        except Refused as refused:
            sentences.append(f"{visit.visit_type.name} is not back: {refused.sentence}")
    return back, sentences
