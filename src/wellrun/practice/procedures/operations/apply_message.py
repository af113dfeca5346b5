"""What a hospital's scheduling message does to a case."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from wellrun.platform.access.api import Actor, Refused
from wellrun.platform.access.matrix import Role
from wellrun.practice.procedures.models import Case, CaseState
from wellrun.practice.procedures.operations.advance_case import confirm_locked, end_locked
from wellrun.practice.procedures.operations.request_case import when_text
from wellrun.practice.procedures.rules.siu import Siu
from wellrun.practice.worklist import api as worklist


class NoTimeSaid(Refused):
    """The message says no time."""

    sentence = "The message says a new time, but not which."


def is_late(case: Case, siu: Siu) -> bool:
    """Whether a newer message was applied before: by MSH-7, and by MSH-13 where the instants are the same."""
    if case.told_at is None or siu.sent_at is None:
        return False
    if siu.sent_at != case.told_at:
        return siu.sent_at < case.told_at
    if siu.sequence is None or case.told_sequence is None:
        return False
    return siu.sequence < case.told_sequence


def apply_to_case(case: Case, siu: Siu, *, by: Actor, at: datetime) -> str:
    """Do to a locked case what the message says, and say so in a sentence. Raises what the acts raise: `SurgeonBusy`
    when the hospital's time is not free, `WrongCaseStep` when the case is over."""
    case.told_at = siu.sent_at or case.told_at
    case.told_sequence = siu.sequence if siu.sequence is not None else case.told_sequence
    if siu.event == "S15":
        return _end(case, "Canceled by the hospital", by, at)
    if siu.event == "S26":
        return _end(case, "The patient did not come, says the hospital", by, at)
    if siu.event == "S13" and siu.starts_at is None:
        raise NoTimeSaid()
    if siu.minutes and siu.event == "S14":
        case.procedure_minutes = max(siu.minutes - case.setup_minutes - case.cleanup_minutes, 5)
    before = case.starts_at
    confirm_locked(
        case,
        hospital_number=siu.filler_number or case.hospital_number,
        starts_at=siu.starts_at,
        by=by,
        at=at,
    )
    moved = (
        f" It was moved by the hospital to {when_text(case)}." if before not in (None, case.starts_at) else ""
    )
    return f"Confirmed with the number {case.hospital_number or 'not given'}.{moved}"


def _end(case: Case, why: str, by: Actor, at: datetime) -> str:
    if case.state == CaseState.CANCELLED:
        case.save(update_fields=["told_at", "told_sequence"])
        return "The case was canceled already."
    end_locked(case, CaseState.CANCELLED, "Canceled", why, tell=False, by=by, at=at)
    worklist.raise_task(
        kind="case canceled by hospital",
        key=f"case:{case.id}:canceled",
        title=f"{why}: {case.patient.name}",
        detail="Tell the surgeon and the patient, and request it again where it is still wanted.",
        path=reverse("procedures:case", args=[case.id]),
        role=Role.SURGICAL_COORDINATOR,
        unit_id=case.unit_id,
        organization_id=case.organization_id,
        patient_id=case.patient_id,
        compartment=case.compartment,
        due_at=at,
        priority=worklist.Priority.URGENT,
        at=at,
    )
    return why + "."
