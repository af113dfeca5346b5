"""The calendar's pages: a day by provider or room and a week, as columns and as a list that says the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.formatting import format_day
from wellrun.platform.ui.navigation import NavItem
from wellrun.practice.facilities.api import rooms_of
from wellrun.practice.scheduling.models import VisitState
from wellrun.practice.scheduling.queries.calendar import CalendarRange, read_calendar
from wellrun.practice.scheduling.queries.visit_types import visit_types_of
from wellrun.practice.scheduling.rules import day_text, instant_of
from wellrun.practice.scheduling.screens.calendar_cancel import reasons_of
from wellrun.practice.scheduling.screens.calendar_choice import (
    VIEWS,
    Choice,
    asked_choice,
    choice_of,
    remember,
    with_lead,
)
from wellrun.practice.scheduling.screens.calendar_load import department_page, month_page
from wellrun.practice.scheduling.screens.calendar_rows import list_rows
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.drawn_list import ListPen
from wellrun.practice.workforce.api import Provider, providers_of


@screen("appointments.read")
def calendar(request: HttpRequest) -> HttpResponse:
    """A department's day, or another view of it: drag or press M to move; the list says the same."""
    choice = choice_of(request)
    if choice is None:
        return show(request, "scheduling/calendar.html", {"page_title": "Calendar"}, patients=[])
    providers = providers_of(organization_id=request.actor.organization_id)
    choice = with_lead(choice, _lead(request, choice, providers))
    remember(request, choice)
    context = _frame(request, choice, providers)
    if choice.view == "month":
        return month_page(request, choice, context)
    if choice.view == "department":
        return department_page(request, choice, context)
    context |= _drawn(request, choice)
    if not choice.as_list:
        # The columns are drawn from what they ask for themselves.
        return show(request, "scheduling/calendar.html", context, patients=[])
    found = _read(request, choice)
    context |= _listed(request, choice, found)
    return show(request, "scheduling/calendar.html", context, patients=found.patients)


@screen("appointments.read", background=True)
def rows(request: HttpRequest) -> HttpResponse:
    """The list again, after something has changed."""
    choice = asked_choice(request)
    found = _read(request, choice)
    return show(
        request, "scheduling/_calendar_rows.html", _listed(request, choice, found), patients=found.patients
    )


@screen("appointments.book")
def book_here(request: HttpRequest) -> HttpResponse:
    """Lead from an empty time of the calendar, in its wall time, to the booking form; from a room's column, whose
    provider is still open, to the free times of that day."""
    choice = asked_choice(request)
    query = request.GET
    carried = {"type": query.get("type", ""), "patient": query.get("patient", "")}
    try:
        wall = datetime.fromisoformat(query.get("at", "")).replace(tzinfo=None)
        starts_at = instant_of(wall, choice.unit.zone)
    except ValueError:
        raise NotFound() from None
    if query.get("by") == "room":
        carried["starts_on"] = wall.date().isoformat()
        return HttpResponseRedirect(f"{reverse('scheduling:find')}?{urlencode(carried)}")
    carried |= {"provider": query.get("column", ""), "at": starts_at.strftime("%Y-%m-%dT%H:%MZ")}
    return HttpResponseRedirect(f"{reverse('scheduling:book')}?{urlencode(carried)}")


@screen("appointments.read")
def sheet(request: HttpRequest) -> HttpResponse:
    """The same range on paper: a provider or a room to a page."""
    choice = asked_choice(request)
    found = _read(request, choice)
    listed = list_rows(found)
    sections = [
        (name, day, [row for row in listed if row.column_id == column and row.day == day])
        for column, name in found.columns.items()
        for day in found.days
        if (column, day) in found.hours or any(row.column_id == column and row.day == day for row in listed)
    ]
    context = {
        "page_title": "Calendar",
        "place": place_of(choice.unit),
        "sections": sections,
        "by": choice.by,
        "back": reverse("scheduling:calendar") + choice.query(),
    }
    return show(request, "scheduling/calendar_sheet.html", context, patients=found.patients)


