"""Insurance year by year, joined where nothing changed between the years."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wellrun.practice.interop.rules.synthea.people import TransitionRow


@dataclass
class Period:
    """Insurance with one payer, member id and owner during [starts_on, ends_on), from one or more rows."""

    payer: str
    rank: int
    member_id: str
    ownership: str
    owner_name: str
    starts_on: date
    ends_on: date
    rows: list[TransitionRow] = field(default_factory=list)


def local_day(at: datetime, zone: str) -> date:
    """The calendar day of an instant where the source's people live."""
    return at.astimezone(ZoneInfo(zone)).date()


def periods_of(rows: Iterable[TransitionRow], *, rank: int, zone: str) -> list[Period]:
    """The periods of one rank, earliest first. A row of no days makes none.

    Rows are joined where one begins on the day the other ends and payer, member id and owner are the same.
    """
    periods: list[Period] = []
    for row in sorted(rows, key=lambda each: (each.starts_at, each.line)):
        payer = row.payer if rank == 1 else row.secondary_payer
        starts_on, ends_on = local_day(row.starts_at, zone), local_day(row.ends_at, zone)
        if payer is None or starts_on >= ends_on:
            continue
        what = (payer, rank, row.member_id, row.ownership, row.owner_name)
        last = periods[-1] if periods else None
        if last and last.ends_on == starts_on and what == (
            last.payer, last.rank, last.member_id, last.ownership, last.owner_name,
        ):  # fmt: skip
            last.ends_on = ends_on
            last.rows.append(row)
        else:
            periods.append(Period(*what, starts_on, ends_on, [row]))
    return periods


def card_number(member_id: str) -> str:
    """A member id as short as a card's: a UUID is written in base 32 (26 signs) instead of its 36, the same number;
    any other id stays as it is."""
    try:
        number = uuid.UUID(member_id)
    except ValueError:
        return member_id
    return base64.b32encode(number.bytes).decode().rstrip("=")
