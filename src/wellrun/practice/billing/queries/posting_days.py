"""The day that a posting counts to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from wellrun.practice.ledger import api as ledger
from wellrun.practice.organization.api import place_of

#: Days ahead that are looked at for an open one; an office that closed two weeks in advance is in error.
_DAYS_AHEAD = 14


class NoOpenDay(RuntimeError):
    """Every day of the coming two weeks is closed already."""


def posting_day(unit_ids: Iterable[uuid.UUID], at: datetime) -> date:
    """The office's day that a posting at `at` counts to: today there, or the next day that is not closed.

    With several units it is the first day open at the sites of all of them.
    """
    places = [place_of(unit_id) for unit_id in set(unit_ids)]
    on = max((at.astimezone(place.zone).date() for place in places), default=at.date())
    sites = {place.site.unit_id for place in places if place.site}
    until = on + timedelta(days=_DAYS_AHEAD)
    closed = ledger.closed_days(site_ids=sites, starts_on=on, ends_on=until) if sites else ()
    for ahead in range(_DAYS_AHEAD):
        day = on + timedelta(days=ahead)
        if day not in closed:
            return day
    raise NoOpenDay(f"No open day to post to in the {_DAYS_AHEAD} days from {on}.")
