"""Guards: declared beside each model, turned into grants, policies and triggers after every migration.

A guard answers four questions about a table: whose rows are they, how sensitive is each field, may a row
change once written, and is every write kept in the audit. One place, so that a table cannot be half protected.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rows(StrEnum):
    """Whose rows these are: the scope that row-level security repeats under the program."""

    OPEN = "open"
    ORGANIZATION = "organization"
    UNIT = "unit"
    PERSON = "person"
    AUDIT = "audit"


class Sensitivity(StrEnum):
    """What a field holds: nothing protected, health information, pay, or a secret that no page shows."""

    PLAIN = "plain"
    PHI = "phi"
    PAY = "pay"
    SECRET = "secret"  # noqa: S105 (a kind of field, not a password)


@dataclass(frozen=True)
class Guard:
    """How one table is protected.

    `fields` is the sensitivity of every field that no exception names. `compartment` is the column holding the
    record's compartment, where it has one. `frozen` rows are append-only: the database refuses change and
    deletion by anyone. `deletable` grants deletion to the running program, which few tables need; a table
    `kept_by_database` is written by the database's own functions alone.
    """

    rows: Rows
    fields: Sensitivity = Sensitivity.PLAIN
    compartment: str | None = None
    plain: frozenset[str] = frozenset()
    phi: frozenset[str] = frozenset()
    pay: frozenset[str] = frozenset()
    secret: frozenset[str] = frozenset()
    audited: bool = True
    frozen: bool = False
    deletable: bool = False
    kept_by_database: bool = False

    def sensitivity_of(self, field: str) -> Sensitivity:
        """The sensitivity of one field by its exception, or else by the table's own."""
        for kind in (Sensitivity.SECRET, Sensitivity.PAY, Sensitivity.PHI, Sensitivity.PLAIN):
            if field in getattr(self, kind.value):
                return kind
        return self.fields


def _setting_array(name: str) -> str:
    # A scalar sub-select is planned once a statement; after a transaction the setting is '' and not NULL.
    return f"coalesce(nullif((select current_setting('wellrun.{name}', true)), ''), '{{}}')"


def row_condition(guard: Guard) -> str:
    """The SQL condition under which the person asking may see or write a row of this table."""
    clauses = []
    if guard.rows is Rows.ORGANIZATION:
        clauses.append(f"organization_id = any ({_setting_array('organizations')}::uuid[])")
    elif guard.rows is Rows.UNIT:
        clauses.append(
            f"(unit_id = any ({_setting_array('units')}::uuid[]) or organization_id ="
            " nullif((select current_setting('wellrun.across', true)), '')::uuid)"
        )
    elif guard.rows is Rows.AUDIT:
        clauses.append("(select current_setting('wellrun.audit', true)) = 'on'")
    elif guard.rows is Rows.PERSON:
        clauses.append("person_id = nullif((select current_setting('wellrun.person', true)), '')::uuid")
    if guard.compartment:
        clauses.append(f"{guard.compartment} = any ({_setting_array('compartments')}::text[])")
    return " and ".join(clauses)


def _verbs(guard: Guard) -> list[str]:
    if guard.kept_by_database:
        return ["select"]
    verbs = ["select", "insert"] + ([] if guard.frozen else ["update"])
    return verbs + (["delete"] if guard.deletable and not guard.frozen else [])


def table_statements(table: str, guard: Guard, app_role: str, secret_columns: list[str]) -> list[str]:
    """The statements that bring one table to its guard, whatever state it was in. Names come from models only."""
    verbs = _verbs(guard)
    statements = [
        f'revoke all on "{table}" from public, {app_role}',
        f'grant {", ".join(verbs)} on "{table}" to {app_role}',
        f'drop policy if exists wellrun_rows on "{table}"',
        f'drop trigger if exists wellrun_audit on "{table}"',
        f'drop trigger if exists wellrun_frozen on "{table}"',
    ]
    condition = row_condition(guard)
    if condition:
        # The audit's own functions insert as the owner, on behalf of people who may not read it.
        force = "no force" if guard.rows is Rows.AUDIT else "force"
        statements += [
            f'alter table "{table}" enable row level security, {force} row level security',
            f'create policy wellrun_rows on "{table}" using ({condition}) with check ({condition})',
        ]
    else:
        statements.append(f'alter table "{table}" disable row level security, no force row level security')
    if guard.audited:
        statements.append(
            f'create trigger wellrun_audit after insert or update or delete on "{table}"'
            f" for each row execute function wellrun_audit_row('{','.join(secret_columns)}')"
        )
    if guard.frozen:
        statements.append(
            f'create trigger wellrun_frozen before update or delete or truncate on "{table}"'
            " for each statement execute function wellrun_refuse_change()"
        )
    return statements
