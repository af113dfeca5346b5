"""The import as a whole: the parties first, then each patient with everything about them, whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.identity import acting
from wellrun.practice.interop.operations.import_synthea.accounting import Accounts
from wellrun.practice.interop.operations.import_synthea.allergies import import_allergies
from wellrun.practice.interop.operations.import_synthea.claims import read_claims, write_claims
from wellrun.practice.interop.operations.import_synthea.claims_transactions import (
    read_transactions,
    write_transactions,
)
from wellrun.practice.interop.operations.import_synthea.conditions import import_conditions
from wellrun.practice.interop.operations.import_synthea.encounters import import_encounters
from wellrun.practice.interop.operations.import_synthea.immunizations import import_immunizations
from wellrun.practice.interop.operations.import_synthea.medications import import_medications
from wellrun.practice.interop.operations.import_synthea.opening_balances import bring_balances
from wellrun.practice.interop.operations.import_synthea.organizations import import_organizations
from wellrun.practice.interop.operations.import_synthea.patients import import_patient
from wellrun.practice.interop.operations.import_synthea.payer_transitions import import_payer_transitions
from wellrun.practice.interop.operations.import_synthea.payers import import_payers
from wellrun.practice.interop.operations.import_synthea.procedures import import_procedures
from wellrun.practice.interop.operations.import_synthea.providers import import_providers
from wellrun.practice.interop.operations.import_synthea.reading import Folder, SourceRow
from wellrun.practice.interop.operations.import_synthea.work import References, Work
from wellrun.practice.interop.rules.synthea.columns import RowFault, typed
from wellrun.practice.interop.rules.synthea.people import PatientRow
from wellrun.practice.interop.rules.synthea.tables import TABLES, Table

#: Where the source's people live unless told otherwise: its default population is that of Massachusetts, and its
#: dates agree with its instants there.
ZONE = "America/New_York"
_PARTIES = tuple(table for table in TABLES if not table.patient)
_PATIENTS = tuple(table for table in TABLES if table.patient)


def import_synthea(
    *,
    folder: Folder,
    by: Actor,
    at: datetime,
    zone: str = ZONE,
    on_settled: Callable[[str], None] = lambda table: None,
) -> Accounts:
    """Bring in a folder that was read, and account for every row of it.

    Opens its own transactions: one for each table of parties, one for each patient. If it is stopped, running it
    again brings in what is missing; what is there is found by its key and left alone. Two at once take turns.
    """
    require(by, "patients.register")
    accounts, refs = Accounts(on_settled), References(people=_people(folder))
    for table in TABLES:
        accounts.expect(table.name, len(folder.rows[table.name]))
    for table, bring in zip(_PARTIES, (import_payers, import_organizations, import_providers), strict=True):
        with _at_work(folder.rows, (table,), refs, accounts, by, at, zone) as work:
            bring(work)
    for rows in _by_patient(folder):
        with _at_work(rows, _PATIENTS, refs, accounts, by, at, zone) as work:
            _import_whole_patient(work)
    for file, count in folder.unknown.items():
        accounts.settle_file(
            file.removesuffix(".csv"),
            count,
            "This import does not know this file; nothing of it was brought in.",
        )
    accounts.prove()
    _record(accounts, by)
    return accounts


@contextmanager
def rehearsal() -> Iterator[None]:
    """Run a block with every check and every constraint, and undo it."""
    with transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        transaction.set_rollback(True)


@contextmanager
def _at_work(
    rows: dict[str, list[SourceRow]],
    tables: tuple[Table, ...],
    refs: References,
    accounts: Accounts,
    by: Actor,
    at: datetime,
    zone: str,
) -> Iterator[Work]:
    """One transaction as the importing actor, alone among imports into this organization."""
    with acting(by.identity()):
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_lock(by)])
        work = Work(by, at, zone, accounts, refs, rows)
        work.look_up(tables)
        yield work
        for table in tables:
            work.settle_repeated(table.name)
        work.flush()


def _lock(by: Actor) -> int:
    digest = hashlib.sha256(f"import|{by.organization_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _import_whole_patient(work: Work) -> None:
    import_patient(work)
    if work.patient is None:
        _report_all(work)
        return
    import_payer_transitions(work)
    import_conditions(work)
    import_allergies(work)
    import_medications(work)
    import_immunizations(work)
    import_procedures(work)
    at_hand = read_claims(work, import_encounters(work))
    read_transactions(work, at_hand)
    changed = bring_balances(work, at_hand)
    write_claims(at_hand, changed)
    write_transactions(work, at_hand)


def _report_all(work: Work) -> None:
    lines = [source.line for source in work.rows.get("patients", ())]
    why = (
        f"Its patient, line {lines[0]} of patients.csv, was not brought in."
        if lines
        else "patients.csv has no patient of this id."
    )
    for table, rows in work.rows.items():
        for source in rows:
            if table != "patients" and source.same_as is None:
                work.report(source, why)


def _by_patient(folder: Folder) -> Iterator[dict[str, list[SourceRow]]]:
    """The rows of each patient by table, patients in the order of their file; then those of nobody."""
    grouped: dict[str, dict[str, list[SourceRow]]] = {}
    for table in _PATIENTS:
        for source in folder.rows[table.name]:
            whose = source.values[table.patient].strip().lower()
            grouped.setdefault(whose, {}).setdefault(table.name, []).append(source)
    yield from grouped.values()


def _people(folder: Folder) -> dict[str, PatientRow]:
    """Patients by full name, of whom a subscriber's birth date can be had; a name borne by two tells nobody."""
    read = []
    for source in folder.rows["patients"]:
        try:
            read.append(typed(PatientRow, source.values, line=source.line))
        except RowFault:
            continue  # The row is reported when its patient's turn comes.
    bearers = Counter(f"{row.given_name} {row.family_name}" for row in read)
    return {name: row for row in read if bearers[name := f"{row.given_name} {row.family_name}"] == 1}


def _record(accounts: Accounts, by: Actor) -> None:
    """Name the act in the audit, unless nothing was brought in."""
    brought = {table: count.imported + count.merged for table, count in accounts.counts.items()}
    if any(brought.values()):
        with acting(by.identity()):
            record_act("import.finished", subject_type="organization", subject_id=by.organization_id,
                       detail=brought)  # fmt: skip
