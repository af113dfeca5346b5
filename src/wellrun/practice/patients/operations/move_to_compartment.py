"""Moving a chart to another compartment."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import Q

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import NotFound, Refused
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.conversations.api import move_threads
from wellrun.practice.documents.api import move_documents
from wellrun.practice.patients.events import CompartmentChanged
from wellrun.practice.patients.models import (
    CompartmentMove,
    Consent,
    HistoryEntry,
    Merge,
    MovedRows,
    Patient,
    SealedSsn,
)
from wellrun.practice.patients.operations.search_index import index_patient
from wellrun.practice.patients.queries.compartments import LABELS
from wellrun.practice.worklist.api import move_tasks


def move_to_compartment(
    *, patient_id: uuid.UUID, compartment: str, reason: str, by: Actor, at: datetime
) -> Patient:
    """Move a chart and everything about it; rooms above follow the event `CompartmentChanged`.

    Whoever moves a chart must see both compartments.
    """
    require(by, "patients.restrict")
    if compartment not in LABELS or compartment not in by.compartments:
        raise Refused("Choose a compartment that you may see.", field="compartment")
    if not reason.strip():
        raise Refused("Say why the chart is moved.", field="reason")
    patient = Patient.objects.select_for_update().filter(id=patient_id).first()
    if patient is None:
        raise NotFound()
    if patient.merged_into_id:
        raise Refused("This chart was merged into another. Move that one: this one follows.")
    if patient.compartment == compartment:
        raise Refused("The chart lies there already.", field="compartment")
    before = patient.compartment
    for chart in [patient, *Patient.objects.select_for_update().filter(merged_into_id=patient.id)]:
        _move(chart, compartment, at=at)
    index_patient(patient)
    CompartmentMove.objects.create(
        organization_id=patient.organization_id,
        compartment=compartment,
        patient=patient,
        from_compartment=before,
        to_compartment=compartment,
        reason=reason.strip()[:200],
        moved_at=at,
        moved_by_id=by.person_id,
    )
    record_act("patient.compartment_changed", subject_type="patient", subject_id=patient.id, privileged=True,
               patients=[patient.id],
               detail={"from": before, "to": compartment, "because": reason.strip()[:200]})  # fmt: skip
    return patient


def _move(chart: Patient, compartment: str, *, at: datetime) -> None:
    """Move one chart with all that hangs on it; a chart merged into it is moved alike, for some rows stay there."""
    chart.compartment = compartment
    chart.version += 1
    chart.save(update_fields=["compartment", "version"])
    for model in (HistoryEntry, Consent, SealedSsn, CompartmentMove):
        model.objects.filter(patient_id=chart.id).update(compartment=compartment)
    merges = Merge.objects.filter(Q(survivor_id=chart.id) | Q(merged_id=chart.id))
    MovedRows.objects.filter(merge__in=merges).update(compartment=compartment)
    merges.update(compartment=compartment)
    move_documents(patient_id=chart.id, compartment=compartment)
    move_threads(patient_id=chart.id, compartment=compartment)
    move_tasks(patient_id=chart.id, compartment=compartment, organization_id=chart.organization_id)
    publish(CompartmentChanged(chart.id, compartment, at))
