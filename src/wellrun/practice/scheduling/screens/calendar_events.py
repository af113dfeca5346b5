"""What the columns of the calendar are drawn from, whole or only what changed, in wall time of the department."""

from __future__ import annotations

import uuid
import zlib
from datetime import date, datetime, time, timedelta
from json import dumps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from wellrun.platform.access.api import Actor, NotFound, screen
from wellrun.platform.audit.api import record_read
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_clock
from wellrun.platform.ui.statuses import status_of
from wellrun.practice.scheduling.models import VisitState
from wellrun.practice.scheduling.queries.appointments import appointment_for
from wellrun.practice.scheduling.queries.calendar import (
    CalendarGroup,
    CalendarRange,
    CalendarVisit,
    read_calendar,
    span_of,
)
from wellrun.practice.scheduling.queries.calendar_mark import calendar_mark
from wellrun.practice.scheduling.queries.find_times import find_times
from wellrun.practice.scheduling.queries.taken import Taken
from wellrun.practice.scheduling.rules import MOVABLE, NEXT_STATES
from wellrun.practice.scheduling.screens.calendar_choice import Choice, asked_choice

WALL = "%Y-%m-%dT%H:%M:%S"
SLOT_MINUTES = 15
_NOBODY = uuid.UUID(int=0)


@screen("appointments.read", background=True)
def events(request: HttpRequest) -> JsonResponse:
    """The whole range as the columns draw it."""
    choice = asked_choice(request)
    whole, found = _whole(request, choice)
    _record(choice, found, set(whole["parts"]))
    return JsonResponse(whole)


@screen("appointments.read", background=True)
def changes(request: HttpRequest) -> HttpResponse:
    """What is different from what a calendar has: nothing (204) while its `seen` mark holds, else the columns whose
    `have` differ. Two small statements tell that nothing changed."""
    choice = asked_choice(request)
    seen = request.GET.get("seen", "")
    if seen and seen == _mark(request, choice):
        return HttpResponse(status=204)
    whole, found = _whole(request, choice)
    have = set(request.GET.get("have", "").split("."))
    changed = {key for key, digest in whole["parts"].items() if digest not in have}
    whole["events"] = [event for event in whole["events"] if event["resourceIds"][0] in changed]
    whole["changed"] = sorted(changed)
    _record(choice, found, changed)
    return JsonResponse(whole)


def _record(choice: Choice, found: CalendarRange, columns: set[str]) -> None:
    """Note whose health information these columns show."""
    grouped = [(group, visit) for group in found.groups for visit in group.visits]
    each: list[tuple[CalendarVisit | CalendarGroup, CalendarVisit]] = [
        (visit, visit) for visit in found.visits
    ]
    each += grouped
    seen = {visit.patient_id for place, visit in each if str(found.column_of(place)) in columns}
    if seen:
        record_read(
            "appointments.read", subject_type="calendar", subject_id=choice.unit.id, patients=sorted(seen)
        )


def _mark(request: HttpRequest, choice: Choice) -> str:
    return calendar_mark(
        unit=choice.unit,
        reach=request.actor.reach["appointments.read"],
        first_on=choice.first_on,
        until_on=choice.until_on,
        provider_id=choice.asked.provider_id,
        at=now(),
    )


def _whole(request: HttpRequest, choice: Choice) -> tuple[dict[str, Any], CalendarRange]:
    mark, at = _mark(request, choice), now()
    found = read_calendar(
        unit=choice.unit,
        reach=request.actor.reach["appointments.read"],
        first_on=choice.first_on,
        until_on=choice.until_on,
        asked=choice.asked,
        at=at,
    )
    wall = at.astimezone(ZoneInfo(choice.unit.zone))
    opens, closes = span_of(found)
    pen = _Pen(request.actor, choice, wall.date())
    shown = [*map(pen.visit, found.visits), *map(pen.group, found.groups), *map(pen.taken, found.taken)]
    for event, each in zip(shown, [*found.visits, *found.groups], strict=False):
        event["resourceIds"] = [str(found.column_of(each))]
    whole = {
        "resources": [{"id": str(key), "title": name} for key, name in found.columns.items()],
        "events": [*_closed(found, opens, closes), *shown],
        "opens": f"{opens:02d}:00",
        "closes": f"{closes:02d}:00",
        "slot_minutes": SLOT_MINUTES,
        # A day that is under way opens at the hour before now, any other at its first.
        "scroll_to": f"{max(opens, wall.hour - 1) if choice.on == wall.date() else opens:02d}:00",
        "now": wall.strftime(WALL),
        "mark": mark,
    }
    return whole | {"parts": _digests(whole)}, found


def _digests(whole: dict[str, Any]) -> dict[str, str]:
    """A digest of each column: what is fetched anew when something in it changed."""
    parts: dict[str, list[dict[str, Any]]] = {each["id"]: [] for each in whole["resources"]}
    for event in whole["events"]:
        parts.setdefault(event["resourceIds"][0], []).append(event)
    return {key: f"{zlib.crc32((key + dumps(events)).encode()):08x}" for key, events in parts.items()}


