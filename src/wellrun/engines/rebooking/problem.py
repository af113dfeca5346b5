"""What is asked: stranded visits, where each could go, what they share, and what counts how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum


class Urgency(StrEnum):
    """How soon a visit must be; a more urgent visit is never left out for any number of less urgent ones."""

    ROUTINE = "routine"
    SOON = "soon"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a place takes besides its provider, during [starts_at, ends_at), buffers included: any one of
    `any_of`, those preferred in front. `name` is what an explanation calls it ("exam room")."""

    name: str
    any_of: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A time at which a visit could be, half-open, with one provider and the rooms and devices that are free then.

    The provider is taken until `provider_until` (None: the end). `section` names whose open time the place uses up (a
    department's day), "" nobody's. `elsewhere` is a place in another department than the visit's own.
    """

    provider: str
    starts_at: datetime
    ends_at: datetime
    needs: tuple[Need, ...] = ()
    provider_until: datetime | None = None
    section: str = ""
    elsewhere: bool = False

    @property
    def minutes(self) -> int:
        """How long the visit would be, in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class Preference:
    """When a patient likes to come, in wall time: these weekdays (0 is Monday; empty: any) and [since, until). One that
    is `inferred`, from what was booked, counts the same and is not spoken of."""

    weekdays: frozenset[int] = frozenset()
    since: time = time()
    until: time = time.max
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that lost its time. `starts_at` is when it was to begin, `provider` who knows the patient.

    It may begin in [earliest_at, latest_at), and never while the patient is busy. `zone` is where wall times are read.
    `nothing_because` is what the caller knows about why `places` is empty.
    """

    key: str
    patient: str
    provider: str
    starts_at: datetime
    places: tuple[Place, ...]
    urgency: Urgency = Urgency.ROUTINE
    earliest_at: datetime | None = None
    latest_at: datetime | None = None
    busy: tuple[tuple[datetime, datetime], ...] = ()
    preference: Preference | None = None
    zone: str = "UTC"
    nothing_because: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a section has left for urgent visits on one day: `open_minutes` before the plan, of which visits that are
    not urgent should leave `keep_minutes`."""

    section: str
    open_minutes: int
    keep_minutes: int


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much, in points. A day's move of a routine visit is 100; the other figures say how many days a
    patient would rather wait. They are the office's judgment, not a measurement; days count up to `most_days`.
    """

    day: Mapping[Urgency, int] = field(
        default_factory=lambda: {Urgency.ROUTINE: 100, Urgency.SOON: 200, Urgency.URGENT: 400}
    )
    other_provider: Mapping[Urgency, int] = field(
        default_factory=lambda: {Urgency.ROUTINE: 300, Urgency.SOON: 250, Urgency.URGENT: 150}
    )
    hour: int = 8
    wrong_weekday: int = 60
    wrong_time: int = 60
    elsewhere: int = 200
    uncovered_minute: int = 10
    most_days: int = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """The visits of one plan. `capacities` are those of resources that serve more than one at once; others serve one.
    Keys of visits are unique; ValueError otherwise."""

    visits: tuple[Visit, ...]
    capacities: Mapping[str, int] = field(default_factory=dict)
    coverage: tuple[Coverage, ...] = ()
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        keys = [visit.key for visit in self.visits]
        if len(set(keys)) != len(keys):
            raise ValueError("Two visits of a plan have the same key.")

    def capacity(self, resource: str) -> int:
        """How many visits a resource serves at once."""
        return self.capacities.get(resource, 1)
