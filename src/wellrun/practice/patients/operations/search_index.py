"""Keeping the words under which a patient is found."""

from __future__ import annotations

from django.db import connection

from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.rules.tokens import tokens_of


def index_patient(patient: Patient, *, new: bool = False) -> None:
    """Write the patient's search tokens; those that no longer hold go. One query for a `new` patient, else two."""
    tokens = sorted(tokens_of(patient))
    with connection.cursor() as cursor:
        if not new:
            cursor.execute(
                "delete from patients_search_token where patient_id = %s and (token <> all(%s) or compartment <> %s)",
                [patient.id, tokens, patient.compartment],
            )
        cursor.execute(
            "insert into patients_search_token (organization_id, compartment, token, patient_id)"
            " select %s, %s, unnest(%s::text[]), %s on conflict do nothing",
            [patient.organization_id, patient.compartment, tokens, patient.id],
        )
