"""Visit types, hours and visits for the tests of every room."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time
from typing import Any

from wellrun.platform.access.api import Actor
from wellrun.practice.facilities.testing import make_device, make_room
from wellrun.practice.organization.api import Unit
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.models import Appointment, VisitType
from wellrun.practice.scheduling.operations.book import book_appointment
from wellrun.practice.scheduling.operations.configure import add_visit_type, set_availability
from wellrun.practice.scheduling.rules import HoursOn
from wellrun.practice.workforce.testing import make_provider

#: Wednesday, June 3, 2026, nine in the morning in Chicago: the day after the tests' `NOW`.
NINE = datetime(2026, 6, 3, 14, 0, tzinfo=UTC)


def make_visit_type(
    office: Any, *, unit: Unit | None = None, name: str = "Follow-up", minutes: int = 30, **options: Any
) -> VisitType:
    """A visit type; in cardiology unless a unit is given, without a room unless one is asked for."""
    return add_visit_type(
        unit=unit or office.cardiology, name=name, minutes=minutes, by=office.program(), at=NOW, **options
    )


def make_hours(
    office: Any,
    *,
    provider_id: uuid.UUID,
    unit: Unit | None = None,
    starts: time = time(8),
    ends: time = time(17),
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4),
    effective_from: date = date(2026, 1, 1),
) -> None:
    """The same hours on several weekdays; in cardiology unless a unit is given."""
    set_availability(
        provider_id=provider_id,
        unit=unit or office.cardiology,
        hours=[HoursOn(weekday, starts, ends) for weekday in weekdays],
        effective_from=effective_from,
        by=office.program(),
        at=NOW,
    )


def make_appointment(
    office: Any,
    *,
    patient_id: uuid.UUID,
    provider_id: uuid.UUID,
    visit_type: VisitType,
    starts_at: datetime = NINE,
    at: datetime = NOW,
    **options: Any,
) -> Appointment:
    """A visit, booked by the program; on June 3 at nine unless another instant is given."""
    return book_appointment(
        patient_id=patient_id,
        provider_id=provider_id,
        visit_type_id=visit_type.id,
        starts_at=starts_at,
        by=office.program(at),
        at=at,
        **options,
    )


class Clinic:
    """Cardiology with one provider from eight to five, one exam room, one echocardiograph and one patient."""

    def __init__(self, office: Any, **visit: Any) -> None:
        self.office = office
        self.provider = make_provider(office)
        make_hours(office, provider_id=self.provider.id)
        self.room = make_room(office)
        self.device = make_device(office)
        self.kind = make_visit_type(office, **({"room_kind": "exam", "device_kind": "echo"} | visit))
        self.patient = make_patient(office)

    def book(self, starts_at: datetime = NINE, **options: Any) -> Appointment:
        """Book as the desk of that site, on June 3 at nine unless told else."""
        options = {"patient_id": self.patient.id, "provider_id": self.provider.id} | options
        return book_appointment(
            visit_type_id=options.pop("visit_type_id", self.kind.id),
            starts_at=starts_at,
            by=options.pop("by", None) or self.office.actor("north_desk"),
            at=options.pop("at", NOW),
            **options,
        )

    def desk(self, at: datetime = NOW) -> Actor:
        """The secretary of that site."""
        return self.office.actor("north_desk", at)
