"""Posting: balanced, once, and never to a closed day."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.refusals import Refused
from wellrun.platform.database.ids import new_id
from wellrun.platform.ui.formatting import format_long_day
from wellrun.practice.ledger.chart import Account
from wellrun.practice.ledger.models import ClosedDay, JournalEntry, JournalLine


class Unbalanced(Refused):
    """The lines do not sum to zero."""

    sentence = "This posting does not balance, so nothing was written."


class DayClosed(Refused):
    """The day is closed."""

    def __init__(self, on: date) -> None:
        super().__init__(
            f"{format_long_day(on)} is closed. Date this on the next open day.", field="effective_on"
        )


@dataclass(frozen=True)
class Line:
    """One line to post; positive cents debit, negative credit. `unit_id` is the department or site it belongs to."""

    account: Account
    amount_cents: int
    patient_account_id: uuid.UUID | None = None
    claim_id: uuid.UUID | None = None
    charge_id: uuid.UUID | None = None
    payer_id: uuid.UUID | None = None
    unit_id: uuid.UUID | None = None
    provider_id: uuid.UUID | None = None
    drawer_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Posted:
    """The entry, and whether this call wrote it or an earlier one had."""

    entry_id: uuid.UUID
    now: bool


@dataclass(frozen=True)
class Entry:
    """One entry to post, under a source key that posts once; `reverses_id` is the entry that it takes back."""

    source_kind: str
    source_key: str
    effective_on: date
    lines: Sequence[Line]
    memo: str = ""
    reverses_id: uuid.UUID | None = None


def post(
    *,
    source_kind: str,
    source_key: str,
    effective_on: date,
    lines: Sequence[Line],
    memo: str = "",
    reverses_id: uuid.UUID | None = None,
    site_id: uuid.UUID | None = None,
    by: Actor,
    at: datetime,
) -> Posted:
    """Write one entry. The same `source_key` again writes nothing and returns the first entry.

    Lines of zero cents are left out; an entry with none left is refused as unbalanced. The caller has checked
    its own capability: whoever may take a payment may post it.
    """
    entry = Entry(source_kind, source_key, effective_on, lines, memo, reverses_id)
    return post_all([entry], site_id=site_id, by=by, at=at)[0]


def post_all(
    entries: Sequence[Entry], *, site_id: uuid.UUID | None = None, by: Actor, at: datetime
) -> list[Posted]:
    """Write the entries of one act in one statement, each as `post` would; all of them, or none when one is refused.

    The answers are in the order of the entries.
    """
    balanced = [[line for line in entry.lines if line.amount_cents] for entry in entries]
    if any(not lines or sum(line.amount_cents for line in lines) for lines in balanced):
        raise Unbalanced()
    if site_id is not None:
        for day in {entry.effective_on for entry in entries}:
            _refuse_closed(site_id, day)
    if not entries:
        return []
    ids = [new_id() for _ in entries]
    written = _write(ids, entries, balanced, by=by, at=at)
    if len(written) == len(ids):
        return [Posted(entry_id, now=True) for entry_id in ids]
    known = dict(
        JournalEntry.objects.filter(
            organization_id=by.organization_id, source_key__in=[entry.source_key for entry in entries]
        ).values_list("source_key", "id")
    )
    return [
        Posted(known[entry.source_key], now=entry_id in written)
        for entry_id, entry in zip(ids, entries, strict=True)
    ]


def _refuse_closed(site_id: uuid.UUID, on: date) -> None:
    if ClosedDay.objects.filter(site_id=site_id, closed_on=on).exists():
        raise DayClosed(on)


_DIMENSIONS = (
    "patient_account_id", "claim_id", "charge_id", "payer_id", "unit_id", "provider_id", "drawer_id",
)  # fmt: skip
# A unique index decides who posts; the loser waits here for the winner, writes no lines, and then finds the
# winner's entry. In the order of their keys, so that two who post the same entries wait for each other one way.
_WRITE = f"""
with opened as (
    insert into ledger_entry (id, organization_id, source_kind, source_key, effective_on, posted_at, posted_by_id,
                              memo, reverses_id)
    select e.id, %s::uuid, e.kind, e.key, e.on_day, %s::timestamptz, %s::uuid, e.memo, e.reverses
    from unnest(%s::uuid[], %s::text[], %s::text[], %s::date[], %s::text[], %s::uuid[])
        as e (id, kind, key, on_day, memo, reverses)
    order by e.key, e.id
    on conflict (organization_id, source_key) do nothing
    returning id, organization_id, effective_on
), lines as (
    insert into ledger_line (id, organization_id, effective_on, entry_id, account, amount_cents,
                             {", ".join(_DIMENSIONS)})
    select l.id, opened.organization_id, opened.effective_on, opened.id, l.account, l.cents,
           {", ".join(f"l.{name}" for name in _DIMENSIONS)}
    from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::bigint[]{", %s::uuid[]" * len(_DIMENSIONS)})
        as l (id, entry_id, account, cents, {", ".join(_DIMENSIONS)})
    join opened on opened.id = l.entry_id
)
select id from opened
"""  # noqa: S608 (names of columns, written above)


def _write(
    ids: Sequence[uuid.UUID],
    entries: Sequence[Entry],
    balanced: Sequence[Sequence[Line]],
    *,
    by: Actor,
    at: datetime,
) -> set[uuid.UUID]:
    """Insert the entries whose key is new, with their lines; the ids of those that were inserted."""
    heads = [
        (entry_id, one.source_kind, one.source_key, one.effective_on, one.memo[:200], one.reverses_id)
        for entry_id, one in zip(ids, entries, strict=True)
    ]
    lines = [
        (new_id(), entry_id, line.account.value, line.amount_cents, *_dimensions(line))
        for entry_id, found in zip(ids, balanced, strict=True)
        for line in found
    ]
    values = [by.organization_id, at, by.person_id]
    values += [list(column) for column in zip(*heads, strict=True)]
    values += [list(column) for column in zip(*lines, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
        return {entry_id for (entry_id,) in cursor.fetchall()}


def _dimensions(line: Line) -> list[uuid.UUID | None]:
    return [getattr(line, name) for name in _DIMENSIONS]


def reverse(*, entry_id: uuid.UUID, effective_on: date, memo: str, site_id: uuid.UUID | None = None, by: Actor,
            at: datetime) -> Posted:  # fmt: skip
    """Write the opposite of an entry, once. The original stays as it was."""
    lines = [
        Line(
            account=Account(line.account),
            amount_cents=-line.amount_cents,
            patient_account_id=line.patient_account_id,
            claim_id=line.claim_id,
            charge_id=line.charge_id,
            payer_id=line.payer_id,
            unit_id=line.unit_id,
            provider_id=line.provider_id,
            drawer_id=line.drawer_id,
        )
        for line in JournalLine.objects.filter(entry_id=entry_id)
    ]
    return post(
        source_kind="reversal",
        source_key=f"reversal:{entry_id}",
        effective_on=effective_on,
        lines=lines,
        memo=memo,
        reverses_id=entry_id,
        site_id=site_id,
        by=by,
        at=at,
    )
