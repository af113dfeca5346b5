"""System and virtual clocks, and which of them is running in this context."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

AHEAD_VARIABLE = "WELLRUN_DEMO_CLOCK_AHEAD"


class Clock(Protocol):
    """Anything that can say which instant it is, in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock; in the demonstration so far ahead of it, or behind, as the environment says."""

    def now(self) -> datetime:
        """The current instant in UTC."""
        return datetime.now(UTC) + _ahead()


def _ahead() -> timedelta:
    if os.environ.get("WELLRUN_DEMO") != "1":
        return timedelta(0)
    return timedelta(seconds=float(os.environ.get(AHEAD_VARIABLE, "0")))


def run_ahead(by: timedelta) -> None:
    """Let the clock of the demonstration, here and in the programs that this one starts, run ahead by so much.

    A practice that was lived up to mid-morning is served at mid-morning, whatever the time of day is here.
    """
    os.environ[AHEAD_VARIABLE] = str(by.total_seconds())


class VirtualClock:
    """A clock that stands still until it is moved, and never moves backward."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("A virtual clock starts at an instant with a zone.")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The instant at which this clock stands, in UTC."""
        return self._now

    def advance_to(self, instant: datetime) -> None:
        """Move to `instant`; an earlier one leaves the clock where it is."""
        self._now = max(self._now, instant.astimezone(UTC))

    def advance(self, by: timedelta) -> None:
        """Move forward by a length of time."""
        self.advance_to(self._now + by)


_running: ContextVar[Clock | None] = ContextVar("wellrun_clock", default=None)
_system = SystemClock()


def now() -> datetime:
    """The current instant in UTC by whichever clock is running."""
    return (_running.get() or _system).now()


def today_in(zone: str) -> date:
    """The calendar date now at a place with this IANA zone."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def running(clock: Clock) -> Iterator[Clock]:
    """Let `clock` be the clock for everything inside the block."""
    token = _running.set(clock)
    try:
        yield clock
    finally:
        _running.reset(token)


#: The years whose days an address may ask for; beyond them a day has no day before or after it.
_FIRST_YEAR, _LAST_YEAR = 1850, 2199


def asked_day(text: str | None) -> date | None:
    """The day that an address asks for as YYYY-MM-DD; None when it asks for none, or for one that nobody keeps."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None
