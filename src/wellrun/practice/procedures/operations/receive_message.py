"""Taking a hospital's messages: every byte is kept first, then the case follows, or a person is asked.

A message is told by its bytes: the same twice is one transmission and changes nothing. An older one than was applied to
the case is kept and not applied. One that speaks of no case that is known, of another patient, or of a time at which
the surgeon is not free is set aside for the coordinator; nothing is guessed.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from wellrun.platform.access.api import Actor, Refused
from wellrun.platform.access.matrix import Role
from wellrun.platform.database.identity import acting
from wellrun.platform.database.ids import new_id
from wellrun.practice.exchange.api import (
    TransmissionState,
    content_of,
    handle_received,
    keep_received,
    quarantine,
)
from wellrun.practice.exchange.api import transmission as kept_transmission
from wellrun.practice.exchange.events import TransmissionReceived
from wellrun.practice.organization.api import program_actor
from wellrun.practice.procedures.models import Case, CaseMessage, Facility, MessageState
from wellrun.practice.procedures.operations.apply_message import apply_to_case, is_late
from wellrun.practice.procedures.operations.steps import lock_case
from wellrun.practice.procedures.operations.tell_hospital import CHANNEL
from wellrun.practice.procedures.rules.hl7 import Message, NotHl7, read_message
from wellrun.practice.procedures.rules.siu import EVENTS, Siu, event_of, read_siu, write_ack

#: The kind under which scheduling messages are kept in the exchange, and every other message of HL7.
SIU, OTHER = "SIU", "HL7"


def receive_message(*, content: bytes, organization_id: uuid.UUID, at: datetime) -> bytes:
    """Keep a message, deal with it, and return the answer: AA for one that was taken, AE for one that waits for a
    person or could not be dealt with now, AR for what is no scheduling message of a hospital we know.

    For the program: keeping comes first and commits alone, so that nothing is lost whatever follows.
    """
    with transaction.atomic():
        program = program_actor(organization_id=organization_id, name="hospital messages", at=at)
    message, refusal = _read(content)
    kind = SIU if message and event_of(message) in EVENTS else OTHER
    control = message.segment("MSH").field(10) if message else ""
    with acting(program.identity()):
        kept, new = keep_received(
            kind=kind, name=f"{control or 'message'}.hl7"[:150], content=content, channel=CHANNEL,
            organization_id=organization_id, control_number=control, at=at,
        )  # fmt: skip
        if new and kind == OTHER:
            _set_aside(kept.id, refusal, at)
    if kind == SIU:
        handle_received(transmission_id=kept.id, by=program, at=at)
    with acting(program.identity()):
        code, said = _outcome(kept.id) if kind == SIU else ("AR", refusal)
    return write_ack(message, code=code, said=said, control_id=f"A{new_id().hex[-18:]}", at=at)


def _read(content: bytes) -> tuple[Message | None, str]:
    try:
        message = read_message(content)
    except NotHl7 as refused:
        return None, refused.sentence
    head = message.segment("MSH")
    said = f"Messages of the kind “{head.field(9, 1)[:10]} {head.field(9, 2)[:10]}” are not taken here."
    return message, said


def _set_aside(transmission_id: uuid.UUID, sentence: str, at: datetime) -> None:
    quarantine(transmission_id=transmission_id, sentence=sentence, at=at, role=Role.OFFICE_MANAGER)


def _outcome(transmission_id: uuid.UUID) -> tuple[str, str]:
    found = CaseMessage.objects.filter(transmission_id=transmission_id).first()
    if found is None:
        kept = kept_transmission(transmission_id)
        if kept is not None and kept.state == TransmissionState.QUARANTINED:
            return "AR", kept.trouble
        return "AE", "The message is kept, but could not be dealt with yet."
    return ("AE", found.said) if found.state == MessageState.HELD else ("AA", found.said)


def take_message(event: TransmissionReceived) -> None:
    """Apply a scheduling message to its case, or set it aside; part of the transaction that handles the file."""
    if event.kind != SIU or event.transmission is None:
        return
    message = read_message(content_of(event.transmission))
    facility = sender_of(message, event.organization_id)
    if facility is None:
        head = message.segment("MSH")
        sender = " ".join(part for part in (head.field(3), head.field(4)) if part) or "nobody named"
        _set_aside(event.transmission_id, f"No facility sends messages as {sender[:80]}.", event.at)
        return
    by = program_actor(organization_id=event.organization_id, name="hospital messages", at=event.at)
    head = message.segment("MSH")
    row = CaseMessage(
        organization_id=event.organization_id,
        unit_id=facility.desk_unit_id,
        facility=facility,
        transmission_id=event.transmission_id,
        outgoing=False,
        event=event_of(message),
        control_id=head.field(10)[:50],
        state=MessageState.HELD,
        at=event.at,
    )
    try:
        siu = read_siu(message, facility.zone)
        row.sent_at, row.sequence = siu.sent_at, siu.sequence
        _apply(row, siu, facility, by, event.at)
    except Refused as refused:
        row.state, row.said = MessageState.HELD, refused.sentence[:400]
    row.save(force_insert=True)
    if row.state == MessageState.HELD:
        hold(row, at=event.at)


def hold(row: CaseMessage, *, at: datetime) -> None:
    """Set a message aside for the coordinators who work with its facility, or with its case."""
    quarantine(
        transmission_id=row.transmission_id,
        sentence=row.said,
        at=at,
        role=Role.SURGICAL_COORDINATOR,
        unit_id=row.unit_id,
        path=reverse("procedures:message", args=[row.id]),
    )


def _apply(row: CaseMessage, siu: Siu, facility: Facility, by: Actor, at: datetime) -> None:
    case_id = _case_of(siu, facility)
    # What is refused leaves no trace on the case, and the message beside it says why.
    with transaction.atomic():
        case = lock_case(case_id, by)
        row.case, row.unit_id, row.compartment = case, case.unit_id, case.compartment
        _refuse_another_patient(siu, case)
        if is_late(case, siu):
            row.state, row.said = MessageState.LATE, "A newer message was applied before this one came."
            return
        row.said = apply_to_case(case, siu, by=by, at=at)
        row.state = MessageState.APPLIED


def sender_of(message: Message, organization_id: uuid.UUID) -> Facility | None:
    """The facility by whose names (MSH-3, MSH-4) a message was sent, or None."""
    head = message.segment("MSH")
    named = Facility.objects.filter(organization_id=organization_id, their_facility=head.field(4))
    if not head.field(4):
        return None
    rows = sorted(
        named.filter(their_application__in=["", head.field(3)]), key=lambda one: one.their_application
    )
    return rows[-1] if rows else None


class UnknownCase(Refused):
    """No case of ours is meant."""


def _case_of(siu: Siu, facility: Facility) -> uuid.UUID:
    ours = Case.objects.filter(organization_id=facility.organization_id, placer_number=siu.placer_number)
    case = ours.first() if siu.placer_number else None
    numbered = Case.objects.filter(facility=facility, hospital_number=siu.filler_number)
    other = (
        numbered.exclude(state="cancelled").order_by("-requested_at").first() if siu.filler_number else None
    )
    if case is not None and case.facility_id != facility.id:
        raise UnknownCase(f"Our number {siu.placer_number} is a case at another facility.")
    if case is not None and other is not None and other.id != case.id:
        raise UnknownCase(
            f"Our number {siu.placer_number} and the hospital's number {siu.filler_number} are of two cases."
        )
    found = case or other
    if found is None:
        numbers = " / ".join(one for one in (siu.placer_number[:40], siu.filler_number) if one) or "no number"
        raise UnknownCase(f"The message speaks of a case that is not known here ({numbers}).")
    return found.id


def _refuse_another_patient(siu: Siu, case: Case) -> None:
    chart = case.patient
    named = siu.family_name.strip().casefold()
    names = {name.casefold() for name in (chart.family_name, *chart.former_family_names)}
    born = siu.birth.isdigit() and len(siu.birth) == 8 and siu.birth != f"{chart.birth_on:%Y%m%d}"
    if (named and named not in names) or born:
        raise UnknownCase("The message speaks of another patient than the case.")
