"""Keeping the words under which a patient is found."""

from __future__ import annotations

from django.db import connection

from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.rules.tokens import tokens_of


def index_patient(patient: Patient, *, new: bool = False) -> None:
    """Write the patient's search tokens; those that no longer hold go. One statement, and for one who is not `new`
    a query for the charts merged into this one: by their numbers and names the survivor is found."""
    tokens = set() if patient.merged_into_id else set(tokens_of(patient))
    if not new:
        for merged in Patient.objects.filter(merged_into_id=patient.id):
            tokens |= tokens_of(merged)
    with connection.cursor() as cursor:
        cursor.execute(
            _NEW if new else _CHANGED,
            {
                "organization": patient.organization_id,
                "compartment": patient.compartment,
                "tokens": sorted(tokens),
                "patient": patient.id,
            },
        )


_NEW = """
insert into patients_search_token (organization_id, compartment, token, patient_id)
select %(organization)s, %(compartment)s, unnest(%(tokens)s::text[]), %(patient)s
"""
_CHANGED = f"""
with gone as (
    delete from patients_search_token where patient_id = %(patient)s and token <> all(%(tokens)s)
)
{_NEW}
on conflict (organization_id, token, patient_id) do update set compartment = excluded.compartment
where patients_search_token.compartment <> excluded.compartment
"""  # noqa: S608 (the text above)
