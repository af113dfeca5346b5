"""Moving a chart to another compartment."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import NotFound, Refused
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.documents.api import move_documents
from wellrun.practice.patients.events import CompartmentChanged
from wellrun.practice.patients.models import Consent, HistoryEntry, Patient, SealedSsn
from wellrun.practice.patients.operations.search_index import index_patient
from wellrun.practice.worklist.api import move_tasks

COMPARTMENTS = ("normal", "restricted", "staff", "behavioral", "part2")


def move_to_compartment(
    *, patient_id: uuid.UUID, compartment: str, reason: str, by: Actor, at: datetime
) -> Patient:
    """Move a chart and everything about it; rooms above follow the event `CompartmentChanged`.

    Whoever moves a chart must see both compartments.
    """
    require(by, "patients.restrict")
    if compartment not in COMPARTMENTS or compartment not in by.compartments:
        raise Refused("Choose a compartment that you may see.", field="compartment")
    if not reason.strip():
        raise Refused("Say why the chart is moved.", field="reason")
    patient = Patient.objects.select_for_update().filter(id=patient_id).first()
    if patient is None:
        raise NotFound()
    patient.compartment = compartment
    patient.version += 1
    patient.save(update_fields=["compartment", "version"])
    for model in (HistoryEntry, Consent, SealedSsn):
        model.objects.filter(patient_id=patient.id).update(compartment=compartment)
    index_patient(patient)
    move_documents(patient_id=patient.id, compartment=compartment)
    move_tasks(patient_id=patient.id, organization_id=patient.organization_id, compartment=compartment)
    record_act("patient.compartment_changed", subject_type="patient", subject_id=patient.id,
               patients=[patient.id], detail={"to": compartment, "because": reason.strip()[:200]})  # fmt: skip
    publish(CompartmentChanged(patient.id, compartment, at))
    return patient
