"""How full it is: a provider's month, and a department's providers by day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse

from wellrun.platform.access.api import show
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.scheduling.queries.load import DayLoad, ProviderLoad, read_load
from wellrun.practice.scheduling.screens.calendar_choice import Choice

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def month_page(request: HttpRequest, choice: Choice, context: dict[str, Any]) -> HttpResponse:
    """A provider's month: visits and load of every day, each leading to the day."""
    loads = _read(request, choice, choice.first_on, choice.until_on)
    days = next((each.days for each in loads if each.provider_id == choice.provider_id), {})
    before = choice.first_on - timedelta(days=choice.first_on.weekday())
    weeks: list[list[dict[str, Any] | None]] = []
    day = before
    while day < choice.until_on:
        week = [day + timedelta(days=number) for number in range(7)]
        weeks.append(
            [_cell(choice, each, days.get(each, DayLoad())) if each in days else None for each in week]
        )
        day += timedelta(days=7)
    known = [load for load in days.values() if load.open_minutes]
    context |= {
        "weekdays": WEEKDAYS,
        "weeks": weeks,
        "visits": sum(load.visits for load in days.values()),
        "share": round(100 * sum(x.booked_minutes for x in known) / sum(x.open_minutes for x in known))
        if known
        else None,
    }
    return show(request, "scheduling/calendar_month.html", context, patients=[])


def department_page(request: HttpRequest, choice: Choice, context: dict[str, Any]) -> HttpResponse:
    """The providers of a department by day, colored by load, with the next free time of each."""
    loads = _read(request, choice, choice.first_on, choice.until_on)
    days = [choice.first_on + timedelta(days=n) for n in range((choice.until_on - choice.first_on).days)]
    context |= {
        "days": days,
        "grid": [
            {
                "name": each.name,
                "url": choice.query(view="week", provider=each.provider_id, on=choice.on.isoformat()),
                "free": _free_text(each, context["today"]),
                "cells": [_cell(choice, day, each.days[day], each) for day in days],
            }
            for each in loads
        ],
    }
    return show(request, "scheduling/calendar_department.html", context, patients=[])


def _read(request: HttpRequest, choice: Choice, first_on: date, until_on: date) -> list[ProviderLoad]:
    month = choice.view == "month"
    return read_load(
        unit=choice.unit,
        unit_ids=request.actor.reach["appointments.read"] if month else [choice.unit.id],
        first_on=first_on,
        until_on=until_on,
        provider_id=choice.provider_id if month else None,
        at=now(),
    )


def _cell(choice: Choice, day: date, load: DayLoad, who: ProviderLoad | None = None) -> dict[str, Any]:
    provider = who.provider_id if who else choice.provider_id
    return {
        "day": day,
        "load": load,
        "closed": load.share is None,
        "url": choice.query(view="day", on=day.isoformat(), provider=provider, room="", list=""),
    }


def _free_text(each: ProviderLoad, today: date) -> str:
    if each.free_at is None:
        return ""
    day = "Today" if each.free_at.date() == today else f"{each.free_at:%a %b} {each.free_at.day}"
    return f"{day}, {format_clock(each.free_at)}"
