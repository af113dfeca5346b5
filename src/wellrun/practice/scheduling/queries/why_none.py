"""Why a search found nothing, in the words of the desk: what is missing, where, and until when."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wellrun.engines import slots
from wellrun.platform.ui.formatting import format_clock, format_long_day
from wellrun.practice.facilities.api import open_faults
from wellrun.practice.scheduling.queries.free_time import FreeTime
from wellrun.practice.scheduling.queries.nearby import minutes_away
from wellrun.practice.scheduling.queries.ruled_out import ruled_out
from wellrun.practice.scheduling.queries.unwished import too_far, wishes_said
from wellrun.practice.scheduling.queries.wanted import Wanted, wanted_types
from wellrun.practice.scheduling.queries.window import Window
from wellrun.practice.scheduling.queries.wishes import ANY, Wishes
from wellrun.practice.scheduling.rules import day_text
from wellrun.practice.timebook.api import ResourceRef
from wellrun.practice.workforce.api import Provider, provider

#: So many departments are gone into; of a search over more, the first.
MOST_DEPARTMENTS = 6


@dataclass(frozen=True)
class Reason:
    """What stands in the way in one department. `missing` is "hours", "credential", "closed", "kept", "limit",
    "provider", "room", "device", "staff", "together" or "wishes"; the sentence names it."""

    unit_id: uuid.UUID
    missing: str
    sentence: str


def why_none(
    *,
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID | None = None,
    unit_ids: Iterable[uuid.UUID] | None = None,
    starts_on: date,
    days: int = 60,
    wishes: Wishes = ANY,
    at: datetime,
) -> list[Reason]:
    """The reason in each department that was searched, for a `find_times` of the same words that found nothing.

    Reads every booking of those days: ask it only then. Departments in which there is a free time after all are left
    out. Where it is the wishes alone that leave nothing, that is the reason.
    """
    asked, wanted = wanted_types(visit_type_id, unit_ids)
    if asked is None or not wanted:
        return []
    first_on = max(starts_on, at.astimezone(ZoneInfo(asked.zone)).date())
    last_on = max(starts_on + timedelta(days=days), first_on + timedelta(days=1))
    near = minutes_away(wanted, wishes)
    if not near:
        return [Reason(asked.unit_id, "wishes", too_far(asked, wishes))]
    wanted = [each for each in wanted if each.unit_id in near][:MOST_DEPARTMENTS]
    search = FreeTime(wanted, provider_id, first_on, last_on, at)
    search.learn(lead.subject_id for leads in search.leads_at.values() for lead in leads)
    window = Window(search, first_on, last_on)
    whom = provider(provider_id) if provider_id else None
    found = [
        _reason(window, each, whom, first_on, last_on) or _unwished(window, each, wishes) for each in wanted
    ]
    return [reason for reason in found if reason is not None]


def _unwished(window: Window, wanted: Wanted, wishes: Wishes) -> Reason | None:
    """What the wishes leave out of a department in which there are times."""
    sentence = "" if wishes.is_any else wishes_said(window, wanted, wishes)
    return Reason(wanted.unit_id, "wishes", sentence) if sentence else None


def _reason(
    window: Window, wanted: Wanted, whom: Provider | None, first_on: date, last_on: date
) -> Reason | None:
    search = window.search
    span = f"from {format_long_day(first_on)} to {format_long_day(last_on - timedelta(days=1))}"
    worlds = window.whole(wanted)
    if any(slots.find_starts(*world, 1) for world in worlds):
        return None
    ruled = ruled_out(search, wanted, first_on, last_on)
    if ruled:
        return Reason(wanted.unit_id, *ruled)
    if not worlds:
        return _nobody(window, wanted, whom, span)
    request, calendars = worlds[0]
    told = slots.explain(request, calendars, wanted.zone)
    said = [_said(window, wanted, each, whom, span) for each in told.missing]
    if not said:
        kinds = " and ".join(need_text(need, tag) for need, tag in wanted.tags)
        said = [f"{whom.display_name if whom else 'A provider'} and the {kinds} are each free at times {span}, but"
                f" never together for {request.minutes} minutes."]  # fmt: skip
    missing = told.missing[0] if told.missing else "together"
    return Reason(wanted.unit_id, missing, " ".join([*said, *_nearest(window, told, wanted)]))


def _nobody(window: Window, wanted: Wanted, whom: Provider | None, span: str) -> Reason:
    """Nobody has hours there, or whoever has may not work."""
    search = window.search
    gaps = [
        gap
        for lead in search.leads_at[wanted.unit_id]
        if (gap := next(filter(None, (search.gap(lead, day) for day in window.days)), ""))
    ]
    if gaps:
        return Reason(wanted.unit_id, "credential", _listed(gaps))
    has = f"{whom.display_name} has no hours" if whom else "No provider has hours"
    return Reason(wanted.unit_id, "hours", f"{has} in {wanted.unit_name} {span}.")


def _said(window: Window, wanted: Wanted, need: str, whom: Provider | None, span: str) -> str:
    if need == "provider":
        if whom:
            return f"{whom.display_name}'s hours in {wanted.unit_name} are full {span}."
        return f"The hours of every provider in {wanted.unit_name} are full {span}."
    tag = dict(wanted.tags)[need]
    refs = window.search.places(wanted, need, tag)
    what = need_text(need, tag)
    if need == "device" and wanted.device_id and len(refs) == 1:
        what = refs[0].name
    if need == "staff":
        return _staff_said(window, wanted, what, refs, span)
    broken = _broken(window, wanted, refs, need)
    if not refs:
        return f"{wanted.unit_name} has no {what} in use."
    if broken:
        return f"No {what} in {wanted.unit_name} is free {span}: {broken}"
    return f"No {what} in {wanted.unit_name} is free {span}: all of them are taken."


def need_text(need: str, tag: str) -> str:
    """What a visit needs besides a provider, as people call it."""
    return {"room": f"{tag} room", "staff": f"assistant with the skill {tag}"}.get(need, tag)


def _staff_said(window: Window, wanted: Wanted, what: str, refs: list[ResourceRef], span: str) -> str:
    if not refs:
        return f"{wanted.unit_name} has no {what}."
    book = window.search.hours
    if not any(book.staff_on((wanted.unit_id, ref.subject_id), day) for ref in refs for day in window.days):
        return f"No {what} works in {wanted.unit_name} {span}."
    return f"No {what} is free in {wanted.unit_name} {span} when the visit could be."


def _broken(window: Window, wanted: Wanted, refs: list[ResourceRef], need: str) -> str:
    """What is out of order among these, or no longer calibrated."""
    zone, search = ZoneInfo(wanted.zone), window.search
    faults = {fault.device_id or fault.room_id: fault for fault in open_faults([wanted.unit_id], search.at)}
    said = []
    for ref in refs:
        until = search.calibrated.get(ref.subject_id)
        if ref.subject_id in faults:
            fault = faults[ref.subject_id]
            ends = format_long_day(fault.ends_at.astimezone(zone).date())
            said.append(f"{ref.name} is out of service until {ends} ({fault.note})")
        elif need == "device" and until is not None and until < window.days[-1]:
            said.append(f"the calibration of {ref.name} ends on {format_long_day(until)}")
    return f"{', '.join(said)}." if said else ""


def _nearest(window: Window, told: slots.Explanation, wanted: Wanted) -> list[str]:
    """How close it came, where a lack of minutes and not of a thing is what is missing."""
    miss = told.nearest
    if miss is None or miss.resource_key is None or miss.free_minutes <= 0:
        return []
    wall = miss.starts_at.astimezone(ZoneInfo(wanted.zone))
    name = window.search.by_key[miss.resource_key].name
    return [
        f"The nearest is {day_text(wall.date())}, {format_clock(wall)}: {name} is free for"
        f" {miss.free_minutes} of {miss.wanted_minutes} minutes."
    ]


def _listed(sentences: list[str]) -> str:
    more = len(sentences) - 3
    return " ".join(sentences[:3]) + (f" {more} more providers likewise." if more > 0 else "")
