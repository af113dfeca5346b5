"""The practice as the acts of a journey know it: who and what it has, its audit, and its line to the clearinghouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor
from wellrun.platform.audit.models import AuditEvent
from wellrun.platform.database.home import home
from wellrun.platform.database.identity import acting
from wellrun.practice.coverage.api import Payer
from wellrun.practice.exchange.api import fetch_new, send_queued
from wellrun.practice.organization.api import Unit, program_actor
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.api import Appointment, VisitType
from wellrun.practice.workforce.api import Provider
from wellrun.simulation.clearinghouse import PayerHabits, run_folder

#: One pays at once by contract; the other denies whatever it is sent.
HABITS = (
    PayerHabits("OAKM1", "Oak Mutual", 80, 3_000, 0, 20, 0, 0.0, 0.0),
    PayerHabits("STRC1", "Strict Plan", 80, 0, 0, 0, 0, 0.0, 1.0, denials=(("CO 50", 1),)),
)


@dataclass
class JourneyPractice:
    """What the acts know of the practice by name."""

    organization: Unit
    zone: str
    units: dict[str, Unit] = field(default_factory=dict)
    providers: dict[str, Provider] = field(default_factory=dict)
    visit_types: dict[str, VisitType] = field(default_factory=dict)
    payers: dict[str, Payer] = field(default_factory=dict)
    patients: dict[str, Patient] = field(default_factory=dict)
    visits: dict[str, Appointment] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day at the practice."""
        return datetime.now(UTC).astimezone(ZoneInfo(self.zone)).date()

    @contextmanager
    def as_program(self, at: datetime | None = None) -> Iterator[Actor]:
        """Act, or look into the database, as the program; in one transaction that commits."""
        program = program_actor(
            organization_id=self.organization.id, name="journey", at=at or datetime.now(UTC)
        )
        with acting(program.identity()):
            yield program

    def acts_on(self, subject_id: object) -> list[str]:
        """What the audit says was done to something, in order; to be asked as the program."""
        events = AuditEvent.objects.filter(subject_id=str(subject_id), kind="act").order_by("id")
        return list(events.values_list("act", flat=True))

    def run_the_line(self) -> list[str]:
        """Send what is queued, let the clearinghouse answer with all that it owes, and take its files in."""
        organization_id = self.organization.id
        send_queued(at=datetime.now(UTC), organization_id=organization_id)
        # Answers are due minutes later and payments at ten: the clearinghouse's clock runs two days ahead.
        left = run_folder(home(), datetime.now(UTC), payers=HABITS)
        left += run_folder(home(), datetime.now(UTC) + timedelta(days=2), payers=HABITS)
        fetch_new(at=datetime.now(UTC), organization_id=organization_id)
        return left
