"""Facilities and cases for the tests of every room."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.procedures.models import Case, Facility
from wellrun.practice.procedures.operations.configure import keep_facility
from wellrun.practice.procedures.operations.request_case import request_case
from wellrun.practice.procedures.rules.details import CaseDetails, ProcedureLine
from wellrun.practice.workforce.testing import make_provider

#: Tuesday, June 30, 2026, half past seven in the morning in Chicago: four weeks after the tests' `NOW`.
CASE_AT = datetime(2026, 6, 30, 12, 30, tzinfo=UTC)


def make_facility(office: Any, *, name: str = "Mercy Hospital", **details: Any) -> Facility:
    """A hospital in Chicago, 30 minutes away, that takes packets unless told otherwise."""
    told = {"name": name, "zone": "America/Chicago", "phone": "+13125550199"} | details
    return keep_facility(desk_unit_id=office.north.id, details=told, by=office.program(), at=NOW)


def make_details(provider: Any, facility: Facility, **details: Any) -> CaseDetails:
    """A knee on the left, two hours with everything, on June 30 at half past seven unless told otherwise."""
    told: dict[str, Any] = {
        "provider_id": provider.id,
        "facility_id": facility.id,
        "procedures": (ProcedureLine("27447", "Knee replacement", "left", 1, 90),),
        "diagnoses": ("M17.12",),
        "starts_at": CASE_AT,
        "procedure_minutes": 80,
    }
    return CaseDetails(**(told | details))


class Theater:
    """A surgeon of cardiology, a hospital, a patient, and the coordinator of the site who books them."""

    def __init__(self, office: Any, **facility: Any) -> None:
        self.office = office
        self.provider = make_provider(office)
        self.facility = make_facility(office, **facility)
        self.patient = make_patient(office)

    def request(self, *, at: datetime = NOW, patient: Any = None, **details: Any) -> Case:
        """Request a case as the coordinator."""
        return request_case(
            patient_id=(patient or self.patient).id,
            details=make_details(self.provider, self.facility, **details),
            by=self.coordinator(at),
            at=at,
        )

    def coordinator(self, at: datetime = NOW) -> Any:
        """The surgical coordinator of the site."""
        return self.office.actor("coordinator", at)
