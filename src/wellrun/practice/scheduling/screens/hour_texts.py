"""Hours as people write them, read and said again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from itertools import groupby
from typing import Protocol

from django.core.exceptions import ValidationError

from wellrun.practice.scheduling.rules import DayPart, parts_text

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class OnWeekday(Protocol):
    """Hours on one weekday, whatever they are of."""

    weekday: int
    starts: time
    ends: time


def parts_from(text: str) -> list[DayPart]:
    """Hours as people write them, "8:00-12:00, 13:00-17:00"; raises ValidationError for what is none."""
    parts = []
    for piece in (piece.strip() for piece in text.split(",") if piece.strip()):
        begins, _, ends = piece.replace("–", "-").replace(" to ", "-").partition("-")
        try:
            parts.append(DayPart(_time(begins), _time(ends)))
        except ValueError:
            raise ValidationError(
                f"“{piece}” is no stretch of time. Write hours like 8:00-12:00, 13:00-17:00."
            ) from None
    return parts


def _time(text: str) -> time:
    text = text.strip().upper().replace(" ", "")
    for form in ("%H:%M", "%I:%M%p", "%I%p", "%H"):
        try:
            return datetime.strptime(text, form).time()  # noqa: DTZ007 (a time of day has no zone)
        except ValueError:
            continue
    raise ValueError(text)


def written(parts: Iterable[DayPart]) -> str:
    """Hours as `parts_from` reads them."""
    return ", ".join(f"{part.starts:%H:%M}-{part.ends:%H:%M}" for part in parts)


def week_text(rows: Iterable[OnWeekday]) -> str:
    """Weekly hours in one line, days in a row with the same hours joined: "Mon to Fri 8:00 AM to 5:00 PM"."""
    by_day: dict[int, list[DayPart]] = {number: [] for number in range(7)}
    for row in rows:
        by_day[row.weekday].append(DayPart(row.starts, row.ends))
    said = []
    for parts, days in groupby(range(7), key=lambda number: sorted(by_day[number])):
        names = [WEEKDAYS[number][:3] for number in days]
        if parts:
            span = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
            said.append(f"{span} {parts_text(parts)}")
    return "; ".join(said)
