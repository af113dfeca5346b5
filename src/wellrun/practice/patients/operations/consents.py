"""Signing consents and taking them back."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import NotFound, Refused
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.api import local_day
from wellrun.practice.patients.models import Consent, ConsentKind, Patient
from wellrun.practice.patients.rules.consents import expiry


def sign_consent(
    *,
    patient_id: uuid.UUID,
    kind: ConsentKind,
    document_id: uuid.UUID | None = None,
    by: Actor,
    at: datetime,
) -> Consent:
    """Note that the patient signed, and until when it counts; `document_id` is the scan."""
    require(by, "patients.register")
    if kind not in ConsentKind.values:
        raise Refused("Choose what was signed.", field="kind")
    patient = Patient.objects.filter(id=patient_id).first()
    if patient is None:
        raise NotFound()
    consent = Consent.objects.create(
        organization_id=patient.organization_id,
        compartment=patient.compartment,
        patient=patient,
        kind=kind,
        signed_at=at,
        witnessed_by_id=by.person_id,
        expires_on=expiry(ConsentKind(kind), local_day(patient.organization_id, at)),
        document_id=document_id,
    )
    record_act("consent.signed", subject_type="consent", subject_id=consent.id, patients=[patient.id])
    return consent


def withdraw_consent(*, consent_id: uuid.UUID, by: Actor, at: datetime) -> Consent:
    """Note that a signature no longer counts; it stays on file."""
    require(by, "patients.register")
    consent = Consent.objects.select_for_update().filter(id=consent_id, withdrawn_at__isnull=True).first()
    if consent is None:
        raise NotFound()
    consent.withdrawn_at = at
    consent.save(update_fields=["withdrawn_at"])
    record_act(
        "consent.withdrawn", subject_type="consent", subject_id=consent.id, patients=[consent.patient_id]
    )
    return consent
