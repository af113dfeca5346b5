"""Dates and times as X12 writes them: CCYYMMDD, CCYYMMDD-CCYYMMDD, YYMMDD in the ISA, HHMM with seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache


@dataclass(slots=True)
class DatedFact:
    """One DTP or DTM: which date (`qualifier`) and the days it names.

    `from_on` and `through_on` are both included, as X12 means them, and equal for a single day; both are None
    when the text could not be read as days, which then stands in `text` alone.
    """

    qualifier: str
    from_on: date | None
    through_on: date | None = None
    text: str = ""


@lru_cache(maxsize=8_192)
def parse_day(text: str) -> date | None:
    """The day of a CCYYMMDD text (a time after it is ignored), or None when there is no such day."""
    if len(text) not in (8, 12, 14) or not text.isdecimal() or not text.isascii():
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


@lru_cache(maxsize=8_192)
def parse_days(text: str) -> tuple[date | None, date | None]:
    """First and last day of a D8 or RD8 text; both None unless every part is a possible day, in order."""
    first, dash, last = text.partition("-")
    from_on = parse_day(first)
    if not dash:
        return from_on, from_on
    through_on = parse_day(last)
    if from_on is None or through_on is None or through_on < from_on:
        return None, None
    return from_on, through_on


def parse_instant(day: str, time: str) -> datetime | None:
    """The naive local date and time of an ISA, GS or BHT pair (CCYYMMDD or YYMMDD, HHMM[SS]); None if
    unreadable.

    A six-digit year is read into 2000-2099. X12 names no time zone, so the result carries none.
    """
    on = parse_day("20" + day if len(day) == 6 else day)
    if on is None:
        return None
    if len(time) < 4 or not time.isdecimal() or not time.isascii():
        hours, minutes, seconds = 0, 0, 0
    else:
        hours, minutes, seconds = int(time[:2]), int(time[2:4]), int(time[4:6] or "0")
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    return datetime(on.year, on.month, on.day, hours, minutes, seconds)  # noqa: DTZ001 - X12 names no zone


def format_day(on: date | None) -> str:
    """CCYYMMDD, or empty for None."""
    return f"{on.year:04d}{on.month:02d}{on.day:02d}" if on else ""


def format_days(from_on: date | None, through_on: date | None) -> tuple[str, str]:
    """Format qualifier and text of a DTP for the days given: `D8` for one day, `RD8` for more."""
    if through_on is None or through_on == from_on:
        return "D8", format_day(from_on)
    return "RD8", f"{format_day(from_on)}-{format_day(through_on)}"
