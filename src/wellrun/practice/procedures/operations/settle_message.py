"""Settling what waits for a person: a message is applied to the case that a person names, or put away."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.exchange.api import content_of, mark_handled, transmission
from wellrun.practice.procedures.models import CaseMessage, MessageState
from wellrun.practice.procedures.operations.apply_message import apply_to_case
from wellrun.practice.procedures.operations.steps import lock_case
from wellrun.practice.procedures.rules.hl7 import read_message
from wellrun.practice.procedures.rules.siu import read_siu


class AlreadySettled(Refused):
    """The message does not wait any more."""

    status = 409
    sentence = "This message does not wait for anybody any more."


def apply_message(*, message_id: uuid.UUID, case_id: uuid.UUID, by: Actor, at: datetime) -> CaseMessage:
    """Apply a message that waits to the case that a person named. Raises what applying it raises."""
    row = _held(message_id, by)
    case = lock_case(case_id, by)
    if case.facility_id != row.facility_id:
        raise Refused("That case is at another facility.", field="case")
    row.said = apply_to_case(case, read_siu(read_message(message_text(row)), row.facility.zone), by=by, at=at)
    row.case, row.unit_id, row.compartment = case, case.unit_id, case.compartment
    return _settle(row, MessageState.APPLIED, by, at)


def put_away(*, message_id: uuid.UUID, because: str, by: Actor, at: datetime) -> CaseMessage:
    """Put a message away without applying it, saying why."""
    row = _held(message_id, by)
    if not because.strip():
        raise Refused("Say why it is not applied.", field="because")
    row.said = because.strip()[:400]
    return _settle(row, MessageState.SETTLED, by, at)


def message_text(row: CaseMessage) -> bytes:
    """The bytes of a message."""
    found = transmission(row.transmission_id)
    if found is None:
        raise NotFound()
    return content_of(found)


def _held(message_id: uuid.UUID, by: Actor) -> CaseMessage:
    rows = CaseMessage.objects.select_for_update(of=("self",)).select_related("facility")
    row = rows.filter(id=message_id).first()
    if row is None:
        raise NotFound()
    require(by, "cases.book", row.unit_id)
    if row.state != MessageState.HELD:
        raise AlreadySettled()
    return row


def _settle(row: CaseMessage, state: MessageState, by: Actor, at: datetime) -> CaseMessage:
    row.state = state
    row.save()
    mark_handled(transmission_id=row.transmission_id, at=at)
    patients = [row.case.patient_id] if row.case else []
    record_act(
        f"case_message.{state.value}", subject_type="case_message", subject_id=row.id, patients=patients
    )
    return row
