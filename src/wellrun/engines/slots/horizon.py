"""The stretch of time a search looks at, cut into equal steps counted in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


class NaiveInstant(ValueError):
    """An instant came without a time zone; guessing one would move the appointment."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """Half-open time from `starts_at`, `steps` steps of `step_minutes` each. Bit *i* of a bitset is step *i*.

    Steps are counted in UTC, so a day on which the clocks change has 23 or 25 hours of steps
    and no step is lost or counted twice. `starts_at` must carry a zone; it is kept in UTC.
    """

    starts_at: datetime
    steps: int
    step_minutes: int = 5
    _step: timedelta = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None:
            raise NaiveInstant(f"A horizon starts at an instant with a time zone, not at {self.starts_at}.")
        if self.steps < 1 or self.step_minutes < 1:
            raise ValueError(
                f"A horizon has at least one step of one minute, not {self.steps} x {self.step_minutes}."
            )
        object.__setattr__(self, "starts_at", self.starts_at.astimezone(UTC))
        object.__setattr__(self, "_step", timedelta(minutes=self.step_minutes))

    @classmethod
    def of_days(cls, starts_at: datetime, days: int, step_minutes: int = 5) -> Horizon:
        """`days` times 24 hours from `starts_at`."""
        return cls(starts_at, days * 24 * 60 // step_minutes, step_minutes)

    @property
    def ends_at(self) -> datetime:
        """The first instant after the last step, in UTC."""
        return self.at(self.steps)

    @property
    def everything(self) -> int:
        """The bitset with every step of the horizon set."""
        return (1 << self.steps) - 1

    def at(self, step: int) -> datetime:
        """The UTC instant at which `step` begins."""
        return self.starts_at + step * self._step

    def floor(self, instant: datetime) -> int:
        """The step that holds `instant`, clamped to 0..steps."""
        return min(max((self._zoned(instant) - self.starts_at) // self._step, 0), self.steps)

    def ceil(self, instant: datetime) -> int:
        """The first step that begins at or after `instant`, clamped to 0..steps."""
        return min(max(-((self.starts_at - self._zoned(instant)) // self._step), 0), self.steps)

    def steps_of(self, minutes: int) -> int:
        """How many whole steps cover `minutes`, rounded up: a 20-minute visit on a 15-minute grid takes
        two.
        """
        return -(-minutes // self.step_minutes)

    @staticmethod
    def _zoned(instant: datetime) -> datetime:
        if instant.tzinfo is None:
            raise NaiveInstant(f"{instant} carries no time zone.")
        return instant
