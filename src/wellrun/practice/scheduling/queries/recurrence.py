"""The days of a series by its rule: pure, in wall time of the department."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, takewhile

from wellrun.practice.scheduling.models import Repeats

#: No series is longer: two years of a visit a week.
MOST = 104
LAST = 5


@dataclass(frozen=True)
class SeriesRule:
    """Every `every` days, weeks (on `weekdays`, 0 is Monday; without them the first day's) or months (on the `nth`
    weekday as the first day's, 5 for the last), `count` times or up to and including `until_on`."""

    repeats: Repeats
    every: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    count: int | None = None
    until_on: date | None = None


def days_of(rule: SeriesRule, first_on: date) -> list[date]:
    """The days of a series from `first_on` on, at most `MOST`; the first day counts where the rule meets it.

    A fifth weekday that a month does not have is left out of the series; `nth` 5 is the last one, which every month
    has.
    """
    days = (day for day in _endless(rule, first_on) if day >= first_on)
    if rule.until_on is not None:
        until_on = rule.until_on
        days = takewhile(lambda day: day <= until_on, days)
    return list(islice(days, min(rule.count or MOST, MOST)))


def nth_of(day: date) -> int:
    """Which of its weekday a day is in its month: 1 to 4, 5 for a fifth, which counts as the last."""
    return (day.day - 1) // 7 + 1


def _endless(rule: SeriesRule, first_on: date) -> Iterator[date]:
    if rule.repeats == Repeats.DAYS:
        return (first_on + timedelta(days=rule.every * number) for number in range(MOST))
    if rule.repeats == Repeats.WEEKS:
        return _weeks(rule, first_on)
    return _months(rule, first_on)


def _weeks(rule: SeriesRule, first_on: date) -> Iterator[date]:
    monday = first_on - timedelta(days=first_on.weekday())
    weekdays = sorted(set(rule.weekdays or (first_on.weekday(),)))
    for number in range(MOST + 1):
        for weekday in weekdays:
            yield monday + timedelta(days=7 * rule.every * number + weekday)


def _months(rule: SeriesRule, first_on: date) -> Iterator[date]:
    nth = rule.nth or nth_of(first_on)
    for number in range(MOST + 1):
        months = first_on.year * 12 + first_on.month - 1 + rule.every * number
        first = date(months // 12, months % 12 + 1, 1)
        day = first + timedelta(days=(first_on.weekday() - first.weekday()) % 7 + 7 * (min(nth, LAST) - 1))
        yield day if day.month == first.month else day - timedelta(days=7)
