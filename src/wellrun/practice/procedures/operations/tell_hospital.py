"""Telling a hospital of a case: a scheduling message is staged in the transaction of what it tells."""

from __future__ import annotations

from datetime import datetime

from wellrun.platform.access.api import Actor
from wellrun.practice.exchange.api import queue_transmission
from wellrun.practice.procedures.models import (
    Case,
    CaseImplant,
    CaseMessage,
    CaseProcedure,
    ConfirmsBy,
    MessageState,
)
from wellrun.practice.procedures.rules.siu import Outgoing, write_siu
from wellrun.practice.workforce.api import provider

#: The channel of the exchange's outbox that carries messages to hospitals.
CHANNEL = "hl7"


def tell_hospital(case: Case, event: str, *, by: Actor, at: datetime) -> CaseMessage | None:
    """Stage a message (S12 new, S13 new time, S14 changed, S15 canceled) where the facility takes them; None where it
    does not, or where it does not know of the case yet."""
    facility = case.facility
    if facility.confirms_by != ConfirmsBy.HL7:
        return None
    told = CaseMessage.objects.filter(case=case, outgoing=True)
    if event != "S12" and not told.exclude(state=MessageState.REFUSED).exists():
        return None
    sequence = CaseMessage.objects.filter(case=case).count() + 1
    control_id = f"{case.placer_number}-{sequence}"
    content = write_siu(_outgoing(case, event, control_id, sequence, at))
    sent = queue_transmission(
        kind="SIU",
        name=f"{control_id}-{event}.hl7",
        content=content,
        channel=CHANNEL,
        organization_id=case.organization_id,
        control_number=control_id,
        at=at,
    )
    return CaseMessage.objects.create(
        organization_id=case.organization_id,
        unit_id=case.unit_id,
        compartment=case.compartment,
        facility=facility,
        case=case,
        transmission_id=sent.id,
        outgoing=True,
        event=event,
        control_id=control_id,
        sent_at=at,
        sequence=sequence,
        state=MessageState.QUEUED,
        at=at,
    )


def _outgoing(case: Case, event: str, control_id: str, sequence: int, at: datetime) -> Outgoing:
    facility, chart, surgeon = case.facility, case.patient, provider(case.provider_id)
    assert surgeon is not None
    lines = CaseProcedure.objects.filter(case=case).order_by("position")
    notes = [
        f"Anesthesia: {case.get_anesthesia_display()}",
        *(f"{name}: {said}" for name, said in _notes(case) if said),
    ]
    return Outgoing(
        event=event,
        control_id=control_id,
        at=at,
        sequence=sequence,
        zone=facility.zone,
        our=(facility.our_application, facility.our_facility),
        their=(facility.their_application, facility.their_facility),
        placer_number=case.placer_number,
        filler_number=case.hospital_number,
        starts_at=case.starts_at,
        minutes=case.minutes,
        reason=case.ended_because if event == "S15" else case.get_urgency_display(),
        patient_number=str(chart.number),
        family_name=chart.family_name,
        given_name=chart.given_name,
        birth=f"{chart.birth_on:%Y%m%d}",
        sex=chart.sex,
        surgeon_npi=surgeon.npi,
        surgeon_family=surgeon.person.family_name,
        surgeon_given=surgeon.person.given_name,
        patient_class=case.patient_class,
        location=facility.short_name,
        procedures=tuple((line.code, f"{line.words} {line.laterality}".strip()) for line in lines),
        diagnoses=tuple(case.diagnoses),
        notes=tuple(notes),
    )


def _notes(case: Case) -> list[tuple[str, str]]:
    brought = [
        ("Implant", ", ".join(part for part in (one.description, one.vendor) if part))
        for one in CaseImplant.objects.filter(case=case).order_by("position")
    ]
    return [
        ("Position", case.position),
        ("Equipment", case.equipment),
        *brought,
        ("Assistant", case.assistant),
        ("Blood", case.blood_note),
        ("Allergies", case.allergies_note),
    ]
