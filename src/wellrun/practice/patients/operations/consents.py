"""Signing consents and taking them back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import NotFound, Refused
from wellrun.platform.audit.api import record_act, record_acts
from wellrun.platform.database.ids import new_id
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
    patient = Patient.objects.filter(id=patient_id).values_list("organization_id").first()
    if patient is None:
        require(by, "patients.register")
        raise NotFound()
    on = local_day(patient[0], at)
    (consent_id,) = sign_consents(
        patient_id=patient_id, kinds=[kind], on=on, document_id=document_id, by=by, at=at
    )
    return Consent.objects.get(id=consent_id)


def sign_consents(
    *,
    patient_id: uuid.UUID,
    kinds: Iterable[ConsentKind],
    on: date,
    document_id: uuid.UUID | None = None,
    by: Actor,
    at: datetime,
) -> list[uuid.UUID]:
    """Note that the patient signed several forms together; the ids of the consents, in the order of `kinds`.

    `on` is the calendar day where they were signed, from which each one's lapse is counted. Raises `NotFound`
    for a patient that `by` does not see. Two statements, however many forms.
    """
    require(by, "patients.register")
    signed = [(new_id(), kind) for kind in dict.fromkeys(kinds)]
    if not all(kind in ConsentKind.values for _, kind in signed):
        raise Refused("Choose what was signed.", field="kind")
    if not signed:
        return []
    ids = [consent_id for consent_id, _ in signed]
    if not _insert_signed(patient_id, signed, on, document_id, by, at):
        raise NotFound()
    record_acts("consent.signed", subject_type="consent", subject_ids=ids, patients=[patient_id])
    return ids


def _insert_signed(
    patient_id: uuid.UUID,
    signed: list[tuple[uuid.UUID, ConsentKind]],
    on: date,
    document_id: uuid.UUID | None,
    by: Actor,
    at: datetime,
) -> int:
    """Write the rows with what they take over from the patient; how many: none when the patient is not seen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into patients_consent (id, organization_id, compartment, patient_id, kind, signed_at,"
            " witnessed_by_id, expires_on, document_id)"
            " select each.id, p.organization_id, p.compartment, p.id, each.kind, %s, %s::uuid, each.expires_on,"
            " %s::uuid from unnest(%s::uuid[], %s::text[], %s::date[]) as each (id, kind, expires_on)"
            " join patients_patient p on p.id = %s",
            [
                at,
                by.person_id,
                document_id,
                [consent_id for consent_id, _ in signed],
                [ConsentKind(kind).value for _, kind in signed],
                [expiry(ConsentKind(kind), on) for _, kind in signed],
                patient_id,
            ],
        )
        return cursor.rowcount


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
