"""The rows of the board, drawn without the template engine: a busy site has hundreds of them every ten seconds."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from wellrun.platform.ui.addresses import addresses
from wellrun.platform.ui.kit.values import icon, status
from wellrun.practice.workspaces.queries.board import BoardRow


class RowPen:
    """Draws rows for one answer: addresses, icons and pills are made once and used for every row."""

    def __init__(self, query: str) -> None:
        self.query = escape(f"&{query}" if query else "")
        self.visit = addresses("scheduling:appointment")
        self.check_in = addresses("frontdesk:check-in")
        self.charges = addresses("billing:visit-encounter")
        self.step = addresses("workspaces:step")
        self.undo = addresses("workspaces:step-undo")
        self.pills: dict[str, str] = {}
        self.undo_icon, self.note_icon = icon("arrow-back-up"), icon("note")

    def draw(self, rows: Sequence[BoardRow]) -> SafeString:
        """The rows as HTML; every text in them is escaped here."""
        return mark_safe("".join([self._row(row) for row in rows]))  # noqa: S308 (each value went through escape)

    def _row(self, row: BoardRow) -> str:
        classes = (f" tone-{row.tone}" if row.tone else "") + (" over" if row.over else "")
        tone = f' data-tone="{row.tone}"' if row.tone else ""
        reason = f'<span class="quiet reason"> {escape(row.reason)}</span>' if row.reason else ""
        since = f'<span class="tone-text">{row.since}</span>' if row.tone and row.since else row.since
        return (
            f'<tr class="board-row{classes}" data-row{tone}><td class="clock">{row.time}</td>'
            f'<th scope="row">{self._patient(row)}</th>'
            f"<td>{escape(row.visit)}{reason}</td><td>{escape(row.provider)}</td><td>{self._room(row)}</td>"
            f'<td>{self._pill(row.state)}{self._unasked(row)}</td><td class="clock">{since}</td>'
            f'<td class="row-acts">{self._acts(row)}</td></tr>'
        )

    def _patient(self, row: BoardRow) -> str:
        name = (
            f'<a href="{self.visit(row.id)}" id="v-{row.id}" data-row-focus>{escape(row.name)}</a>'
            f' <span class="quiet about">{escape(row.about)}</span>'
        )
        if row.flag:
            name += f' <span class="pill tone-info">{escape(row.flag)}</span>'
        for mark in row.marks:
            more = f' title="{escape(mark.more)}"' if mark.more else ""
            name += f' <span class="pill tone-{mark.tone}"{more}>{escape(mark.text)}</span>'
        if row.note:
            name += f'<span class="desk-note">{self.note_icon}{escape(row.note)}</span>'
        return name

    def _pill(self, state: str) -> str:
        if state not in self.pills:
            self.pills[state] = status(state, "visit")
        return self.pills[state]

    def _room(self, row: BoardRow) -> str:
        if not (row.expected and row.room):
            return escape(row.room)
        return f'<span class="quiet" title="Reserved, not yet in use">{escape(row.room)}</span>'

    def _unasked(self, row: BoardRow) -> str:
        if not row.unasked:
            return ""
        if not row.checks_in:
            return ' <span class="pill tone-warn">Check-in missing</span>'
        who = f'<span class="visually-hidden"> {escape(row.name)}: check in now</span>'
        return f' <a class="pill tone-warn" href="{self.check_in(row.id)}">Check-in missing{who}</a>'

    def _acts(self, row: BoardRow) -> str:
        who = f'<span class="visually-hidden"> {escape(row.name)}</span>'
        acts = []
        if row.misses:
            acts.append(self._button(row, "no_show", "No-show", "m", who))
        if row.expected and row.checks_in:
            acts.append(
                f'<a class="btn btn-sm" id="n-{row.id}" href="{self.check_in(row.id)}" data-row-key="n">'
                f"Check in{who}</a>"
            )
        elif row.charges:
            acts.append(
                f'<button class="btn btn-sm" type="submit" id="n-{row.id}" form="board-go"'
                f' formaction="{self.charges(row.id)}" data-row-key="n">Charges{who}</button>'
            )
        elif row.step:
            acts.append(self._button(row, row.step.to, row.step.label, "n", who))
        if row.undoes:
            acts.append(
                f'<button class="btn btn-sm btn-quiet" type="button" id="u-{row.id}"'
                f' hx-post="{self.undo(row.id)}?v={row.version}{self.query}" data-row-key="u"'
                ' title="Undo the last step">'
                f'{self.undo_icon}<span class="visually-hidden">Undo</span>{who}</button>'
            )
        return "".join(acts)

    def _button(self, row: BoardRow, to: str, label: str, key: str, who: str) -> str:
        return (
            f'<button class="btn btn-sm" type="button" id="{key}-{row.id}" name="to" value="{to}"'
            f' hx-post="{self.step(row.id)}?v={row.version}{self.query}" data-row-key="{key}">{label}{who}</button>'
        )
