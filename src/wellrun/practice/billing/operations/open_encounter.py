"""Opening an encounter for a visit, and saying that a visit has nothing to bill."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from wellrun.platform.access.api import Actor, NotFound, Refused, Stale, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.billing.models import ChargeState, Encounter, EncounterState
from wellrun.practice.coverage.api import PRIMARY_ON
from wellrun.practice.organization.api import place_of
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
    if appointment.state in (VisitState.CANCELLED, VisitState.NO_SHOW):
        known = Encounter.objects.filter(appointment_id=appointment_id).first()
        if known is None:
            raise NotSeen()
        return known
    place = place_of(appointment.unit_id)
    encounter = Encounter(
        organization_id=appointment.organization_id,
        unit_id=appointment.unit_id,
        compartment=appointment.compartment,
        patient_id=appointment.patient_id,
        provider_id=appointment.provider_id,
        appointment_id=appointment.id,
        service_on=appointment.starts_at.astimezone(place.zone).date(),
        place_of_service=place.site.place_of_service if place.site else "11",
        opened_at=at,
    )
    if not _insert(encounter):
        return Encounter.objects.get(appointment_id=appointment_id)
    record_act("encounter.opened", subject_type="encounter", subject_id=encounter.id,
               patients=[encounter.patient_id])  # fmt: skip
    return encounter


_COLUMNS = (
    "id", "organization_id", "unit_id", "compartment", "version", "patient_id", "provider_id", "appointment_id",
    "service_on", "place_of_service", "state", "diagnoses", "opened_at", "void_because",
)  # fmt: skip
_INSERT = (
    f"insert into billing_encounter ({', '.join(_COLUMNS)}, coverage_id)"  # noqa: S608 (names, written above)
    f" values ({', '.join(['%s'] * len(_COLUMNS))}, {PRIMARY_ON})"
    " on conflict (appointment_id) do nothing returning coverage_id"
)


def _insert(encounter: Encounter) -> bool:
    """Insert with the primary coverage of the day, which it then has; False when another was there first."""
    values = [getattr(encounter, name) for name in _COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [*values, encounter.patient_id, encounter.service_on, encounter.service_on])
        row = cursor.fetchone()
    if row is None:
        return False
    encounter.coverage_id = row[0]
    encounter._state.adding = False
    return True


def locked_encounter(
    encounter_id: uuid.UUID, expected_version: int | None, by: Actor, *, also: Sequence[str] = ()
) -> Encounter:
    """The encounter, locked, for somebody who may enter charges there; refuses when it changed meanwhile.

    `also` names the rows it points to that the caller will need.
    """
    rows = Encounter.objects.select_for_update(of=("self",)).filter(id=encounter_id)
    encounter = (rows.select_related(*also) if also else rows).first()
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
