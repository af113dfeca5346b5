"""The world of one run: the practice as it was founded, who is on file, and how anybody in it acts."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor, Refused
from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import Seal
from wellrun.platform.clock import VirtualClock
from wellrun.platform.database.identity import acting
from wellrun.practice.coverage.api import Payer
from wellrun.practice.organization.api import Unit, User, actor_for_user, program_actor
from wellrun.practice.scheduling.api import VisitType
from wellrun.practice.workforce.api import Provider
from wellrun.simulation.agenda import Agenda
from wellrun.simulation.chance import Chance
from wellrun.simulation.practice import DepartmentPlan, Practice, ProviderPlan, VisitPlan


@dataclass
class Known:
    """A patient as the simulation remembers one: enough to have them call, come, pay and fall ill."""

    id: uuid.UUID
    name: str
    phone: str
    birth_on: date
    sex: str
    payer: str = ""
    coverage_id: uuid.UUID | None = None
    copay_cents: int = 0
    verified_on: date | None = None
    seen: set[str] = field(default_factory=set)
    #: The days on which they have a visit, so that nobody is asked to be in two places.
    days: set[date] = field(default_factory=set)

    def age_on(self, on: date) -> int:
        """Completed years of age on a day."""
        return on.year - self.birth_on.year - ((on.month, on.day) < (self.birth_on.month, self.birth_on.day))


@dataclass
class Booked:
    """A visit in the book, as whoever looks at the day remembers it."""

    id: uuid.UUID
    known: Known
    department: str
    provider: str
    visit: VisitPlan
    reason: str
    starts_at: datetime
    confirmed: bool = False


@dataclass
class World:
    """Everything that the acts of a run need. Nothing here is stored; the database holds the practice."""

    plan: Practice
    chance: Chance
    clock: VirtualClock
    agenda: Agenda
    organization: Unit
    zone: ZoneInfo
    units: dict[str, Unit] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    providers: dict[str, Provider] = field(default_factory=dict)
    visit_types: dict[tuple[str, str], VisitType] = field(default_factory=dict)
    payers: dict[str, Payer] = field(default_factory=dict)
    patients: dict[uuid.UUID, Known] = field(default_factory=dict)
    diary: dict[uuid.UUID, Booked] = field(default_factory=dict)
    #: Visits that are over and whose charges nobody has entered, by appointment.
    papers: dict[uuid.UUID, Booked] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    #: The last seal that a day's end has proven.
    proven: Seal | None = None
    _actors: dict[str, Actor] = field(default_factory=dict)
    _program: Actor | None = None
    _by_department: dict[str, list[Known]] = field(default_factory=dict)

    def now(self) -> datetime:
        """The virtual instant."""
        return self.clock.now()

    def today(self) -> date:
        """The virtual date at the practice."""
        return self.now().astimezone(self.zone).date()

    def instant(self, on: date, at: time, minutes: float = 0) -> datetime:
        """The instant of a wall time at the practice, so many minutes later."""
        return datetime.combine(on, at, tzinfo=self.zone) + timedelta(minutes=minutes)

    def new_day(self) -> None:
        """Resolve everybody's roles anew, as a sign-in in the morning would."""
        self._actors.clear()
        self._program = None

    @contextmanager
    def acting_as(self, username: str) -> Iterator[tuple[Actor, datetime]]:
        """Act as a user of the practice at the virtual instant, in one transaction."""
        at = self.now()
        if username not in self._actors:
            actor = actor_for_user(user=self.users[username], request_id=None, at=at)
            if actor is None:
                raise LookupError(f"{username} holds no role on {at:%Y-%m-%d}.")
            self._actors[username] = actor
        actor = self._actors[username].acting_at(at)
        with acting(actor.identity()):
            yield actor, at

    @contextmanager
    def as_program(self) -> Iterator[tuple[Actor, datetime]]:
        """Act as the program itself, for what machines do."""
        at = self.now()
        if self._program is None:
            self._program = program_actor(organization_id=self.organization.id, name="simulation", at=at)
        actor = self._program.acting_at(at)
        with acting(actor.identity()):
            yield actor, at

    @contextmanager
    def refusals_counted(self) -> Iterator[None]:
        """Let the office refuse what cannot be, as it would to people; which refusals there were is counted."""
        try:
            yield
        except Refused as refused:
            self.refusals[f"{type(refused).__name__}: {refused.sentence}"] += 1

    def staff(self, role: Role, *units: str) -> list[str]:
        """The users with a role at one of these units, in the order of the cast."""
        return [each.username for each in self.plan.staff if each.role is role and each.unit in units]

    def desk_of(self, department: str) -> list[str]:
        """The medical secretaries who serve a department."""
        return self.staff(Role.MEDICAL_SECRETARY, department, self.plan.department(department).site)

    def clinical_of(self, department: str) -> list[str]:
        """Who rooms patients in a department: its assistants, or its providers where it has none."""
        assistants = self.staff(Role.CLINICAL_ASSISTANT, department)
        return assistants or [each.username for each in self.providers_in(department)]

    def providers_in(self, department: str) -> list[ProviderPlan]:
        """The providers of a department."""
        return [each for each in self.plan.providers if each.department == department]

    def visit_plan(self, department: str, name: str) -> VisitPlan:
        """A visit type as it was planned."""
        return next(each for each in self.plan.department(department).visits if each.name == name)

    def patients_of(self, department: DepartmentPlan) -> list[Known]:
        """Who may come to a department by age, in the order in which they were registered."""
        if department.key not in self._by_department:
            on = self.today()
            youngest, oldest = department.ages
            self._by_department[department.key] = [
                each for each in self.patients.values() if youngest <= each.age_on(on) < oldest
            ]
        return self._by_department[department.key]

    def joined(self, known: Known) -> None:
        """Remember a new patient."""
        self.patients[known.id] = known
        self._by_department.clear()