def _read(request: HttpRequest, choice: Choice) -> CalendarRange:
    return read_calendar(
        unit=choice.unit,
        reach=request.actor.reach["appointments.read"],
        first_on=choice.first_on,
        until_on=choice.until_on,
        asked=choice.asked,
        at=now(),
    )


def _lead(request: HttpRequest, choice: Choice, providers: list[Provider]) -> Any:
    """Whose week somebody means who names nobody: their own, else the first of the department."""
    own = (each.id for each in providers if each.person_id == request.actor.person_id)
    here = (each.id for each in providers if each.unit_id == choice.unit.id)
    return next(own, None) or next(here, None) or next((each.id for each in providers), None)


def _frame(request: HttpRequest, choice: Choice, providers: list[Provider]) -> dict[str, Any]:
    """What surrounds every view: where one is, the other views, the days before and after, the filters."""
    unit, today = choice.unit, today_in(choice.unit.zone)
    here = [each for each in providers if each.unit_id == unit.id or each.id == choice.provider_id]
    return {
        "page_title": "Calendar",
        "choice": choice,
        "unit": unit,
        "units": [(str(each.id), place_of(each)) for each in choice.units],
        "place": place_of(unit),
        "heading": _heading(choice, {each.id: each.display_name for each in providers}),
        "views": [_tab(choice, view, label) for view, label in VIEWS.items()],
        "providers": [(str(each.id), each.display_name) for each in here],
        "rooms": [(str(each.id), each.name) for each in rooms_of([unit.id])]
        if choice.view in ("rooms", "week")
        else [],
        "kinds": visit_types_of([unit.id]),
        "states": VisitState.choices,
        "today": today,
        "is_today": choice.first_on <= today < choice.until_on,
        "earlier": choice.query(on=choice.step(-1).isoformat()),
        "now_url": choice.query(on=today.isoformat()),
        "later": choice.query(on=choice.step(1).isoformat()),
        "may_book": request.actor.may("appointments.book", unit.id),
    }


def _tab(choice: Choice, view: str, label: str) -> NavItem:
    changes: dict[str, object] = {"view": view, "list": ""}
    if view in ("day", "rooms", "department"):
        changes |= {"provider": "", "room": ""}
    return NavItem(label=label, url=choice.query(**changes), current=view == choice.view)


def _heading(choice: Choice, names: dict[Any, str]) -> str:
    last = choice.until_on - timedelta(days=1)
    who = f"{names.get(choice.provider_id, 'Provider')}: " if choice.provider_id else ""
    if choice.view == "month":
        return f"{who}{choice.on:%B %Y}"
    if choice.view in ("week", "department"):
        return f"{who}{format_day(choice.first_on)} to {format_day(last)}"
    return who + day_text(choice.on)


def _drawn(request: HttpRequest, choice: Choice) -> dict[str, Any]:
    """What the columns, or the list, ask for themselves, and how they tell the time."""
    query = choice.query()
    at = now().astimezone(ZoneInfo(choice.unit.zone))
    return {
        "reasons": [] if choice.as_list else reasons_of(choice.unit.organization_id),
        "events_url": reverse("scheduling:events") + query,
        "changes_url": reverse("scheduling:changes") + query,
        "rows_url": reverse("scheduling:calendar_rows") + query,
        "free_url": reverse("scheduling:free") + query,
        "sheet_url": reverse("scheduling:sheet") + query,
        "book_url": reverse("scheduling:book_here"),
        "other_url": choice.query(list="" if choice.as_list else "yes"),
        "zone_name": f"{at:%Z}",
        "offset_minutes": int(at.utcoffset().total_seconds()) // 60,  # type: ignore[union-attr]
    }


def _listed(request: HttpRequest, choice: Choice, found: CalendarRange) -> dict[str, Any]:
    """What the list shows."""
    one_day = choice.first_on + timedelta(days=1) == choice.until_on
    pen = ListPen(one_day=one_day, may_book=request.actor.may("appointments.book", choice.unit.id))
    listed = list_rows(found)
    return {"rows": listed, "drawn": pen.draw(listed), "one_day": one_day}
