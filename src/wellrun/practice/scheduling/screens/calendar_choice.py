"""Which calendar somebody looks at: said by the address, else what they looked at last in this session."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from wellrun.platform.access.api import NotFound
from wellrun.platform.clock import asked_day, today_in
from wellrun.practice.organization.api import Unit, departments_among
from wellrun.practice.scheduling.models import VisitState
from wellrun.practice.scheduling.queries.calendar import Asked

VIEWS = {"day": "Day", "rooms": "Rooms", "week": "Week", "month": "Month", "department": "Department"}
#: How many days the department's grid shows.
GRID_DAYS = 14
_KEPT = "calendar"


@dataclass(frozen=True)
class Choice:
    """One calendar: a view of a department on a day, perhaps of one provider or room, with what is left out."""

    units: Sequence[Unit]
    unit: Unit
    view: str
    on: date
    provider_id: uuid.UUID | None = None
    room_id: uuid.UUID | None = None
    visit_type_id: uuid.UUID | None = None
    state: str = ""
    cancelled: bool = False
    as_list: bool = False

    @property
    def first_on(self) -> date:
        """The first day that the view shows."""
        if self.view == "month":
            return self.on.replace(day=1)
        if self.view in ("week", "department"):
            return self.on - timedelta(days=self.on.weekday())
        return self.on

    @property
    def until_on(self) -> date:
        """The day after the last."""
        if self.view == "month":
            return (self.first_on + timedelta(days=31)).replace(day=1)
        days = {"week": 7, "department": GRID_DAYS}.get(self.view, 1)
        return self.first_on + timedelta(days=days)

    @property
    def by(self) -> str:
        """What the columns are of: "provider" or "room"."""
        return "room" if self.view == "rooms" or (self.view == "week" and self.room_id) else "provider"

    @property
    def asked(self) -> Asked:
        """What of it is read."""
        return Asked(
            by=self.by,
            provider_id=self.provider_id if self.by == "provider" else None,
            room_id=self.room_id if self.by == "room" else None,
            visit_type_id=self.visit_type_id,
            state=self.state,
            cancelled=self.cancelled,
        )

    def query(self, **changes: object) -> str:
        """The address of this calendar, or of it with changes; what is empty is left out."""
        said = {
            "view": self.view,
            "on": self.on.isoformat(),
            "unit": self.unit.id,
            "provider": self.provider_id,
            "room": self.room_id,
            "type": self.visit_type_id,
            "state": self.state,
            "cancelled": "yes" if self.cancelled else "",
            "list": "yes" if self.as_list else "",
        } | changes
        return "?" + urlencode({name: str(value) for name, value in said.items() if value})

    def step(self, forward: int) -> date:
        """The day on which the view before (-1) or after (1) stands."""
        if self.view == "month":
            return self.until_on if forward > 0 else (self.first_on - timedelta(days=1)).replace(day=1)
        return self.on + forward * (self.until_on - self.first_on)


def choice_of(request: HttpRequest) -> Choice | None:
    """The calendar that an address asks for; None for somebody who has no department with one.

    An address that names no calendar leads to the last one of the session. A department that is not theirs is not
    found.
    """
    units = departments_among(request.actor.reach["appointments.read"])
    if not units:
        return None
    named = {"view", "unit", "provider", "room"} & request.GET.keys()
    said: dict[str, Any] = request.GET.dict()
    if not named:
        said = request.session.get(_KEPT, {}) | said
    unit = _unit(request, units, said.get("unit", ""), strict="unit" in named)
    view = said.get("view", "day")
    state = said.get("state", "")
    return Choice(
        units=units,
        unit=unit,
        view=view if view in VIEWS else "day",
        on=asked_day(said.get("on")) or today_in(unit.zone),
        provider_id=_id(said.get("provider")),
        room_id=_id(said.get("room")),
        visit_type_id=_id(said.get("type")),
        state=state if state in VisitState.values else "",
        cancelled=said.get("cancelled") == "yes",
        as_list=said.get("list") == "yes",
    )


def remember(request: HttpRequest, choice: Choice) -> None:
    """Keep a choice for the rest of the session; written only when it is another one."""
    kept = {"view": choice.view, "unit": str(choice.unit.id)}
    if choice.provider_id:
        kept["provider"] = str(choice.provider_id)
    if choice.room_id:
        kept["room"] = str(choice.room_id)
    if choice.as_list:
        kept["list"] = "yes"
    if request.session.get(_KEPT) != kept:
        request.session[_KEPT] = kept


def asked_choice(request: HttpRequest) -> Choice:
    """The same for what a calendar asks in the background, which always says its department."""
    choice = choice_of(request)
    if choice is None or str(choice.unit.id) != request.GET.get("unit"):
        raise NotFound()
    return choice


def with_lead(choice: Choice, provider_id: uuid.UUID | None) -> Choice:
    """A week or month of somebody: of this provider, where the address names nobody and no room."""
    if choice.view in ("week", "month") and not choice.provider_id and not choice.room_id:
        return replace(choice, provider_id=provider_id)
    if choice.view == "month" and choice.room_id:
        return replace(choice, room_id=None, provider_id=choice.provider_id or provider_id)
    return choice


def _unit(request: HttpRequest, units: Sequence[Unit], wanted: str, *, strict: bool) -> Unit:
    found = next((unit for unit in units if str(unit.id) == wanted), None)
    if found is None and strict:
        raise NotFound()
    home = next((unit for unit in units if unit.id == request.actor.home_unit_id), units[0])
    return found or home


def _id(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
