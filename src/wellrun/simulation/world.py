"""The world of one run: the practice as it was founded, who is on file, and how anybody in it acts."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor, Refused
from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import Seal
from wellrun.platform.clock import VirtualClock
from wellrun.platform.database.identity import acting
from wellrun.practice.coverage.api import Payer
from wellrun.practice.frontdesk.api import TelephoneLine
from wellrun.practice.organization.api import Unit, User, actor_for_user, program_actor
from wellrun.practice.scheduling.api import VisitType
from wellrun.practice.workforce.api import Employee, Provider
from wellrun.simulation.agenda import Agenda
from wellrun.simulation.chance import Chance, weighted
from wellrun.simulation.practice import DepartmentPlan, Practice, ProviderPlan, VisitPlan


@dataclass
class Known:
    """A patient as the simulation remembers one: enough to have them call, come, pay and fall ill."""

    id: uuid.UUID
    name: str
    phone: str
    birth_on: date
    sex: str
    #: Who lives together has the same; the oldest of them gives it.
    household: uuid.UUID | None = None
    site: str = ""
    payer: str = ""
    coverage_id: uuid.UUID | None = None
    copay_cents: int = 0
    verified_on: date | None = None
    #: The departments that have seen them since the record began, and those that did so on paper before.
    seen: set[str] = field(default_factory=set)
    paper: set[str] = field(default_factory=set)
    #: The days on which they have a visit, so that nobody is asked to be in two places.
    days: set[date] = field(default_factory=set)

    def fits(self, department: str, visit: VisitPlan) -> bool:
        """Whether the desk would give them this kind of visit: some are for new patients, some for established ones."""
        established = department in self.seen or department in self.paper
        return visit.new_patient is None or visit.new_patient is not established

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
    #: A seat of a class, which is not moved by itself.
    seat: bool = False


@dataclass(frozen=True)
class Lived:
    """What a site lived: everything that it remembers."""

    patients: dict[uuid.UUID, Known]
    diary: dict[uuid.UUID, Booked]
    papers: dict[uuid.UUID, Booked]
    counts: Counter[str]
    refusals: Counter[str]


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
    employees: dict[str, Employee] = field(default_factory=dict)
    lines: dict[str, TelephoneLine] = field(default_factory=dict)
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

    def patients_of(self, department: DepartmentPlan) -> list[Known]:
        """Who may come to a department by age, in the order in which they were registered."""
        if department.key not in self._by_department:
            on = self.today()
            youngest, oldest = department.ages
            self._by_department[department.key] = [
                each
                for each in self.patients.values()
                if each.site == department.site and youngest <= each.age_on(on) < oldest
            ]
        return self._by_department[department.key]

    def joined(self, known: Known) -> None:
        """Remember a new patient, and at which of the sites they are seen: one that has room for their age."""
        on = self.today()
        room = {site.key: sum(self._takes(each.department, known.age_on(on), site.key) for each in self.plan.providers)
                for site in self.plan.sites}  # fmt: skip
        known.site = weighted(self.chance.of("sites"), room) if any(room.values()) else self.plan.sites[0].key
        self.patients[known.id] = known
        self._by_department.clear()

    def _takes(self, department: str, age: int, site: str) -> bool:
        plan = self.plan.department(department)
        return plan.site == site and plan.ages[0] <= age < plan.ages[1]

    def at_site(self, site: str, *, stream: str, agenda: Agenda) -> World:
        """The same world as one site lives it for a while: its own patients and visits, and streams of chance that
        nobody else draws from."""
        chance = Chance(f"{self.chance.seed}:{site}:{stream}")
        mine = {each.key for each in self.plan.departments if each.site == site}
        return replace(
            self,
            plan=replace(self.plan, departments=tuple(each for each in self.plan.departments if each.key in mine),
                         providers=tuple(each for each in self.plan.providers if each.department in mine)),
            chance=chance,
            agenda=agenda,
            patients={known.id: known for known in self.patients.values() if known.site == site},
            diary={each.id: each for each in self.diary.values() if each.department in mine},
            papers={each.id: each for each in self.papers.values() if each.department in mine},
            counts=Counter(),
            refusals=Counter(),
            _actors={},
            _program=None,
            _by_department={},
        )  # fmt: skip

    def lived(self) -> Lived:
        """What a site's process tells the one that started it."""
        return Lived(self.patients, self.diary, self.papers, self.counts, self.refusals)

    def take_over(self, sites: list[Lived]) -> None:
        """Remember what the sites lived."""
        self.diary, self.papers = {}, {}
        for site in sites:
            self.patients |= site.patients
            self.diary |= site.diary
            self.papers |= site.papers
            self.counts += site.counts
            self.refusals += site.refusals
        self._by_department.clear()
