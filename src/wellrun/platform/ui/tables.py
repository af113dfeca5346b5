"""Tables as data: what a screen hands to `{% table %}`, `{% diff_table %}` and `{% timeline %}`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

CELL_KINDS = ("text", "number", "money", "day", "instant", "time", "status", "phone")

#: From how many columns on a table folds on a narrow screen, and from how many already on a tablet's.
FOLDS_FROM, FOLDS_EARLY_FROM = 4, 6
#: Characters from which on a folded text has a line of its own.
_LONG = 40


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. `value` is an attribute or key name (dots allowed) or a function of the row.

    `kind` is one of CELL_KINDS; `status_kind` names the vocabulary of a status column; `sort` is the name by
    which the address asks to sort (none: not sortable); `heading` marks the cell that names the row. `keep` columns
    decide: on a narrow screen they stay in the first line, and the others fold under them.
    """

    label: str
    value: str | Callable[[Any], Any]
    kind: str = "text"
    status_kind: str = "general"
    sort: str = ""
    heading: bool = False
    keep: bool = False

    def __post_init__(self) -> None:
        if self.kind not in CELL_KINDS:
            raise ValueError(f"No such kind of cell: {self.kind!r}; one of {', '.join(CELL_KINDS)}")

    @property
    def numeric(self) -> bool:
        """Whether the column is read from the right."""
        return self.kind in ("number", "money")

    def read(self, row: Any) -> Any:
        """The value of this column in `row`; a missing key or attribute raises."""
        if callable(self.value):
            return self.value(row)
        found = row
        for step in self.value.split("."):
            found = found[step] if isinstance(found, dict) else getattr(found, step)
        return found


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A value and the column it stands in, ready to draw."""

    column: Column
    value: Any
    kept: bool = True
    first: bool = False

    @property
    def place(self) -> str:
        """Where the cell stands when the row is narrow, as classes: kept in front or folded, long, or not at all."""
        said = ["keep" if self.kept else "fold"]
        if self.first:
            said.append("first")
        if not self.kept and isinstance(self.value, str) and len(self.value) > _LONG:
            said.append("long")
        if self.value is None or self.value == "":
            said.append("void")
        return " ".join(said)


@dataclass(frozen=True, kw_only=True)
class DrawnRow:
    """A row ready to draw: its cells, where it leads ("" nowhere), its tone ("" none)."""

    cells: Sequence[Cell]
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class EmptyState:
    """What stands where rows would: what is (not) there, and what to do next."""

    title: str
    text: str = ""
    action_label: str = ""
    action_url: str = ""
    icon: str = "inbox"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows with headed columns. `sorted_by` is a column's `sort`, with "-" in front when descending.

    `row_url` and `row_tone` are functions of a row; `totals` are values under the columns (None leaves a
    gap); `zone` is where instants are read. `tall` keeps the heading in sight while the rows scroll.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    empty: EmptyState
    row_url: Callable[[Any], str] | None = None
    row_tone: Callable[[Any], str] | None = None
    totals: Sequence[Any] = ()
    sorted_by: str = ""
    zone: Any = None
    caption_hidden: bool = False
    tall: bool = False

    @property
    def fold(self) -> str:
        """How soon the rows fold, as a class: not at all with few columns, sooner with many."""
        if len(self.columns) < FOLDS_FROM:
            return ""
        return "folds" if len(self.columns) < FOLDS_EARLY_FROM else "folds-early"

    def kept(self) -> list[bool]:
        """Which columns stay in front: those that name the row or decide; where none is said to, states and the last
        sum of money."""
        money = [place for place, column in enumerate(self.columns) if column.kind == "money"][-1:]
        if any(column.keep for column in self.columns):
            return [place == 0 or column.heading or column.keep for place, column in enumerate(self.columns)]
        return [
            place == 0 or column.heading or column.kind == "status" or place in money
            for place, column in enumerate(self.columns)
        ]

    def _cells(self, values: Sequence[Any]) -> list[Cell]:
        return [
            Cell(column=column, value=value, kept=kept, first=place == 0)
            for place, (column, value, kept) in enumerate(zip(self.columns, values, self.kept(), strict=True))
        ]

    def drawn_rows(self) -> list[DrawnRow]:
        """The rows with their values read."""
        return [
            DrawnRow(
                cells=self._cells([column.read(row) for column in self.columns]),
                url=self.row_url(row) if self.row_url else "",
                tone=self.row_tone(row) if self.row_tone else "",
            )
            for row in self.rows
        ]

    def drawn_totals(self) -> list[Cell]:
        """The totals under their columns."""
        if not self.totals:
            return []
        return self._cells(self.totals)


@dataclass(frozen=True, kw_only=True)
class DiffRow:
    """One field in two versions. `name` is what the accept checkbox posts; equal versions have none."""

    name: str
    label: str
    old: str
    new: str
    accepted: bool = True

    @property
    def changed(self) -> bool:
        """Whether there is anything to accept."""
        return self.old != self.new


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """Something that happened: what, when, by whom."""

    what: str
    at: datetime
    by: str = ""
    detail: str = ""
    icon: str = "circle-dot"
    tone: str = "neutral"
    url: str = ""
