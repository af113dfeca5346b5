"""Opening an encounter for a visit, and saying that a visit has nothing to bill."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.db.utils import IntegrityError

from wellrun.platform.access.api import Actor, NotFound, Refused, Stale, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.billing.models import ChargeState, Encounter, EncounterState
from wellrun.practice.billing.queries.places import places_of
from wellrun.practice.coverage.api import Coverage, coverage_on
from wellrun.practice.scheduling.api import Appointment, VisitState


class NotSeen(Refused):
    """The patient was not seen, so there is nothing to bill."""

    status = 409
    sentence = "This visit did not take place, so there is nothing to bill."


class HasCharges(Refused):
    """There are charges on the encounter."""

    status = 409
    sentence = "This visit has charges. Reverse them first."


def open_encounter(*, appointment_id: uuid.UUID, by: Actor, at: datetime) -> Encounter:
    """The encounter of a visit, opened when there is none, with the primary coverage on that day."""
    appointment = Appointment.objects.filter(id=appointment_id).first()
    if appointment is None:
        raise NotFound()
    require(by, "charges.enter", appointment.unit_id)
    known = Encounter.objects.filter(appointment_id=appointment_id).first()
    if known:
        return known
    if appointment.state in (VisitState.CANCELLED, VisitState.NO_SHOW):
        raise NotSeen()
    try:
        with transaction.atomic():
            encounter = _open(appointment, at)
    except IntegrityError:
        return Encounter.objects.get(appointment_id=appointment_id)
    record_act("encounter.opened", subject_type="encounter", subject_id=encounter.id,
               patients=[encounter.patient_id])  # fmt: skip
    return encounter


def _open(appointment: Appointment, at: datetime) -> Encounter:
    place = places_of([appointment.unit_id])[appointment.unit_id]
    service_on = appointment.starts_at.astimezone(place.zone).date()
    return Encounter.objects.create(
        organization_id=appointment.organization_id,
        unit_id=appointment.unit_id,
        compartment=appointment.compartment,
        patient_id=appointment.patient_id,
        provider_id=appointment.provider_id,
        appointment_id=appointment.id,
        coverage=primary_coverage(appointment.patient_id, service_on),
        service_on=service_on,
        place_of_service=place.place_of_service,
        opened_at=at,
    )


def primary_coverage(patient_id: uuid.UUID, on: date) -> Coverage | None:
    """The coverage that pays first on a day, or None when the patient has none then."""
    return next(iter(coverage_on(patient_id=patient_id, on=on)), None)


def locked_encounter(encounter_id: uuid.UUID, expected_version: int | None, by: Actor) -> Encounter:
    """The encounter, locked, for somebody who may enter charges there; refuses when it changed meanwhile."""
    encounter = Encounter.objects.select_for_update().filter(id=encounter_id).first()
    if encounter is None:
        raise NotFound()
    require(by, "charges.enter", encounter.unit_id)
    if expected_version is not None and encounter.version != expected_version:
        raise Stale()
    return encounter


def void_encounter(
    *, encounter_id: uuid.UUID, because: str, expected_version: int | None = None, by: Actor, at: datetime
) -> Encounter:
    """Say that a visit has nothing to bill, and why. It leaves the list of missing charges."""
    encounter = locked_encounter(encounter_id, expected_version, by)
    if encounter.lines.filter(state=ChargeState.POSTED).exists():
        raise HasCharges()
    if not because.strip():
        raise Refused("Say why there is nothing to bill.", field="because")
    encounter.state, encounter.void_because = EncounterState.VOID, because.strip()[:200]
    encounter.version += 1
    encounter.save(update_fields=["state", "void_because", "version"])
    record_act("encounter.voided", subject_type="encounter", subject_id=encounter.id,
               patients=[encounter.patient_id])  # fmt: skip
    return encounter


def reopen_encounter(
    *, encounter_id: uuid.UUID, expected_version: int | None = None, by: Actor, at: datetime
) -> Encounter:
    """Take back that a visit has nothing to bill."""
    encounter = locked_encounter(encounter_id, expected_version, by)
    if encounter.state == EncounterState.VOID:
        encounter.state, encounter.void_because = EncounterState.OPEN, ""
        encounter.version += 1
        encounter.save(update_fields=["state", "void_because", "version"])
        record_act("encounter.reopened", subject_type="encounter", subject_id=encounter.id,
                   patients=[encounter.patient_id])  # fmt: skip
    return encounter
