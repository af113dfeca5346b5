"""The day board: one site's visits as rows that are ready to draw."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor
from wellrun.platform.ui.formatting import format_age, format_clock
from wellrun.practice.frontdesk.api import Limits, checked_in, wait_limits_of
from wellrun.practice.intake.api import signaled
from wellrun.practice.organization.api import Unit, departments_among
from wellrun.practice.scheduling.api import DayRow, day_rows
from wellrun.practice.workspaces.rules import (
    EXPECTED,
    HERE,
    USUAL_STEP,
    VIEWS,
    Step,
    in_view,
    minutes_text,
    wait_tone,
)


@dataclass(frozen=True)
class BoardFilter:
    """What of the board is asked for. Empty ids mean all; `on` None means the site's own today."""

    site_id: str = ""
    department_id: str = ""
    provider_id: str = ""
    view: str = "open"
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to know of a visit before anything else, as a pill; `more` is what its pointer says."""

    text: str
    tone: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A visit as the board draws it."""

    id: uuid.UUID
    version: int
    patient_id: uuid.UUID
    time: str
    name: str
    about: str
    flag: str
    note: str
    visit: str
    reason: str
    provider: str
    room: str
    state: str
    since: str
    tone: str
    late: bool
    over: bool
    expected: bool
    checks_in: bool
    unasked: bool
    step: Step | None
    charges: bool
    misses: bool
    undoes: bool
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Group:
    """The rows of one department."""

    title: str
    rows: list[BoardRow]


@dataclass(frozen=True)
class Choice:
    """One option of a filter."""

    value: str
    label: str


@dataclass(frozen=True)
class Board:
    """A site's day: groups of rows, how many visits each view holds, and what can be asked for."""

    site: Unit | None
    on: date | None
    today: bool
    groups: list[Group]
    counts: dict[str, int]
    states: Counter[str]
    late: int
    slow: int
    sites: list[Choice]
    departments: list[Choice]
    providers: list[Choice]
    patients: list[uuid.UUID]

    @property
    def summary(self) -> str:
        """The board in one sentence, read out when it changes."""
        expected, here = self.counts["expected"], self.counts["here"]
        return f"{expected} expected, {self.late} late; {here} here, {self.slow} waiting long"

    @property
    def mark(self) -> str:
        """A fingerprint of everything shown, by which a board that did not change is told."""
        return hashlib.sha256(repr((self.on, self.counts, self.groups)).encode()).hexdigest()[:20]


def read_board(*, by: Actor, asked: BoardFilter, at: datetime) -> Board:
    """The board of one site that `by` may see; the site asked for, or else that of their own unit, or the first."""
    departments = departments_among(by.reach.get("appointments.read", frozenset()))
    sites = list({unit.parent_id: unit.parent for unit in departments}.values())
    site = _site(by, asked, sites, departments)
    here = [unit for unit in departments if site is not None and unit.parent_id == site.id]
    if asked.department_id not in {str(unit.id) for unit in here}:
        asked = replace(asked, department_id="")
    today = at.astimezone(ZoneInfo(site.zone)).date() if site else None
    on = asked.on or today
    found = day_rows(departments=here, on=on, at=at) if on else []
    providers = sorted({(row.provider_name, str(row.provider_id)) for row in found})
    wanted = [row for row in found if _matches(row, asked)]
    shown = [row for row in wanted if in_view(asked.view, row.state, row.late)]
    limits = wait_limits_of(unit.id for unit in here)
    asked_of = checked_in(row.appointment_id for row in shown if row.state in HERE)
    says = signaled(row.appointment_id for row in shown if row.state in EXPECTED)
    drawn = {
        row.appointment_id: replace(
            _drawn(row, by, on, at, asked_of, limits[row.unit_id]),
            marks=_marks(row, says.get(row.appointment_id)),
        )
        for row in shown
    }
    return Board(
        site=site,
        on=on,
        today=on == today,
        groups=_groups(here, shown, drawn),
        counts={
            view: sum(in_view(view, row.state, row.late) for row in wanted) for view in (*VIEWS, asked.view)
        },
        states=Counter(row.state for row in wanted),
        late=sum(row.late for row in wanted),
        slow=sum(wait_tone(limits[row.unit_id], row.state, row.minutes_in_state) != "" for row in wanted),
        sites=[Choice(str(one.id), one.name) for one in sites],
        departments=[Choice(str(unit.id), unit.name) for unit in here],
        providers=[Choice(value, name) for name, value in providers],
        patients=[row.patient_id for row in shown],
    )


