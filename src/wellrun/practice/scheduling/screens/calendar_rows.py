"""The calendar as a list: a row for everything that the columns draw, with the same facts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.scheduling.queries.calendar import CalendarGroup, CalendarRange, CalendarVisit
from wellrun.practice.scheduling.queries.taken import Taken


@dataclass(frozen=True, slots=True)
class ListRow:
    """One thing in the calendar, in wall time without a zone, so that no page applies another. A visit has a patient; a
    group has `members`; what else is busy has neither."""

    id: str
    column_id: uuid.UUID
    column: str
    starts: datetime
    ends: datetime
    title: str
    state: str = ""
    late: bool = False
    visit_type: str = ""
    provider: str = ""
    room: str = ""
    note: str = ""
    overbooked: str = ""
    birth_on: date | None = None
    visit_id: uuid.UUID | None = None
    patient_id: uuid.UUID | None = None
    members: tuple[CalendarVisit, ...] = ()

    @property
    def day(self) -> date:
        """The day on which it begins."""
        return self.starts.date()

    @property
    def clock(self) -> str:
        """From when to when."""
        return f"{format_clock(self.starts)} to {format_clock(self.ends)}"


def list_rows(found: CalendarRange) -> list[ListRow]:
    """Everything of a range but the time kept around visits, by start and column."""
    rows = [_visit_row(found, visit) for visit in found.visits]
    rows += [_group_row(found, group) for group in found.groups]
    rows += [_busy_row(found, taken) for taken in found.taken if taken.kind != "buffer"]
    return sorted(rows, key=lambda row: (row.starts, row.column, row.title, row.id))


def _visit_row(found: CalendarRange, visit: CalendarVisit) -> ListRow:
    column = found.column_of(visit)
    return ListRow(
        id=str(visit.id),
        column_id=column,
        column=found.columns.get(column, ""),
        starts=visit.starts.replace(tzinfo=None),
        ends=visit.ends.replace(tzinfo=None),
        title=visit.patient_name,
        state=visit.state,
        late=visit.late,
        visit_type=visit.visit_type,
        provider=visit.provider_name,
        room=visit.room,
        note=visit.reason,
        overbooked=visit.overbooked,
        birth_on=visit.birth_on,
        visit_id=visit.id,
        patient_id=visit.patient_id,
    )


def _group_row(found: CalendarRange, group: CalendarGroup) -> ListRow:
    column = found.column_of(group)
    return ListRow(
        id=str(group.id),
        column_id=column,
        column=found.columns.get(column, ""),
        starts=group.starts.replace(tzinfo=None),
        ends=group.ends.replace(tzinfo=None),
        title=group.title,
        visit_type=group.seats,
        provider=group.provider_name,
        room=group.room or "",
        members=group.visits,
    )


def _busy_row(found: CalendarRange, taken: Taken) -> ListRow:
    name = found.columns[taken.column]
    return ListRow(
        id=taken.id,
        column_id=taken.column,
        column=name,
        starts=taken.starts.replace(tzinfo=None),
        ends=taken.ends.replace(tzinfo=None),
        title=taken.title,
        note=taken.note,
        provider=name if found.by == "provider" else "",
        room=name if found.by == "room" else "",
    )
