"""Which rule on the hours keeps a visit out: a closed day, a stretch kept for other types, a session that is full."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wellrun.engines import slots
from wellrun.platform.ui.formatting import format_clock, format_long_day
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.queries.free_time import FreeTime
from wellrun.practice.scheduling.queries.kept import full, limit_text, overlapping, release_text
from wellrun.practice.scheduling.queries.wanted import Wanted
from wellrun.practice.scheduling.queries.window import Window
from wellrun.practice.scheduling.rules import day_text
from wellrun.practice.timebook.api import ResourceRef


def ruled_out(search: FreeTime, wanted: Wanted, first_on: date, last_on: date) -> tuple[str, str] | None:
    """What is missing ("closed", "kept" or "limit") and its sentence, where a visit of this type would find a time if
    that one rule were not there; None where no single rule stands in the way."""
    book = search.hours
    for rule, present, said in (
        ("closures", book.closures.get(wanted.unit_id), _closed),
        ("kept", any(place[0] == wanted.unit_id for place in book.kept), _kept),
        ("limits", any(place[0] == wanted.unit_id for place in book.limits), _limited),
    ):
        if not present:
            continue
        first = next(_offers(Window(search.lifted(rule), first_on, last_on), wanted), None)
        if first is not None:
            return said(Window(search, first_on, last_on), wanted, *first)
    return None


def _offers(window: Window, wanted: Wanted) -> Iterator[tuple[ResourceRef, datetime, datetime]]:
    found = [
        (offer.starts_at, offer.ends_at, offer.lead_key)
        for world in window.whole(wanted)
        for offer in slots.find_starts(*world, 1)
    ]
    for starts_at, ends_at, key in sorted(found):
        yield window.search.by_key[key], starts_at, ends_at


def _closed(
    window: Window, wanted: Wanted, lead: ResourceRef, starts_at: datetime, ends_at: datetime
) -> tuple[str, str]:
    days = window.search.hours.closures[wanted.unit_id]
    named = [f"{format_long_day(day)} ({each.name})" for day in sorted(days) for each in days[day]]
    more = f" and {len(named) - 3} more days" if len(named) > 3 else ""
    return "closed", f"{wanted.unit_name} is closed on {', '.join(named[:3])}{more}."


def _kept(
    window: Window, wanted: Wanted, lead: ResourceRef, starts_at: datetime, ends_at: datetime
) -> tuple[str, str]:
    search, zone = window.search, wanted.zone
    wall = starts_at.astimezone(ZoneInfo(zone))
    rules = search.hours.kept.get((wanted.unit_id, lead.subject_id), ())
    rule = overlapping(rules, wanted.id, wall.date(), search.at, zone, starts_at, ends_at)[0]
    kinds = VisitType.objects.filter(id__in=rule.visit_type_ids).order_by("name")
    named = " and ".join(kinds.values_list("name", flat=True)[:3])
    return "kept", (
        f"What is free is kept for other visits: {lead.name} keeps {day_text(wall.date())},"
        f" {format_clock(wall)} for {named} {release_text(rule, wall.date(), zone)}."
    )


def _limited(
    window: Window, wanted: Wanted, lead: ResourceRef, starts_at: datetime, ends_at: datetime
) -> tuple[str, str]:
    day = starts_at.astimezone(ZoneInfo(wanted.zone)).date()
    limits = window.search.hours.limits[wanted.unit_id, lead.subject_id]
    reached = full(limits, window.begun(lead), wanted.id, day, wanted.zone)
    limit = next(each for each, since, until in reached if since <= starts_at < until)
    return "limit", limit_text(limit, lead.name, wanted.name, day)
