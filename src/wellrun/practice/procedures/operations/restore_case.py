"""Taking back that a case was canceled."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from wellrun.platform.access.api import Actor
from wellrun.platform.events import publish
from wellrun.practice.procedures.events import CaseMoved
from wellrun.practice.procedures.models import Case, CaseMessage, CaseState, CaseStep
from wellrun.practice.procedures.operations.bring_visits import bring_back
from wellrun.practice.procedures.operations.hold_surgeon import hold_surgeon
from wellrun.practice.procedures.operations.ready_items import refresh
from wellrun.practice.procedures.operations.settle_item import unready
from wellrun.practice.procedures.operations.steps import WrongCaseStep, lock_case, write_step
from wellrun.practice.worklist import api as worklist

#: The events by which the hospital or we ended a case.
ENDS = ("S15", "S26")


@dataclass(frozen=True)
class Restored:
    """The case as it is again; how many of its visits came back with it, and a sentence for each that did not."""

    case: Case
    visits: int = 0
    sentences: list[str] = field(default_factory=list)


def restore_case(
    *, case_id: uuid.UUID, expected_version: int | None = None, by: Actor, at: datetime
) -> Restored:
    """Take a cancellation back: the case is where it was, with the visits that were canceled with it.

    One that the hospital knows to be canceled is requested anew, without its number, and is sent again by hand. Raises
    `SurgeonBusy` where somebody has the time meanwhile, and changes nothing then. Twice changes nothing.
    """
    case = lock_case(case_id, by, expected_version=expected_version)
    if case.state != CaseState.CANCELLED:
        return Restored(case)
    steps = list(CaseStep.objects.filter(case=case).order_by("-position"))
    ended = next((step for step in steps if step.what == "Canceled"), None)
    before = next((step for step in steps if ended and step.position < ended.position), None)
    if ended is None or before is None:
        raise WrongCaseStep("What this case was before is not known. Request it again.")
    case.state, case.state_at, case.ended_because = CaseState(before.state), at, ""
    known_canceled = CaseMessage.objects.filter(case=case, event__in=ENDS).exists()
    if known_canceled and case.state != CaseState.POSTPONED:
        case.state, case.hospital_number = CaseState.REQUESTED, ""
    if case.state in (CaseState.CONFIRMED, CaseState.READY):
        case.confirmed_at = next((step.at for step in steps if step.what == "Confirmed"), None)
    hold_surgeon(case, by=by, at=at)
    visits, sentences = bring_back(case, ended_at=ended.at, by=by, at=at)
    detail = "to be sent to the hospital again" if known_canceled else ""
    write_step(case, "Not canceled", detail=detail, by=by, at=at)
    unready(case, refresh(case, at=at), by=by, at=at)
    worklist.close_tasks(
        key=f"case:{case.id}:canceled",
        organization_id=case.organization_id,
        at=at,
        because="It is not canceled.",
    )
    publish(CaseMoved(case.id, case.patient_id, case.unit_id, case.starts_at, at))
    return Restored(case, visits, sentences)
