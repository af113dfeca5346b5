"""Accounting for rows: each is read once and settled once, and the sums say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from wellrun.practice.interop.operations.import_synthea.reading import SourceRow


class Outcome(StrEnum):
    """What became of a row."""

    IMPORTED = "imported"
    ALREADY = "already there"
    MERGED = "merged"
    REPORTED = "reported"


class NotAccountedFor(RuntimeError):
    """A row was lost or counted twice: a defect of the import, which must not pass in silence."""


@dataclass(frozen=True)
class Note:
    """A sentence about one row. A `reported` row was not brought in; a `remark` is about a row that was."""

    table: str
    line: int
    kind: str
    sentence: str


@dataclass
class Count:
    """The rows of one file by what became of them."""

    read: int = 0
    imported: int = 0
    already: int = 0
    merged: int = 0
    reported: int = 0

    @property
    def settled(self) -> int:
        """Rows with an outcome."""
        return self.imported + self.already + self.merged + self.reported


_FIELD = {Outcome.IMPORTED: "imported", Outcome.ALREADY: "already", Outcome.MERGED: "merged",
          Outcome.REPORTED: "reported"}  # fmt: skip


@dataclass
class Accounts:
    """The counts of every file and the sentences about rows. `on_settled(table)` is called for each row."""

    on_settled: Callable[[str], None] = lambda table: None
    counts: dict[str, Count] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    _settled: dict[tuple[str, int], Outcome] = field(default_factory=dict)

    def expect(self, table: str, rows: int) -> None:
        """Say how many rows a file has."""
        self.counts[table] = Count(read=rows)

    def settle(self, row: SourceRow, outcome: Outcome, sentence: str = "") -> None:
        """Say what became of a row; a reported one needs a sentence. Twice raises `NotAccountedFor`."""
        place = (row.table, row.line)
        if place in self._settled:
            raise NotAccountedFor(f"{row.table}.csv, line {row.line} was counted twice.")
        if outcome is Outcome.REPORTED and not sentence:
            raise NotAccountedFor(f"{row.table}.csv, line {row.line} was refused without a reason.")
        self._settled[place] = outcome
        count = self.counts[row.table]
        setattr(count, _FIELD[outcome], getattr(count, _FIELD[outcome]) + 1)
        if sentence:
            kind = "reported" if outcome is Outcome.REPORTED else outcome.value
            self.notes.append(Note(row.table, row.line, kind, sentence))
        self.on_settled(row.table)

    def settle_file(self, table: str, rows: int, sentence: str) -> None:
        """Report a whole file that is not brought in."""
        self.counts[table] = Count(read=rows, reported=rows)
        self.notes.append(Note(table, 0, "reported", sentence))

    def remark(self, row: SourceRow, sentence: str) -> None:
        """Add a sentence about a row that was brought in."""
        self.notes.append(Note(row.table, row.line, "remark", sentence))

    def outcome(self, table: str, line: int) -> Outcome:
        """What became of a row that is settled."""
        return self._settled[table, line]

    def total(self) -> Count:
        """The counts of all files together."""
        every = self.counts.values()
        return Count(
            read=sum(count.read for count in every),
            imported=sum(count.imported for count in every),
            already=sum(count.already for count in every),
            merged=sum(count.merged for count in every),
            reported=sum(count.reported for count in every),
        )

    def prove(self) -> None:
        """Raise `NotAccountedFor` unless every row that was read has exactly one outcome."""
        for table, count in self.counts.items():
            if count.read != count.settled:
                raise NotAccountedFor(f"{table}: {count.read} rows were read, {count.settled} accounted for.")