class _Pen:
    """Draws what is in the calendar as events, for one person."""

    def __init__(self, by: Actor, choice: Choice, today: date) -> None:
        self.by, self.choice, self.today = by, choice, today
        # Addresses are resolved once and filled in: hundreds of look-ups would cost more than the rows.
        names = ("appointment", "move", "place", "calendar_step")
        self._addresses = {name: reverse(f"scheduling:{name}", args=[_NOBODY]) for name in names}

    def _address(self, name: str, visit_id: uuid.UUID) -> str:
        return self._addresses[name].replace(str(_NOBODY), str(visit_id))

    def visit(self, visit: CalendarVisit) -> dict[str, Any]:
        """A visit: what it says, where it leads, and what this person may do with it."""
        by, unit_id = self.by, visit.unit_id
        movable = visit.state in MOVABLE and by.may("appointments.book", unit_id)
        notes = [visit.visit_type, visit.room, "late" if visit.late else ""]
        query = f"?unit={self.choice.unit.id}&by={self.choice.by}"
        return {
            "id": str(visit.id),
            "resourceIds": [],
            "start": visit.starts.strftime(WALL),
            "end": visit.ends.strftime(WALL),
            "title": visit.patient_name,
            "kind": "visit",
            "version": visit.version,
            "state": visit.state,
            "state_label": VisitState(visit.state).label,
            "icon": status_of(visit.state, "visit").icon,
            "note": ", ".join(note for note in notes if note),
            "with": f"{visit.provider_name}",
            "overbooked": visit.overbooked,
            "url": self._address("appointment", visit.id),
            "move_url": self._address("move", visit.id) if movable else None,
            "place_url": self._address("place", visit.id) + query if movable else None,
            "resizable": movable,
            "step_url": self._address("calendar_step", visit.id),
            "acts": self._acts(visit),
        }

    def _acts(self, visit: CalendarVisit) -> list[dict[str, str]]:
        may_book = self.by.may("appointments.book", visit.unit_id)
        may_track = self.by.may("visits.track", visit.unit_id)
        following = NEXT_STATES[visit.state]
        found = []
        if "confirmed" in following and (may_book or may_track):
            found.append({"to": "confirmed", "label": "Confirm"})
        if "arrived" in following and may_track and visit.starts.date() <= self.today:
            found.append({"to": "arrived", "label": "Arrived"})
        if "cancelled" in following and may_book:
            found.append({"to": "cancelled", "label": "Cancel…"})
        return found

    def group(self, group: CalendarGroup) -> dict[str, Any]:
        """A group visit with its patients."""
        return {
            "id": str(group.id),
            "resourceIds": [],
            "start": group.starts.strftime(WALL),
            "end": group.ends.strftime(WALL),
            "title": group.title,
            "kind": "group",
            "icon": "users-group",
            "note": ", ".join(note for note in (group.seats, group.room) if note),
            "members": [
                {"title": visit.patient_name, "url": self._address("appointment", visit.id)}
                for visit in group.visits
            ],
        }

    def taken(self, taken: Taken) -> dict[str, Any]:
        """Leave, a case, a hold, or the time kept around a visit."""
        return {
            "id": taken.id,
            "resourceIds": [str(taken.column)],
            "start": taken.starts.strftime(WALL),
            "end": _before_midnight(taken.ends, taken.starts).strftime(WALL),
            "title": taken.title,
            "note": taken.note,
            "kind": taken.kind,
            "background": taken.kind == "buffer",
        }


def _before_midnight(ends: datetime, starts: datetime) -> datetime:
    """Midnight would be drawn on the day after."""
    return ends - timedelta(seconds=1) if ends.date() > starts.date() and ends.time() == time() else ends


def _closed(found: CalendarRange, opens: int, closes: int) -> list[dict[str, Any]]:
    """The hours within the span in which a column is not open."""
    last = time(23, 59, 59) if closes == 24 else time(closes)
    shaded = []
    for column in found.columns:
        for day in found.days:
            since = time(opens)
            for part in found.hours.get((column, day), ()):
                shaded.append((column, day, since, part.starts))
                since = max(since, part.ends)
            shaded.append((column, day, since, last))
    return [
        {
            "id": f"closed-{str(column)[-6:]}-{day:%d}-{since:%H%M}",
            "resourceIds": [str(column)],
            "start": datetime.combine(day, since).strftime(WALL),
            "end": datetime.combine(day, until).strftime(WALL),
            "title": "",
            "kind": "closed",
            "background": True,
        }
        for column, day, since, until in shaded
        if since < until
    ]


@screen("appointments.book")
def free(request: HttpRequest) -> JsonResponse:
    """The free times of the range for one visit, for the calendar's "Move to…"."""
    choice = asked_choice(request)
    try:
        visit = appointment_for(request.actor, uuid.UUID(request.GET.get("event", "")), "appointments.book")
    except ValueError:
        raise NotFound() from None
    offers = find_times(
        visit_type_id=visit.visit_type_id,
        provider_id=choice.provider_id if choice.view == "week" else None,
        starts_on=choice.first_on,
        days=(choice.until_on - choice.first_on).days,
        limit=60,
        by=request.actor,
        at=now(),
    )
    clock = ZoneInfo(visit.unit.zone)
    days = choice.view == "week"
    return JsonResponse(
        [
            _free_time(offer.starts_at.astimezone(clock), offer.provider_id, offer.provider_name, days)
            for offer in offers
        ],
        safe=False,
    )


def _free_time(wall: datetime, provider_id: uuid.UUID, name: str, days: bool) -> dict[str, str]:
    day = f"{wall:%a} " if days else ""
    return {
        "starts_at": wall.strftime("%Y-%m-%dT%H:%M"),
        "resource": str(provider_id),
        "label": f"{day}{format_clock(wall)}, {name}",
    }
