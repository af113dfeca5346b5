"""One resource's free time over a horizon, lane by lane, as bitsets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from math import gcd

from wellrun.engines.slots.bits import span
from wellrun.engines.slots.horizon import Horizon


@dataclass(frozen=True, slots=True)
class Window:
    """Time in which a resource may be used, half-open. `aligned_from` is the instant its boundaries count
    from.

    `wall_time.expand` sets it to local midnight, so that "every 15 minutes" means the quarter hours of
    the clock on the wall; None counts from the window's own start.
    """

    starts_at: datetime
    ends_at: datetime
    aligned_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Busy:
    """A reservation of one lane of a resource, half-open, buffers included."""

    starts_at: datetime
    ends_at: datetime
    lane: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """The free bits of one resource: `lanes[n]` has a bit for each step in which lane *n* is open and not
    busy. In the steps of `no_starts` it may be used, but no visit that it leads begins.

    Build one with `Calendar.of`. A calendar is a value: after a booking make a new one, or `without`.
    """

    key: str
    horizon: Horizon
    lanes: tuple[int, ...]
    windows: tuple[Window, ...] = ()
    no_starts: int = 0
    _starts: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        key: str,
        horizon: Horizon,
        windows: Iterable[Window],
        busy: Iterable[Busy] = (),
        capacity: int = 1,
    ) -> Calendar:
        """Open `windows` less `busy`, for each of `capacity` lanes.

        Windows shrink to whole steps and reservations grow to whole steps, so rounding never offers
        time that is not there. A reservation of a lane the capacity no longer has is ignored: it
        blocks only itself. Windows that overlap are joined.
        """
        if capacity < 1:
            raise ValueError(f"{key} has capacity {capacity}; a resource has at least one lane.")
        windows = tuple(windows)
        taken = [0] * capacity
        for reservation in busy:
            if 0 <= reservation.lane < capacity:
                taken[reservation.lane] |= span(
                    horizon.floor(reservation.starts_at), horizon.ceil(reservation.ends_at)
                )
        opened = open_bits(horizon, windows)
        return cls(key, horizon, tuple(opened & ~lane for lane in taken), windows)

    @property
    def free(self) -> int:
        """The steps in which any lane is free."""
        union = 0
        for lane in self.lanes:
            union |= lane
        return union

    def with_lanes(self, key: str, lanes: tuple[int, ...]) -> Calendar:
        """Another resource with the same hours, of which these steps are free; what is known of the hours is shared."""
        other = Calendar(key, self.horizon, lanes, self.windows, self.no_starts)
        object.__setattr__(other, "_starts", self._starts)
        return other

    def without(self, busy: Busy) -> Calendar:
        """The same calendar after one more reservation."""
        taken = span(self.horizon.floor(busy.starts_at), self.horizon.ceil(busy.ends_at))
        lanes = tuple(bits & ~taken if lane == busy.lane else bits for lane, bits in enumerate(self.lanes))
        return Calendar(self.key, self.horizon, lanes, self.windows, self.no_starts)

    def but_starting(self, steps: int) -> Calendar:
        """The same calendar, on which nothing begins in these steps either: a session that is full."""
        other = Calendar(self.key, self.horizon, self.lanes, self.windows, self.no_starts | steps)
        object.__setattr__(other, "_starts", self._starts)
        return other

    def aligned(self, align_minutes: int) -> int:
        """The steps that begin on an `align_minutes` boundary of some window of this resource, less `no_starts`.

        A boundary between two steps is nobody's start: with a 15-minute grid and boundaries every
        20 minutes only the boundaries on the hour remain.
        """
        known = self._starts.get(align_minutes)
        if known is None:
            known = self._starts[align_minutes] = _boundaries(self.horizon, self.windows, align_minutes)
        return known & ~self.no_starts


def open_bits(horizon: Horizon, windows: Iterable[Window]) -> int:
    """The steps that lie wholly inside one of `windows`, or inside windows that touch each other."""
    bits = 0
    for starts_at, ends_at in _joined(windows):
        bits |= span(horizon.ceil(starts_at), horizon.floor(ends_at))
    return bits


def _joined(windows: Iterable[Window]) -> list[tuple[datetime, datetime]]:
    joined: list[tuple[datetime, datetime]] = []
    for starts_at, ends_at in sorted((window.starts_at, window.ends_at) for window in windows):
        if joined and starts_at <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends_at))
        else:
            joined.append((starts_at, ends_at))
    return joined


def _boundaries(horizon: Horizon, windows: Iterable[Window], align_minutes: int) -> int:
    bits = 0
    align_seconds, step_seconds = align_minutes * 60, horizon.step_minutes * 60
    every = align_seconds // gcd(align_seconds, step_seconds)
    for window in windows:
        first, after = horizon.ceil(window.starts_at), horizon.floor(window.ends_at)
        offset = int((horizon.starts_at - (window.aligned_from or window.starts_at)).total_seconds())
        for step in range(first, min(first + every, after)):
            if (offset + step * step_seconds) % align_seconds == 0:
                bits |= _comb(-(-(after - step) // every), every) << step
                break
    return bits


@lru_cache(maxsize=256)
def _comb(count: int, every: int) -> int:
    """`count` bits, one in `every` steps, the first at step 0."""
    return ((1 << (count * every)) - 1) // ((1 << every) - 1)
