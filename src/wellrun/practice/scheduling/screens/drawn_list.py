"""The rows of the calendar's list, drawn without the template engine: a department has hundreds of them on a day."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from wellrun.platform.ui.addresses import addresses
from wellrun.platform.ui.formatting import format_day
from wellrun.platform.ui.kit.values import badge, status
from wellrun.practice.scheduling.rules import MOVABLE
from wellrun.practice.scheduling.screens.calendar_rows import ListRow


class ListPen:
    """Draws rows for one answer: addresses and pills are made once and used for every row."""

    def __init__(self, *, one_day: bool, may_book: bool) -> None:
        self.one_day, self.may_book = one_day, may_book
        self.visit, self.move = addresses("scheduling:appointment"), addresses("scheduling:move")
        self.pills: dict[str, str] = {}
        self.overbooked = badge("Overbooked", "warn")

    def draw(self, rows: Sequence[ListRow]) -> SafeString:
        """The rows as HTML; every text in them is escaped here."""
        return mark_safe("".join([self._row(row) for row in rows]))  # noqa: S308 (each value went through escape)

    def _row(self, row: ListRow) -> str:
        linked = "row-linked" if row.visit_id else "row-quiet"
        day = "" if self.one_day else self._day(row)
        born = format_day(row.birth_on) if row.birth_on else ""
        return (
            f'<tr class="{linked}" data-row data-event="{escape(row.id)}">{day}'
            f'<td class="nowrap" data-value="{row.starts:%Y%m%d%H%M}">{row.clock}</td>'
            f'<th scope="row">{self._who(row)}</th><td class="nowrap">{born}</td><td>{self._what(row)}</td>'
            f'<td class="nowrap">{escape(row.provider)}</td><td class="nowrap">{escape(row.room) or "–"}</td>'
            f'<td>{self._state(row)}</td><td class="row-acts">{self._acts(row)}</td></tr>'
        )

    @staticmethod
    def _day(row: ListRow) -> str:
        shown = f"{row.starts:%a %b} {row.starts.day}"
        return f'<td class="nowrap" data-value="{row.starts:%Y%m%d}">{shown}</td>'

    def _who(self, row: ListRow) -> str:
        if row.visit_id:
            return f'<a class="row-link" href="{self.visit(row.visit_id)}" data-row-focus>{escape(row.title)}</a>'
        members = (
            f'<br><a class="calendar-member" href="{self.visit(each.id)}">{escape(each.patient_name)}</a>'
            for each in row.members
        )
        return escape(row.title) + "".join(members)

    def _what(self, row: ListRow) -> str:
        said = escape(": ".join(part for part in (row.visit_type, row.note) if part))
        if row.overbooked:
            said += f' {self.overbooked} <span class="quiet">{escape(row.overbooked)}</span>'
        return said

    def _state(self, row: ListRow) -> str:
        if not row.state:
            return ""
        return self._pill(row.state) + (f" {self._pill('late')}" if row.late else "")

    def _pill(self, state: str) -> str:
        if state not in self.pills:
            self.pills[state] = status(state)
        return self.pills[state]

    def _acts(self, row: ListRow) -> str:
        if not (row.visit_id and self.may_book and row.state in MOVABLE):
            return ""
        who = f'<span class="visually-hidden"> {escape(row.title)}</span>'
        return f'<a class="btn btn-sm" href="{self.move(row.visit_id)}" data-row-key="m">Move…{who}</a>'