def _site(by: Actor, asked: BoardFilter, sites: list[Unit], departments: list[Unit]) -> Unit | None:
    above = {str(unit.id): str(unit.parent_id) for unit in departments}
    home = str(by.home_unit_id)
    wanted = (asked.site_id, above.get(asked.department_id, ""), home, above.get(home, ""))
    for candidate in wanted:
        for site in sites:
            if str(site.id) == candidate:
                return site
    return sites[0] if sites else None


def _matches(row: DayRow, asked: BoardFilter) -> bool:
    in_department = asked.department_id in ("", str(row.unit_id))
    return in_department and asked.provider_id in ("", str(row.provider_id))


def _groups(here: list[Unit], shown: list[DayRow], drawn: dict[uuid.UUID, BoardRow]) -> list[Group]:
    by_unit: dict[uuid.UUID, list[BoardRow]] = {unit.id: [] for unit in here}
    for row in shown:
        by_unit[row.unit_id].append(drawn[row.appointment_id])
    return [Group(unit.name, by_unit[unit.id]) for unit in here if by_unit[unit.id]]


def _drawn(
    row: DayRow, by: Actor, on: date | None, at: datetime, asked_of: set[uuid.UUID], limits: Limits
) -> BoardRow:
    tracks = by.may("visits.track", row.unit_id)
    expected = row.state in EXPECTED
    tone = "bad" if row.late else wait_tone(limits, row.state, row.minutes_in_state)
    preferred = (
        f" “{row.preferred_name}”" if row.preferred_name and row.preferred_name != row.given_name else ""
    )
    return BoardRow(
        id=row.appointment_id,
        version=row.version,
        patient_id=row.patient_id,
        time=format_clock(row.starts),
        name=f"{row.family_name}, {row.given_name}{preferred}",
        about=f"{format_age(row.birth_on, on or row.starts.date())} {row.sex}",
        flag=f"Interpreter: {row.language}" if row.interpreter else "",
        note=row.note_for_desk,
        visit=row.visit_type,
        reason=row.reason,
        provider=row.provider_name,
        room=row.room,
        state=row.state,
        since=_since(row, at),
        tone=tone,
        late=row.late,
        over=row.state in ("checked_out", "no_show", "cancelled"),
        expected=expected,
        checks_in=by.may("checkin.do", row.unit_id),
        unasked=row.state in HERE and row.appointment_id not in asked_of,
        step=USUAL_STEP.get(row.state) if tracks else None,
        charges=row.state == "checked_out" and by.may("charges.enter", row.unit_id),
        misses=tracks and row.late,
        undoes=tracks and row.state not in EXPECTED,
    )


#: Routine visits carry no mark.
_URGENCY = {"urgent": Mark("Urgent", "bad"), "soon": Mark("Soon", "warn")}


def _marks(row: DayRow, here_at: datetime | None) -> tuple[Mark, ...]:
    marks = []
    if here_at is not None:
        said = format_clock(here_at.astimezone(row.starts.tzinfo))
        marks.append(Mark("Says: I am here", "good", f"By link or at the kiosk, {said}"))
    if row.urgency in _URGENCY:
        marks.append(_URGENCY[row.urgency])
    if row.overbook_reason:
        marks.append(Mark("Overbooked", "warn", row.overbook_reason))
    if row.group_id is not None:
        marks.append(Mark("Group", "info"))
    return tuple(marks)


def _since(row: DayRow, at: datetime) -> str:
    if row.late:
        return f"{minutes_text(int((at - row.starts_at).total_seconds()) // 60)} late"
    return minutes_text(row.minutes_in_state) if row.state in HERE else ""
