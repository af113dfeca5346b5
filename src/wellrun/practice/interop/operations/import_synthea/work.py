"""One transaction's worth of importing: what is known already, what was brought in, and how rows are settled."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from wellrun.platform.access.actor import Actor
from wellrun.practice.interop.models import ImportedRow
from wellrun.practice.interop.operations.import_synthea.accounting import Accounts, Outcome
from wellrun.practice.interop.operations.import_synthea.reading import SourceRow
from wellrun.practice.interop.rules.synthea.columns import RowFault, typed
from wellrun.practice.interop.rules.synthea.people import PatientRow
from wellrun.practice.interop.rules.synthea.periods import local_day
from wellrun.practice.interop.rules.synthea.tables import Table
from wellrun.practice.patients.api import Patient

SOURCE = "synthea"
_BATCH = 1000


@dataclass
class References:
    """What other rows name by the source's ids: payers (None for self-pay), facilities, providers, and the
    subscribers whom a name tells for certain."""

    payers: dict[str, uuid.UUID | None] = field(default_factory=dict)
    organizations: dict[str, uuid.UUID] = field(default_factory=dict)
    providers: dict[str, uuid.UUID] = field(default_factory=dict)
    people: dict[str, PatientRow] = field(default_factory=dict)


@dataclass(frozen=True)
class Parsed:
    """A row that could be read. `target_id` is what it became in an earlier run; `changed` when its values differ
    from those that came in then."""

    source: SourceRow
    row: Any
    target_id: uuid.UUID | None = None
    changed: bool = False


@dataclass
class Work:
    """The rows of one transaction, and where they go."""

    by: Actor
    at: datetime
    zone: str
    accounts: Accounts
    refs: References
    rows: dict[str, list[SourceRow]]
    patient: Patient | None = None
    known: dict[tuple[str, str], ImportedRow] = field(default_factory=dict)
    brought: list[ImportedRow] = field(default_factory=list)
    leftovers: dict[str, Table] = field(default_factory=dict)

    def look_up(self, tables: tuple[Table, ...]) -> None:
        """Find which of the rows came in before. One query."""
        self.leftovers = {table.name: table for table in tables}
        keys = [row.key for table in tables for row in self.rows.get(table.name, ())]
        found = ImportedRow.objects.filter(
            organization_id=self.by.organization_id,
            source=SOURCE,
            table__in=list(self.leftovers),
            key__in=keys,
        )
        self.known = {(row.table, row.key): row for row in found}

    def parse(self, table: str) -> list[Parsed]:
        """The rows of a table that can be read. Those that came in before, changed since, or cannot be read are
        settled here; identical rows wait for `settle_repeated`."""
        read = []
        for source in self.rows.get(table, ()):
            if source.same_as is not None:
                continue
            if source.other_as is not None:
                self.report(source, f"Line {source.other_as} has the same id and other values.")
                continue
            try:
                row = typed(self.leftovers[table].row_class, source.values, line=source.line)
            except RowFault as fault:
                self.report(source, str(fault))
                continue
            read.append(self._compared(source, row))
        return read

    def _compared(self, source: SourceRow, row: Any) -> Parsed:
        known = self.known.get((source.table, source.key))
        if known is None:
            return Parsed(source, row)
        if known.digest == source.digest:
            self.accounts.settle(source, Outcome.ALREADY)
            return Parsed(source, row, known.target_id)
        self.report(source, "It came in before with other values; what is here was left as it is.")
        return Parsed(source, row, known.target_id, changed=True)

    def bring(self, source: SourceRow, target_type: str, target_id: uuid.UUID) -> None:
        """Note that a row became a record of its own."""
        self.remember(source, target_type, target_id)
        self.accounts.settle(source, Outcome.IMPORTED)

    def merge(self, source: SourceRow, target_type: str, target_id: uuid.UUID, sentence: str) -> None:
        """Note that a row is part of a record that is there, and why."""
        self.remember(source, target_type, target_id, merged=True)
        self.accounts.settle(source, Outcome.MERGED, sentence)

    def report(self, source: SourceRow, sentence: str) -> None:
        """Note that a row was not brought in, and why."""
        self.accounts.settle(source, Outcome.REPORTED, sentence)

    def remember(
        self,
        source: SourceRow,
        target_type: str,
        target_id: uuid.UUID,
        *,
        merged: bool = False,
        part: str = "",
    ) -> None:
        """Keep what a row became, so that a second run finds it. `part` names a second record of the same row."""
        self.brought.append(
            ImportedRow(
                organization_id=self.by.organization_id,
                compartment=self.patient.compartment if self.patient else "normal",
                source=SOURCE,
                table=source.table,
                key=source.key + part,
                digest=source.digest,
                patient=self.patient,
                target_type=target_type,
                target_id=target_id,
                merged=merged,
                leftover={} if part else self.leftovers[source.table].leftover(source.values),
                imported_at=self.at,
            )
        )

    def settle_repeated(self, table: str) -> None:
        """Settle rows identical to one before: they share its fate."""
        for source in self.rows.get(table, ()):
            if source.same_as is None:
                continue
            fate = self.accounts.outcome(table, source.same_as)
            if fate is Outcome.REPORTED:
                self.report(source, f"Identical to line {source.same_as}, which was not brought in.")
            elif fate is Outcome.ALREADY:
                self.accounts.settle(source, Outcome.ALREADY)
            else:
                self.accounts.settle(source, Outcome.MERGED, f"Identical to line {source.same_as}.")

    def flush(self) -> None:
        """Write what was brought in."""
        ImportedRow.objects.bulk_create(self.brought, batch_size=_BATCH)
        self.brought = []

    def day(self, at: datetime) -> date:
        """The calendar day of one of the source's instants."""
        return local_day(at, self.zone)

    @property
    def the_patient(self) -> Patient:
        """The patient whose rows these are."""
        assert self.patient is not None
        return self.patient
