"""What is said when there are times, and none is as the patient wishes."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from wellrun.engines import slots
from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.organization.api import units_by_id
from wellrun.practice.patients.api import LANGUAGES
from wellrun.practice.scheduling.queries.free_time import as_wished
from wellrun.practice.scheduling.queries.wanted import Wanted
from wellrun.practice.scheduling.queries.window import Window
from wellrun.practice.scheduling.queries.wishes import Wishes
from wellrun.practice.scheduling.rules import day_text

_SEXES = {"F": "a woman", "M": "a man"}


def too_far(asked: Wanted, wishes: Wishes) -> str:
    """That no department lies as near as wished."""
    assert wishes.near_site_id is not None
    site = units_by_id([wishes.near_site_id]).get(wishes.near_site_id)
    where = site.name if site else "that site"
    return f"No department within {wishes.within_minutes} minutes of {where} has visits of the type {asked.name}."


def wishes_said(window: Window, wanted: Wanted, wishes: Wishes) -> str:
    """The sentence for one department and a window that was read without the wishes; "" where nothing is free or
    something is as wished."""
    firsts = _firsts(window, wanted)
    if not firsts:
        return ""
    search = window.search
    willing = as_wished({who: search.providers[who] for who in firsts}, wishes)
    have = "1 provider has times" if len(firsts) == 1 else f"{len(firsts)} providers have times"
    if not willing:
        return f"{have} in {wanted.unit_name}, none {_person(wishes)}."
    if not wishes.on_clock or _fits(window, wanted, wishes, set(willing)):
        return ""
    who = min(willing, key=lambda each: (firsts[each], each))
    wall = firsts[who].astimezone(ZoneInfo(wanted.zone))
    return (
        f"{have} in {wanted.unit_name}, none on the wished days and hours. The first otherwise is"
        f" {day_text(wall.date())}, {format_clock(wall)} with {search.providers[who].name}."
    )


def _person(wishes: Wishes) -> str:
    speaks = f"speaks {LANGUAGES.get(wishes.language, wishes.language)}" if wishes.language else ""
    if wishes.sex:
        return f"is {_SEXES[wishes.sex]}" + (f" who {speaks}" if speaks else "")
    return speaks


def _firsts(window: Window, wanted: Wanted) -> dict[uuid.UUID, datetime]:
    """The first free time of each provider who has any."""
    found = {}
    for request, calendars in window.whole(wanted):
        for key in request.needs[0].any_of:
            alone = replace(request, needs=(replace(request.needs[0], any_of=(key,)), *request.needs[1:]))
            for offer in slots.find_starts(alone, calendars, 1):
                found[window.search.by_key[key].subject_id] = offer.starts_at
    return found


def _fits(window: Window, wanted: Wanted, wishes: Wishes, willing: set[uuid.UUID]) -> bool:
    """Whether somebody has a time on the wished days and hours after all."""
    narrowed = Window(window.search.wishing(wishes), window.days[0], window.until_on)
    return bool(willing & _firsts(narrowed, wanted).keys())
