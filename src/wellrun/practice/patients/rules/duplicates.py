"""How a patient looks to the matching engine, and which likenesses stand in the way of registering."""

from __future__ import annotations

import uuid

from wellrun.engines.matching import Match, Person
from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.rules.details import PatientDetails


def person_of_patient(patient: Patient, *, ssn_token: str = "") -> Person:
    """A patient on file as the engine compares people; `ssn_token` is the keyed hash of the number."""
    return Person(
        key=str(patient.id),
        first=patient.given_name,
        middle=patient.middle_name,
        last=patient.family_name,
        suffix=patient.suffix,
        former_lasts=tuple(patient.former_family_names),
        born_on=patient.birth_on,
        sex=patient.sex,
        phones=_phones(patient),
        street=patient.street,
        zip_code=patient.zip,
        email=patient.email,
        ssn=ssn_token,
        chart_number=str(patient.number),
    )


def person_of_details(
    details: PatientDetails, *, ssn_token: str = "", key: uuid.UUID | None = None
) -> Person:
    """Somebody about to be registered, or the patient `key` about to be changed, as the engine compares people."""
    return Person(
        key=str(key or ""),
        first=details.given_name,
        middle=details.middle_name,
        last=details.family_name,
        suffix=details.suffix,
        born_on=details.birth_on,
        sex=details.sex,
        phones=_phones(details),
        street=details.street,
        zip_code=details.zip,
        email=details.email,
        ssn=ssn_token,
    )


def stands_in_the_way(match: Match) -> bool:
    """Whether a likeness is worth stopping for.

    A brother or sister shares surname, address and phone, and differs in first name and birth date: everyone who
    registers a family would be stopped for nothing, and would learn to click the warning away.
    """
    if match.verdict == "different":
        return False
    levels = {item.field: item.level for item in match.evidence}
    return not (levels.get("first") == "other" and levels.get("born_on") == "other")


def _phones(source: Patient | PatientDetails) -> tuple[str, ...]:
    return tuple(phone for phone in (source.phone_mobile, source.phone_home) if phone)
