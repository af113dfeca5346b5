"""Payers and coverage for the tests of other rooms."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from wellrun.practice.coverage.models import Coverage, Payer
from wellrun.practice.coverage.operations.coverage import add_coverage
from wellrun.practice.coverage.operations.payers import PayerDetails, add_payer
from wellrun.practice.coverage.rules.details import CoverageDetails
from wellrun.practice.organization.testing import NOW, SmallOffice
from wellrun.practice.patients.api import Patient

_made = count(1)


def make_payer(office: SmallOffice, **details: Any) -> Payer:
    """Add a commercial payer as the program; `details` are those of `PayerDetails`."""
    turn = next(_made)
    told = {"name": f"Prairie Mutual {turn}", "electronic_id": f"PM{turn:03d}"} | details
    return add_payer(details=PayerDetails(**told), by=office.program(), at=NOW)


def make_coverage(
    office: SmallOffice, patient: Patient, payer: Payer | None = None, **details: Any
) -> Coverage:
    """Insure a patient as the program, with a new payer unless one is given; `details` are of `CoverageDetails`."""
    told = {"member_id": f"MEM{next(_made):06d}", "starts_on": date(2026, 1, 1)} | details
    told["payer_id"] = (payer or make_payer(office)).id
    return add_coverage(patient_id=patient.id, details=CoverageDetails(**told), by=office.program(), at=NOW)
