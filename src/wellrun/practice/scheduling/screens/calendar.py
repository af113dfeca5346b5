"""The calendar of a day: one column per provider, and the same day as a list."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from wellrun.platform.access.api import NotFound, screen, show
from wellrun.platform.audit.api import record_read
from wellrun.platform.clock import asked_day, now, today_in
from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.organization.api import Unit, departments_among
from wellrun.practice.scheduling.models import VisitState
from wellrun.practice.scheduling.queries.appointments import DayRow, appointment_for, day_rows
from wellrun.practice.scheduling.queries.find_times import find_times
from wellrun.practice.scheduling.queries.hours import hours_between
from wellrun.practice.scheduling.rules import MOVABLE, day_bounds
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.timebook.api import busy_times, resources_for
from wellrun.practice.workforce.api import provider_names

WALL = "%Y-%m-%dT%H:%M:%S"


@screen("appointments.read")
def calendar(request: HttpRequest) -> HttpResponse:
    """A department's day: drag or press M to move; the list says the same and works without a mouse."""
    units = departments_among(request.actor.reach["appointments.read"])
    unit = _unit(request, units)
    if unit is None:
        return show(request, "scheduling/calendar.html", {"page_title": "Calendar"}, patients=[])
    today = today_in(unit.zone)
    on = asked_day(request.GET.get("on")) or today
    rows = day_rows(unit_ids=[unit.id], on=on, at=now())
    query = f"?unit={unit.id}&on={on.isoformat()}"
    context = {
        "page_title": "Calendar",
        "units": [(each.id, place_of(each)) for each in units],
        "unit": unit,
        "place": place_of(unit),
        "on": on,
        "day_name": f"{on:%A}",
        "today": today,
        "earlier": on - timedelta(days=1),
        "later": on + timedelta(days=1),
        "rows": rows,
        "standing": [row for row in rows if row.state not in ("cancelled", "no_show")],
        "movable": MOVABLE,
        "may_book": request.actor.may("appointments.book", unit.id),
        "events_url": reverse("scheduling:events") + query,
        "free_url": reverse("scheduling:free") + query,
        "day": on.isoformat(),
    }
    return show(request, "scheduling/calendar.html", context, patients=[row.patient_id for row in rows])


def _unit(request: HttpRequest, units: list[Unit]) -> Unit | None:
    wanted = request.GET.get("unit", "") or str(request.actor.home_unit_id)
    return next((unit for unit in units if str(unit.id) == wanted), units[0] if units else None)


def _asked_unit(request: HttpRequest) -> Unit:
    units = departments_among(request.actor.reach["appointments.read"])
    found = next((unit for unit in units if str(unit.id) == request.GET.get("unit")), None)
    if found is None:
        raise NotFound()
    return found


@screen("appointments.read", background=True)
def events(request: HttpRequest) -> JsonResponse:
    """The day as the calendar draws it, in wall time of the department."""
    unit = _asked_unit(request)
    on = asked_day(request.GET.get("on")) or today_in(unit.zone)
    rows = [
        row
        for row in day_rows(unit_ids=[unit.id], on=on, at=now())
        if row.state not in (VisitState.CANCELLED, VisitState.NO_SHOW)
    ]
    hours = {
        provider: days[on]
        for (_, provider), days in hours_between(
            unit_ids=[unit.id], first_on=on, until_on=on + timedelta(days=1)
        ).items()
    }
    names = provider_names({*hours, *(row.provider_id for row in rows)})
    if rows:
        seen = sorted({row.patient_id for row in rows})
        record_read("appointments.read", subject_type="calendar", subject_id=unit.id, patients=seen)
    may_move = request.actor.may("appointments.book", unit.id)
    parts = [part for each in hours.values() for part in each]
    wall = now().astimezone(ZoneInfo(unit.zone))
    opens = min([8, *(part.starts.hour for part in parts), *(row.starts.hour for row in rows)])
    closes = max(
        [
            17,
            *(part.ends.hour + (part.ends.minute > 0) for part in parts),
            *(row.ends.hour + 1 for row in rows),
        ]
    )
    return JsonResponse(
        {
            "resources": [
                {"id": str(key), "title": name}
                for key, name in sorted(names.items(), key=lambda item: item[1])
            ],
            "events": [*_blocks(names, unit, on), *(_event(row, may_move) for row in rows)],
            "opens": f"{opens:02d}:00",
            "closes": f"{min(closes, 24):02d}:00",
            "slot_minutes": 15,
            # A day that is under way opens at the hour before now, any other at its first.
            "scroll_to": f"{max(opens, wall.hour - 1) if wall.date() == on else opens:02d}:00",
        }
    )


def _event(row: DayRow, may_move: bool) -> dict[str, Any]:
    notes = [row.visit_type, row.room, "late" if row.late else ""]
    return {
        "id": str(row.appointment_id),
        "resourceIds": [str(row.provider_id)],
        "start": row.starts.strftime(WALL),
        "end": row.ends.strftime(WALL),
        "title": row.patient_name,
        "state": row.state,
        "state_label": VisitState(row.state).label,
        "note": ", ".join(note for note in notes if note),
        "url": reverse("scheduling:appointment", args=[row.appointment_id]),
        "move_url": (
            reverse("scheduling:move", args=[row.appointment_id])
            if may_move and row.state in MOVABLE
            else None
        ),
    }


def _blocks(names: dict[uuid.UUID, str], unit: Unit, on: date) -> list[dict[str, Any]]:
    """What else takes the providers' time that day: leave, a case, a visit in another department."""
    resources = {resource.id: subject for subject, resource in resources_for(names).items()}
    starts_at, ends_at = day_bounds(on, unit.zone)
    clock, found = ZoneInfo(unit.zone), []
    for resource_id, times in busy_times(
        resource_ids=resources, starts_at=starts_at, ends_at=ends_at, at=now()
    ).items():
        for number, time in enumerate(times):
            if time.kind == "visit":
                continue
            found.append(
                {
                    "id": f"block-{resource_id}-{number}",
                    "resourceIds": [str(resources[resource_id])],
                    "start": max(time.starts_at, starts_at).astimezone(clock).strftime(WALL),
                    "end": min(time.ends_at, ends_at - timedelta(seconds=1)).astimezone(clock).strftime(WALL),
                    "title": time.kind.capitalize(),
                    "background": True,
                }
            )
    return found


@screen("appointments.book")
def free(request: HttpRequest) -> JsonResponse:
    """The free times of a day for one visit, for the calendar's "Move to…"."""
    unit = _asked_unit(request)
    try:
        visit = appointment_for(request.actor, uuid.UUID(request.GET.get("event", "")), "appointments.book")
    except ValueError:
        raise NotFound() from None
    on = asked_day(request.GET.get("on")) or today_in(unit.zone)
    offers = find_times(
        visit_type_id=visit.visit_type_id, starts_on=on, days=1, limit=60, by=request.actor, at=now()
    )
    clock = ZoneInfo(visit.unit.zone)
    return JsonResponse(
        [
            _choice(offer.starts_at.astimezone(clock), offer.provider_id, offer.provider_name)
            for offer in offers
        ],
        safe=False,
    )


def _choice(wall: datetime, provider_id: uuid.UUID, name: str) -> dict[str, str]:
    return {
        "starts_at": wall.strftime("%Y-%m-%dT%H:%M"),
        "resource": str(provider_id),
        "label": f"{format_clock(wall)}, {name}",
    }
