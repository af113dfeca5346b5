"""Rules on a provider's open hours: stretches kept for some visit types, and sessions that take so many visits."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.scheduling.queries.windows import windows_of
from wellrun.practice.scheduling.rules import DayPart, NoSuchTime, day_text, instant_of


@dataclass(frozen=True)
class Kept:
    """A `TypeBlock` as searches read it."""

    weekday: int
    part: DayPart
    since: date
    until: date | None
    release_hours: int | None
    visit_type_ids: frozenset[uuid.UUID]

    def bars(self, visit_type_id: uuid.UUID, day: date, at: datetime, zone: str) -> bool:
        """Whether visits of this type may not use the stretch on a day, as things stand at an instant."""
        if visit_type_id in self.visit_type_ids or not _holds(self, day):
            return False
        released_at = self.released_at(day, zone)
        return released_at is None or at < released_at

    def released_at(self, day: date, zone: str) -> datetime | None:
        """From when on the stretch of a day is everybody's; None is never."""
        if self.release_hours is None:
            return None
        return begin_of(day, self.part.starts, zone) - timedelta(hours=self.release_hours)


@dataclass(frozen=True)
class Limit:
    """A `SessionLimit` as searches read it."""

    weekday: int
    part: DayPart
    since: date
    until: date | None
    most: int
    visit_type_id: uuid.UUID | None

    def counts(self, visit_type_id: uuid.UUID | None) -> bool:
        """Whether visits of this type are counted, and limited."""
        return self.visit_type_id in (None, visit_type_id)

    def on(self, day: date, zone: str) -> tuple[datetime, datetime] | None:
        """The instants between which visits of a day are counted, or None on days without the limit."""
        if not _holds(self, day):
            return None
        windows = windows_of(day, self.part.starts, self.part.ends, zone)
        return (windows[0].starts_at, windows[-1].ends_at) if windows else None


def _holds(rule: Kept | Limit, day: date) -> bool:
    return rule.weekday == day.weekday() and rule.since <= day and (rule.until is None or day < rule.until)


def begin_of(day: date, starts: time, zone: str) -> datetime:
    """The instant of a wall time; of one that the clocks skip the instant of the skip."""
    try:
        return instant_of(datetime.combine(day, starts), zone)
    except NoSuchTime:
        return instant_of(datetime.combine(day, starts) + timedelta(hours=1), zone)


def barred(
    rules: Iterable[Kept], visit_type_id: uuid.UUID, day: date, at: datetime, zone: str
) -> list[DayPart]:
    """The stretches of a day that are kept for other types than this one."""
    return [rule.part for rule in rules if rule.bars(visit_type_id, day, at, zone)]


def overlapping(
    rules: Iterable[Kept], visit_type_id: uuid.UUID, day: date, at: datetime, zone: str,
    starts_at: datetime, ends_at: datetime,
) -> list[Kept]:  # fmt: skip
    """The rules that keep some of [starts_at, ends_at) for other types."""
    return [
        rule
        for rule in rules
        if rule.bars(visit_type_id, day, at, zone)
        and any(
            window.starts_at < ends_at and starts_at < window.ends_at
            for window in windows_of(day, rule.part.starts, rule.part.ends, zone)
        )
    ]


def full(
    limits: Iterable[Limit],
    begun: Sequence[tuple[datetime, uuid.UUID | None]],
    visit_type_id: uuid.UUID,
    day: date,
    zone: str,
) -> list[tuple[Limit, datetime, datetime]]:
    """The limits that leave no room for one more visit of this type on a day, with their instants, by the starts and
    types of the provider's visits (None for a type that is not known)."""
    reached = []
    for limit in limits:
        session = limit.on(day, zone) if limit.counts(visit_type_id) else None
        if session is None:
            continue
        counted = sum(
            session[0] <= starts_at < session[1] and limit.counts(kind) for starts_at, kind in begun
        )
        if counted >= limit.most:
            reached.append((limit, *session))
    return reached


@lru_cache(maxsize=1024)
def kept_from(text: str) -> tuple[Kept, ...]:
    """The blocks of a provider in a department from one text of the database."""
    rules = []
    for rule in text.split(" "):
        weekday, starts, ends, since, until, release, kinds = rule.split("/")
        rules.append(
            Kept(
                int(weekday),
                _part(starts, ends),
                date.fromisoformat(since),
                _day(until),
                int(release) if release else None,
                frozenset(uuid.UUID(kind) for kind in kinds.split(",")),
            )
        )
    return tuple(rules)


@lru_cache(maxsize=1024)
def limits_from(text: str) -> tuple[Limit, ...]:
    """The session limits of a provider in a department from one text of the database."""
    rules = []
    for rule in text.split(" "):
        weekday, starts, ends, since, until, most, kind = rule.split("/")
        rules.append(
            Limit(
                int(weekday),
                _part(starts, ends),
                date.fromisoformat(since),
                _day(until),
                int(most),
                uuid.UUID(kind) if kind else None,
            )
        )
    return tuple(rules)


def _part(starts: str, ends: str) -> DayPart:
    return DayPart(time.fromisoformat(starts), time.fromisoformat(ends))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


#: How the texts are made, of a row `r`; empty texts stand for what has no end, no release or no type.
KEPT_TEXT = """string_agg(concat_ws('/', r.weekday, r.starts, r.ends, r.effective_from,
    coalesce(r.effective_to::text, ''), coalesce(r.release_hours::text, ''), array_to_string(r.visit_type_ids, ',')),
  ' ' order by r.weekday, r.starts, r.id)"""
LIMIT_TEXT = """string_agg(concat_ws('/', r.weekday, r.starts, r.ends, r.effective_from,
    coalesce(r.effective_to::text, ''), r.most, coalesce(r.visit_type_id::text, '')),
  ' ' order by r.weekday, r.starts, r.id)"""


def release_text(rule: Kept, day: date, zone: str) -> str:
    """Until when a stretch of a day is kept: "until 8:00 AM on Monday, June 1, 2026", "and does not release it"."""
    released_at = rule.released_at(day, zone)
    if released_at is None:
        return "and does not release it"
    wall = released_at.astimezone(ZoneInfo(zone))
    return f"until {format_clock(wall)} on {day_text(wall.date())}"


def limit_text(limit: Limit, provider_name: str, visit_type_name: str, day: date) -> str:
    """A session that is full, as a sentence."""
    what = f"{visit_type_name} visits" if limit.visit_type_id else "visits"
    span = f"{format_clock(limit.part.starts)} and {format_clock(limit.part.ends)}"
    said = f"{provider_name} takes at most {limit.most} {what} between {span} on {day_text(day)}"
    return f"{said}, and they are booked."
