"""Reading remittances: the list, and one with its claims side by side."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from wellrun.platform.access.api import Actor
from wellrun.practice.claims.models import (
    Outcome,
    Remittance,
    RemittanceAdjustment,
    RemittanceClaim,
    RemittanceState,
)


@dataclass(frozen=True)
class RemittanceRow:
    """One payment in a list; cents."""

    id: uuid.UUID
    payer_name: str
    trace_number: str
    method: str
    amount_cents: int
    claim_count: int
    paid_on: date | None
    staged_at: datetime
    state: str
    exception_count: int
    unapplied_cents: int
    posted_at: datetime | None


@dataclass(frozen=True)
class Attention:
    """How many payments somebody must look at, by why."""

    unbalanced: int
    duplicates: int
    exceptions: int


@dataclass(frozen=True)
class RemittedRow:
    """One claim of a remittance beside ours: what we charged and what the payer decided; cents."""

    position: int
    claim_id: uuid.UUID | None
    patient_id: uuid.UUID | None
    number: str
    patient_name: str
    matched_by: str
    status: str
    our_charge_cents: int | None
    charge_cents: int
    paid_cents: int
    adjusted_cents: int
    patient_cents: int
    denied_cents: int
    outcome: str
    sentence: str
    content: dict[str, Any]
    remittance_id: uuid.UUID
    trace_number: str
    id: uuid.UUID
    settled: bool

    @property
    def is_exception(self) -> bool:
        """Whether somebody must settle it."""
        return self.outcome == Outcome.EXCEPTION


def remittance(remittance_id: uuid.UUID) -> Remittance | None:
    """One remittance with its file, if the person asking may see it."""
    return (
        Remittance.objects.select_related("transmission", "payer", "first").filter(id=remittance_id).first()
    )


def attention_counts() -> Attention:
    """What waits for a person among the payments in reach; an exception counts until its task is closed."""
    found = Remittance.objects.aggregate(
        unbalanced=Count("id", filter=Q(state=RemittanceState.UNBALANCED)),
        duplicates=Count("id", filter=Q(state=RemittanceState.DUPLICATE)),
        exceptions=Count("id", filter=Q(exception_count__gt=0)),
    )
    return Attention(**found)


#: Asks `remittance_rows` for every payment that came and was not posted, whatever keeps it.
UNPOSTED = "unposted"
_UNPOSTED = (RemittanceState.STAGED, RemittanceState.UNBALANCED)


def remittance_rows(*, state: str = "", exceptions: bool = False, limit: int = 200) -> list[RemittanceRow]:
    """Payments, newest first, narrowed to a state or to those with exceptions."""
    rows = Remittance.objects.all()
    if state == UNPOSTED:
        rows = rows.filter(state__in=_UNPOSTED)
    elif state:
        rows = rows.filter(state=state)
    if exceptions:
        rows = rows.filter(exception_count__gt=0)
    fields = tuple(RemittanceRow.__dataclass_fields__)
    return [RemittanceRow(*row) for row in rows.order_by("-staged_at", "-id").values_list(*fields)[:limit]]


def unposted_remittances(organization_id: uuid.UUID) -> list[RemittanceRow]:
    """What keeps a day from being closed: payments that came and were not posted."""
    rows = Remittance.objects.filter(organization_id=organization_id, state__in=_UNPOSTED)
    fields = tuple(RemittanceRow.__dataclass_fields__)
    return [RemittanceRow(*row) for row in rows.order_by("staged_at").values_list(*fields)]


def remitted_rows(
    *, remittance_id: uuid.UUID | None = None, claim_id: uuid.UUID | None = None, by: Actor | None = None
) -> list[RemittedRow]:
    """The decided claims of a remittance in its order, or every decision on one claim, oldest first.

    With `by` only those of sections where that person may read claims.
    """
    rows = RemittanceClaim.objects.select_related("claim", "remittance")
    rows = rows.filter(remittance_id=remittance_id) if remittance_id else rows.filter(claim_id=claim_id)
    if by is not None:
        rows = rows.filter(unit_id__in=by.reach.get("claims.read", frozenset()))
    return [_row(row) for row in rows.order_by("remittance__staged_at", "position")]


@dataclass(frozen=True)
class BalanceLevel:
    """One of the three equations of a payment: what it says in words, both sides in cents, and how many
    fail.
    """

    name: str
    says: str
    told_cents: int
    made_cents: int
    failing: int

    @property
    def holds(self) -> bool:
        """Whether it comes out to the cent."""
        return self.failing == 0 and self.told_cents == self.made_cents


def balance_levels(found: Remittance, rows: Sequence[RemittedRow]) -> list[BalanceLevel]:
    """The balance at line, claim and payment, over the claims that the person asking may see."""
    lines = [line for row in rows for line in row.content["lines"]]
    adjusted = [sum(one["cents"] for one in line["adjustments"]) for line in lines]
    off_lines = sum(
        line["charge_cents"] - less != line["paid_cents"] for line, less in zip(lines, adjusted, strict=True)
    )
    claim_sums = [_adjusted(row) for row in rows]
    off_claims = sum(
        row.charge_cents - less != row.paid_cents for row, less in zip(rows, claim_sums, strict=True)
    )
    return [
        BalanceLevel(
            "Lines", "Charges less their adjustments are what was paid",
            sum(line["paid_cents"] for line in lines), sum(line["charge_cents"] for line in lines) - sum(adjusted),
            off_lines,
        ),
        BalanceLevel(
            "Claims", "Charges less all adjustments are what was paid",
            sum(row.paid_cents for row in rows), sum(row.charge_cents for row in rows) - sum(claim_sums), off_claims,
        ),
        BalanceLevel(
            "Payment", "Claims paid less what was moved beside are the payment",
            found.amount_cents, found.claims_cents - found.moved_cents, 0,
        ),
    ]  # fmt: skip


def _adjusted(row: RemittedRow) -> int:
    own = sum(one["cents"] for one in row.content["adjustments"])
    return own + sum(one["cents"] for line in row.content["lines"] for one in line["adjustments"])


def movements_of(remittance_id: uuid.UUID) -> list[RemittanceAdjustment]:
    """The money moved beside the claims, in the file's order."""
    return list(RemittanceAdjustment.objects.filter(remittance_id=remittance_id).order_by("position"))


def patients_remitted(rows: Sequence[RemittedRow]) -> set[uuid.UUID]:
    """The patients these rows speak of, as far as they are ours."""
    return {row.patient_id for row in rows if row.patient_id}


def _row(row: RemittanceClaim) -> RemittedRow:
    return RemittedRow(
        position=row.position,
        claim_id=row.claim_id,
        patient_id=row.claim.patient_id if row.claim else None,
        number=row.control_number,
        patient_name=row.patient_name,
        matched_by=row.matched_by,
        status=row.status,
        our_charge_cents=row.claim.charge_cents if row.claim else None,
        charge_cents=row.charge_cents,
        paid_cents=row.paid_cents,
        adjusted_cents=row.adjusted_cents,
        patient_cents=row.patient_cents,
        denied_cents=row.denied_cents,
        outcome=row.outcome,
        sentence=row.sentence,
        content=row.content,
        remittance_id=row.remittance_id,
        trace_number=row.remittance.trace_number,
        id=row.id,
        settled=row.settled_at is not None,
    )
