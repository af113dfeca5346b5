"""Who on file may be the person in front of the desk."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from wellrun.engines.matching import Evidence, Person, forms_of, name_key, name_parts, rank, search_tokens
from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.practice.patients.models import Patient, SealedSsn
from wellrun.practice.patients.queries.patients import PatientRow, row_of
from wellrun.practice.patients.rules.details import PatientDetails
from wellrun.practice.patients.rules.duplicates import person_of_details, person_of_patient, stands_in_the_way
from wellrun.practice.patients.rules.ssn import ssn_token

#: The pool that is weighed. Whoever shares a birth date, a phone, or surname and first name is in it.
POOL = 400

_POOL = """
select patient_id from (
    select patient_id from patients_search_token where organization_id = %(organization)s and token = any(%(exact)s)
    union
    select last.patient_id from patients_search_token last join patients_search_token first using (patient_id)
    where last.organization_id = %(organization)s and last.token = any(%(last)s)
      and first.organization_id = %(organization)s and first.token = any(%(first)s)
    union
    select patient_id from patients_sealed_ssn
    where organization_id = %(organization)s and blind_index = %(ssn)s
) pool limit %(limit)s
"""


@dataclass(frozen=True)
class DuplicateMatch:
    """Somebody on file who may be the same person: the row, how sure (0 to 1), and the evidence, strongest first."""

    row: PatientRow
    verdict: str
    probability: float
    evidence: tuple[Evidence, ...]


def find_duplicates(
    *, details: PatientDetails, by: Actor, except_id: uuid.UUID | None = None, limit: int = 5
) -> list[DuplicateMatch]:
    """Who on file may be this person, likeliest first; `except_id` is the patient being changed.

    Two queries. A chart in a compartment that `by` may not see is never among them.
    """
    require(by, "patients.read")
    token = ssn_token(details.ssn, by.organization_id) if details.ssn else ""
    candidate = person_of_details(details, ssn_token=token, key=except_id)
    pool = _pool(candidate, by.organization_id)
    sealed = ssn_tokens(patient.id for patient in pool) if token else {}
    people = {
        str(patient.id): (patient, person_of_patient(patient, ssn_token=sealed.get(patient.id, "")))
        for patient in pool
    }
    matches = rank(candidate, [person for _, person in people.values()], limit=limit * 3)
    return [
        DuplicateMatch(row_of(people[match.right_key][0]), match.verdict, match.probability, match.evidence)
        for match in matches
        if stands_in_the_way(match)
    ][:limit]


def _pool(candidate: Person, organization_id: uuid.UUID) -> list[Patient]:
    tokens = search_tokens(candidate)
    parameters = {
        "organization": organization_id,
        "exact": [t for t in tokens if t.startswith("b:") or (t.startswith("p:") and len(t) == 12)],
        "last": _name_tokens(candidate.last),
        "first": _name_tokens(candidate.first),
        "ssn": candidate.ssn,
        "limit": POOL,
    }
    with connection.cursor() as cursor:
        cursor.execute(_POOL, parameters)
        ids = [row[0] for row in cursor.fetchall()]
    return list(Patient.objects.filter(id__in=ids, merged_into__isnull=True)) if ids else []


def _name_tokens(name: str) -> list[str]:
    words = {*name_parts(name), name_key(name)} - {""}
    return sorted({f"n:{form}" for word in words for form in (word, *forms_of(word))})


def ssn_tokens(patient_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The keyed hashes of the numbers on file of these charts; who has none is missing."""
    rows = SealedSsn.objects.filter(patient_id__in=list(patient_ids)).exclude(blind_index="")
    return dict(rows.values_list("patient_id", "blind_index"))
