"""Reading encounters and their lines."""

from __future__ import annotations

import uuid

from wellrun.practice.billing.models import ChargeLine, ChargeState, Encounter


def encounter(encounter_id: uuid.UUID) -> Encounter | None:
    """One encounter with its patient, provider and coverage, if the person asking may see it."""
    rows = Encounter.objects.select_related("patient", "provider", "coverage__payer", "appointment")
    return rows.filter(id=encounter_id).first()


def encounter_of(appointment_id: uuid.UUID) -> Encounter | None:
    """The encounter of an appointment, if it has one."""
    return Encounter.objects.filter(appointment_id=appointment_id).first()


def encounters_of(patient_id: uuid.UUID) -> list[Encounter]:
    """A patient's encounters, newest first."""
    return list(Encounter.objects.filter(patient_id=patient_id).order_by("-service_on", "-id"))


def charge_lines(encounter_id: uuid.UUID, *, with_reversed: bool = False) -> list[ChargeLine]:
    """The lines of an encounter in order: those that stand, or all."""
    rows = ChargeLine.objects.filter(encounter_id=encounter_id)
    if not with_reversed:
        rows = rows.filter(state=ChargeState.POSTED)
    return list(rows.order_by("position"))


def charge_line(charge_id: uuid.UUID) -> ChargeLine | None:
    """One charge line, if the person asking may see it."""
    return ChargeLine.objects.filter(id=charge_id).select_related("encounter").first()
