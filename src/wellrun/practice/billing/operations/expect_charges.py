"""Charges expected for what was done at a hospital: noted when the case is done, met by the charges entered, asked for
when they are missing on the second day."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.urls import reverse

from wellrun.platform.access.api import Actor, NotFound, require
from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.identity import across
from wellrun.platform.ui.formatting import format_day
from wellrun.practice.billing.events import ChargesEntered
from wellrun.practice.billing.models import Encounter, EncounterState, ExpectedCharge
from wellrun.practice.coverage.api import coverage_on
from wellrun.practice.organization.api import local_day
from wellrun.practice.procedures.events import CaseDone, CaseNotDone
from wellrun.practice.worklist import api as worklist

#: A charge is asked for so many days after the service.
MISSING_AFTER = timedelta(days=2)
#: Places of service of facilities: inpatient, outpatient at a hospital, surgery center.
HOSPITALS = ("21", "22", "24")


def expect_charge(event: CaseDone) -> None:
    """Expect the charge of a case that was done, unless it was charged already."""
    with across(event.organization_id):
        expected, new = ExpectedCharge.objects.update_or_create(
            case_id=event.case_id,
            defaults={
                "organization_id": event.organization_id,
                "unit_id": event.unit_id,
                "compartment": event.compartment,
                "patient_id": event.patient_id,
                "provider_id": event.provider_id,
                "service_on": event.done_on,
                "place_of_service": event.place_of_service,
                "codes": ", ".join(event.codes)[:100],
                "expected_at": event.at,
                "dropped_because": "",
            },
        )
        if expected.met_at and expected.encounter_id is None:
            expected.met_at = None
            expected.save(update_fields=["met_at"])
        charged = Encounter.objects.filter(
            patient_id=event.patient_id,
            provider_id=event.provider_id,
            service_on=event.done_on,
            state=EncounterState.CHARGED,
            appointment__isnull=True,
        ).first()
        if charged:
            _meet(expected, charged.id, event.at)
    if new:
        record_act("charge.expected", subject_type="expected_charge", subject_id=expected.id,
                   patients=[event.patient_id])  # fmt: skip


def forget_charge(event: CaseNotDone) -> None:
    """Expect nothing for a case that was not done after all; one that was charged is left as it is."""
    rows = ExpectedCharge.objects.filter(case_id=event.case_id, met_at__isnull=True)
    for expected in rows.select_for_update():
        expected.dropped_because, expected.met_at = "The case was not done.", event.at
        expected.save(update_fields=["dropped_because", "met_at"])
        _close_task(expected, event.at, "The case was not done.")


def meet_expected(event: ChargesEntered) -> None:
    """Note that the charges of a case are entered: those of its own encounter, or of the same patient, day and
    surgeon at the same place."""
    found = event.entered.encounter if event.entered else Encounter.objects.get(id=event.encounter_id)
    if found.appointment_id and found.place_of_service not in HOSPITALS:
        # What was done at the office meets nothing, and most charges are entered there.
        return
    rows = ExpectedCharge.objects.select_for_update().filter(patient_id=found.patient_id, met_at__isnull=True)
    for expected in rows:
        same = (expected.provider_id, expected.service_on) == (found.provider_id, found.service_on)
        elsewhere = found.place_of_service != expected.place_of_service
        if expected.encounter_id == found.id or (same and not elsewhere):
            _meet(expected, found.id, event.at)


def _meet(expected: ExpectedCharge, encounter_id: uuid.UUID, at: datetime) -> None:
    expected.encounter_id, expected.met_at = encounter_id, at
    expected.save(update_fields=["encounter", "met_at"])
    _close_task(expected, at, "The charges are entered.")


def _close_task(expected: ExpectedCharge, at: datetime, because: str) -> None:
    worklist.close_tasks(key=_key(expected), organization_id=expected.organization_id, at=at, because=because)


def _key(expected: ExpectedCharge) -> str:
    return f"expected charge:{expected.id}"


def raise_missing(*, by: Actor, at: datetime) -> int:
    """Raise a task for every expected charge that is missing on the second day; says how many were raised now.
    For the program."""
    rows = ExpectedCharge.objects.filter(organization_id=by.organization_id, met_at__isnull=True)
    raised = 0
    for expected in rows.select_related("patient", "provider").order_by("id"):
        if local_day(expected.unit_id, at) < expected.service_on + MISSING_AFTER:
            continue
        raised += worklist.raise_task(
            kind="missing hospital charge",
            key=_key(expected),
            title=f"Charge the case of {expected.patient.name}",
            detail=f"{expected.codes} on {format_day(expected.service_on)} by {expected.provider.display_name}.",
            path=reverse("billing:missing"),
            role=Role.BILLER,
            unit_id=expected.organization_id,
            organization_id=expected.organization_id,
            patient_id=expected.patient_id,
            compartment=expected.compartment,
            due_at=at,
            priority=worklist.Priority.HIGH,
            at=at,
        )
    return raised


def open_case_encounter(*, expected_id: uuid.UUID, by: Actor, at: datetime) -> Encounter:
    """The encounter in which a case is charged, opened when there is none, with the primary coverage of its day."""
    expected = ExpectedCharge.objects.select_for_update().filter(id=expected_id).first()
    if expected is None:
        raise NotFound()
    require(by, "charges.enter", expected.unit_id)
    if expected.encounter_id:
        return Encounter.objects.get(id=expected.encounter_id)
    covered = coverage_on(patient_id=expected.patient_id, on=expected.service_on)
    encounter = Encounter.objects.create(
        organization_id=expected.organization_id,
        unit_id=expected.unit_id,
        compartment=expected.compartment,
        patient_id=expected.patient_id,
        provider_id=expected.provider_id,
        coverage=covered[0] if covered else None,
        service_on=expected.service_on,
        place_of_service=expected.place_of_service,
        opened_at=at,
    )
    expected.encounter = encounter
    expected.save(update_fields=["encounter"])
    record_act("encounter.opened", subject_type="encounter", subject_id=encounter.id,
               patients=[encounter.patient_id])  # fmt: skip
    return encounter
