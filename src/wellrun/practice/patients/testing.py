"""Patients for the tests of other rooms."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from wellrun.practice.organization.testing import NOW, SmallOffice
from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.operations.move_to_compartment import move_to_compartment
from wellrun.practice.patients.operations.register_patient import register_patient
from wellrun.practice.patients.rules.details import PatientDetails

_SURNAMES = (
    "Adler",
    "Brandt",
    "Castillo",
    "Dubois",
    "Eriksen",
    "Farrow",
    "Galindo",
    "Haddad",
    "Iverson",
    "Jansen",
)
_GIVEN = ("Ana", "Boris", "Carla", "Dmitri", "Elena", "Felix", "Greta", "Hugo", "Irene", "Jonas", "Katya")
_made = count()


def make_patient(office: SmallOffice, *, compartment: str = "normal", **details: Any) -> Patient:
    """Register somebody as the program; `details` are those of `PatientDetails`. Leaves the program as identity.

    Without details every patient is another person.
    """
    turn = next(_made)
    told = {
        "given_name": _GIVEN[turn % len(_GIVEN)],
        "family_name": _SURNAMES[turn % len(_SURNAMES)],
        "birth_on": date(1950 + turn % 50, 1 + turn % 12, 1 + turn % 28),
        "sex": "FM"[turn % 2],
        "phone_mobile": f"+1312555{turn % 10_000:04d}",
        "street": f"{100 + turn} W Oak St",
        "city": "Chicago",
        "state": "IL",
        "zip": "606100000",
    } | details
    program = office.program()
    patient = register_patient(identity=PatientDetails(**told), by=program, at=NOW, despite_duplicates=True)
    if compartment != "normal":
        patient = move_to_compartment(
            patient_id=patient.id, compartment=compartment, reason="for a test", by=program, at=NOW
        )
    return patient
