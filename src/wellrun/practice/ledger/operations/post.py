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
from wellrun.practice.ledger.chart import Account
from wellrun.practice.ledger.models import ClosedDay, JournalEntry, JournalLine


class Unbalanced(Refused):
    """The lines do not sum to zero."""

    sentence = "This posting does not balance, so nothing was written."


class DayClosed(Refused):
    """The day is closed."""

    def __init__(self, on: date) -> None:
        super().__init__(f"{on:%B %-d, %Y} is closed. Date this on the next open day.", field="effective_on")


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
    lines = [line for line in lines if line.amount_cents]
    if not lines or sum(line.amount_cents for line in lines):
        raise Unbalanced()
    if site_id is not None:
        _refuse_closed(site_id, effective_on)
    entry_id = _open_entry(source_kind, source_key, effective_on, memo[:200], reverses_id, by=by, at=at)
    if entry_id is None:
        known = JournalEntry.objects.get(organization_id=by.organization_id, source_key=source_key)
        return Posted(known.id, now=False)
    JournalLine.objects.bulk_create(
        JournalLine(
            organization_id=by.organization_id,
            entry_id=entry_id,
            account=line.account.value,
            amount_cents=line.amount_cents,
            effective_on=effective_on,
            **_dimensions(line),
        )
        for line in lines
    )
    return Posted(entry_id, now=True)


def _dimensions(line: Line) -> dict[str, uuid.UUID | None]:
    return {
        name: getattr(line, name)
        for name in (
            "patient_account_id", "claim_id", "charge_id", "payer_id", "unit_id", "provider_id", "drawer_id",
        )
    }  # fmt: skip


def _refuse_closed(site_id: uuid.UUID, on: date) -> None:
    if ClosedDay.objects.filter(site_id=site_id, closed_on=on).exists():
        raise DayClosed(on)


def _open_entry(
    kind: str, key: str, on: date, memo: str, reverses_id: uuid.UUID | None, *, by: Actor, at: datetime
) -> uuid.UUID | None:
    # A unique index decides who posts; the loser waits here for the winner and then finds its entry.
    entry_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into ledger_entry (id, organization_id, source_kind, source_key, effective_on, posted_at,"
            " posted_by_id, memo, reverses_id) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict (organization_id, source_key) do nothing",
            [entry_id, by.organization_id, kind, key, on, at, by.person_id, memo, reverses_id],
        )
        return entry_id if cursor.rowcount else None


def reverse(*, entry_id: uuid.UUID, effective_on: date, memo: str, site_id: uuid.UUID | None = None, by: Actor,
            at: datetime) -> Posted:  # fmt: skip
    """Write the opposite of an entry, once. The original stays as it was."""
    entry = JournalEntry.objects.get(id=entry_id)
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
        for line in entry.lines.all()
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
