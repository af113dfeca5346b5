"""What is asked of a search and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a visit cannot do without: any one of `any_of`, in order of preference.

    `name` is what the answer calls it ("provider", "procedure room"). The need is occupied from
    `begins_after_minutes` after the visit's start, for `minutes` (None: until the visit ends),
    widened by `buffer_before_minutes` and `buffer_after_minutes`, which are held but not offered:
    a room may be cleaned for ten minutes while its provider is already elsewhere.
    """

    name: str
    any_of: tuple[str, ...]
    begins_after_minutes: int = 0
    minutes: int | None = None
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """A visit of `minutes` that needs all of `needs` at once.

    The first need *leads*: every free resource of it gives an offer of its own, and the visit starts
    on its windows' `align_minutes` boundaries (1: any step). `earliest_at` and `latest_at` bound the
    *start*, half-open; None leaves it to the horizon.
    """

    minutes: int
    needs: tuple[Need, ...]
    align_minutes: int = 15
    earliest_at: datetime | None = None
    latest_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.minutes < 1 or self.align_minutes < 1:
            raise ValueError("A visit takes at least a minute and starts on boundaries of at least a minute.")
        if not self.needs:
            raise ValueError("A visit needs at least one resource to be found for.")


@dataclass(frozen=True, slots=True)
class Hold:
    """What an offer would reserve for one need: this lane of this resource, buffers included, half-open
    UTC.
    """

    need: str
    resource_key: str
    lane: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A time at which everything is free, half-open UTC. `holds` follow the order of the request's needs."""

    starts_at: datetime
    ends_at: datetime
    holds: tuple[Hold, ...]

    @property
    def lead_key(self) -> str:
        """The resource of the first need, usually the provider."""
        return self.holds[0].resource_key

    def key_of(self, need: str) -> str:
        """The resource that serves the need of that name; KeyError when the request had no such need."""
        for hold in self.holds:
            if hold.need == need:
                return hold.resource_key
        raise KeyError(need)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The start at which least was missing: `need` could be served for `free_minutes` of `wanted_minutes`."""

    starts_at: datetime
    need: str
    resource_key: str | None
    free_minutes: int
    wanted_minutes: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a search found nothing: the `missing` needs by name, each enough alone to explain it, and a
    sentence.

    `missing` is empty when something was found, and also when every need is served somewhere and any
    one of them could be dropped without help; `nearest` is None when no start came close.
    """

    found: bool
    missing: tuple[str, ...]
    sentence: str
    nearest: NearMiss | None = None


@dataclass(frozen=True, slots=True)
class ThirdNext:
    """The third next available visit: when it starts and how many calendar days that is from the asking
    day.
    """

    starts_at: datetime
    days: int
    resource_key: str
