"""Reading claims: the biller's queues, the rows behind each number, one claim with all that happened to
it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, Sum

from wellrun.platform.access.api import Actor
from wellrun.platform.ui.formatting import format_person
from wellrun.practice.claims.models import Claim, ClaimState, EditFinding

_FIELDS = (
    "id", "number", "patient_id", "patient__family_name", "patient__given_name", "payer__name", "unit_id",
    "provider__display_name", "service_on", "charge_cents", "paid_cents", "patient_cents", "adjusted_cents",
    "denied_cents", "state", "state_at", "file_by_on", "version",
)  # fmt: skip
SORTS = {
    "number": "number", "service": "service_on", "charge": "charge_cents", "since": "state_at",
    "payer": "payer__name", "patient": "patient__family_name", "file_by": "file_by_on",
}  # fmt: skip


#: States in which a claim waits for somebody here.
NEEDS_WORK = (
    ClaimState.READY, ClaimState.HELD, ClaimState.REJECTED, ClaimState.DENIED, ClaimState.PARTLY_PAID,
)  # fmt: skip
#: States into which the payer's or the clearinghouse's answer brings a claim.
ANSWERED = (
    ClaimState.ACCEPTED, ClaimState.REJECTED, ClaimState.PAID, ClaimState.PARTLY_PAID, ClaimState.DENIED,
)  # fmt: skip
#: Stands for all states of NEEDS_WORK in `ClaimFilters.state`.
TO_WORK = "work"
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class ClaimFilters:
    """What narrows a list of claims; empty fields narrow nothing. `text` is a claim number or part of a name.

    `sent` are claims that went out in a half-open span, `answered` those that an answer brought into their present
    state in it; `said` is how a page names that.
    """

    state: str = ""
    payer_id: uuid.UUID | None = None
    unit_id: uuid.UUID | None = None
    text: str = ""
    sort: str = "service"
    unit_ids: frozenset[uuid.UUID] | None = None
    sent: Span | None = None
    answered: Span | None = None
    said: str = ""

    @property
    def states(self) -> tuple[str, ...]:
        """The states asked for; all of them when empty."""
        if self.state == TO_WORK:
            return NEEDS_WORK
        return (self.state,) if self.state else ()


@dataclass(frozen=True)
class ClaimRow:
    """One claim in a list. Money in cents; `file_by_on` is the last day the payer takes it."""

    id: uuid.UUID
    number: str
    patient_id: uuid.UUID
    patient_name: str
    payer_name: str
    unit_id: uuid.UUID
    provider_name: str
    service_on: date
    charge_cents: int
    paid_cents: int
    patient_cents: int
    adjusted_cents: int
    denied_cents: int
    state: str
    state_at: datetime
    file_by_on: date | None
    version: int
    trouble: str = ""

    @property
    def open_cents(self) -> int:
        """What the insurer still owes on it."""
        return self.charge_cents - self.paid_cents - self.patient_cents - self.adjusted_cents


@dataclass(frozen=True)
class WorkCount:
    """How many claims stand in a state, what they charge, and what insurers still owe on them, in cents."""

    state: str
    claims: int
    charge_cents: int
    open_cents: int


def claim(claim_id: uuid.UUID) -> Claim | None:
    """One claim with its patient, payer, provider and coverage; a screen also asks for `claims.read` at its unit."""
    related = ("patient", "payer", "provider", "coverage", "encounter")
    return Claim.objects.select_related(*related).filter(id=claim_id).first()


def claim_by_number(number: str) -> Claim | None:
    """The claim with a number (CLM01), if the person asking may see it."""
    return Claim.objects.filter(number=number.strip().upper()).first()


def claim_rows(
    *, by: Actor, filters: ClaimFilters = ClaimFilters(), limit: int = 100, offset: int = 0
) -> list[ClaimRow]:  # noqa: B008, E501 (frozen)
    """Claims where `by` may see them, narrowed and sorted, with the worst finding of those that are held."""
    name = SORTS.get(filters.sort.removeprefix("-"), "service_on")
    order = F(name).desc() if filters.sort.startswith("-") else F(name).asc()
    return _rows(_chosen(by, filters).order_by(order, "number"), limit, offset)


def claim_total(*, by: Actor, filters: ClaimFilters) -> WorkCount:
    """How many claims the same filters choose, and their money."""
    found = _chosen(by, filters).aggregate(**_SUMS)
    return _count(filters.state, found)


def work_counts(by: Actor, *, unit_ids: Iterable[uuid.UUID] | None = None) -> list[WorkCount]:
    """Claims by state with their money, where `by` may see them, in the order in which claims go through; with
    `unit_ids` only those of these sections."""
    filters = ClaimFilters(unit_ids=None if unit_ids is None else frozenset(unit_ids))
    found = {
        row["state"]: _count(row["state"], row)
        for row in _chosen(by, filters).values("state").annotate(**_SUMS).order_by("state")
    }
    return [found.get(state, WorkCount(state, 0, 0, 0)) for state in ClaimState.values]


_SUMS = {
    "claims": Count("id"),
    "charge": Sum("charge_cents"),
    "open": Sum(F("charge_cents") - F("paid_cents") - F("patient_cents") - F("adjusted_cents")),
}


def _count(state: str, found: dict[str, int | None]) -> WorkCount:
    return WorkCount(state, found["claims"] or 0, found["charge"] or 0, found["open"] or 0)


def _chosen(by: Actor, filters: ClaimFilters):  # noqa: ANN202 (a queryset)
    rows = Claim.objects.filter(unit_id__in=by.reach.get("claims.read", frozenset()))
    if filters.states:
        rows = rows.filter(state__in=filters.states)
    if filters.unit_ids is not None:
        rows = rows.filter(unit_id__in=filters.unit_ids)
    if filters.sent:
        rows = rows.filter(sent_within(*filters.sent))
    if filters.answered:
        rows = rows.filter(answered_within(*filters.answered))
    if filters.payer_id:
        rows = rows.filter(payer_id=filters.payer_id)
    if filters.unit_id:
        rows = rows.filter(unit_id=filters.unit_id)
    if filters.text.strip():
        text = filters.text.strip()
        rows = rows.filter(
            Q(number__istartswith=text)
            | Q(payer_claim_number__iexact=text)
            | Q(patient__family_name__istartswith=text)
            | Q(patient__given_name__istartswith=text)
        )
    return rows


def sent_within(starts_at: datetime, ends_at: datetime) -> Q:
    """Claims that went out in [starts_at, ends_at)."""
    return Q(submitted_at__gte=starts_at, submitted_at__lt=ends_at)


def answered_within(starts_at: datetime, ends_at: datetime) -> Q:
    """Claims that came in [starts_at, ends_at) into a state that only an answer brings."""
    return Q(state__in=ANSWERED, state_at__gte=starts_at, state_at__lt=ends_at)


def sent_and_answered(
    *, spans: Sequence[tuple[Iterable[uuid.UUID], datetime, datetime]]
) -> dict[uuid.UUID, tuple[int, int]]:
    """By unit, how many claims went out and how many were answered in the span that is given with the unit; units
    without either are absent. One query."""
    found: dict[uuid.UUID, tuple[int, int]] = {}
    sent, answered = Q(pk__in=[]), Q(pk__in=[])
    for unit_ids, starts_at, ends_at in spans:
        here = Q(unit_id__in=list(unit_ids))
        sent |= here & sent_within(starts_at, ends_at)
        answered |= here & answered_within(starts_at, ends_at)
    rows = Claim.objects.filter(sent | answered).values("unit_id")
    counted = rows.annotate(out=Count("id", filter=sent), back=Count("id", filter=answered)).order_by(
        "unit_id"
    )
    for row in counted if spans else ():
        found[row["unit_id"]] = (row["out"], row["back"])
    return found


def _rows(rows, limit: int, offset: int) -> list[ClaimRow]:  # noqa: ANN001 (a queryset)
    found = list(rows.values_list(*_FIELDS)[offset : offset + limit])
    troubles = _troubles([row[0] for row in found])
    return [
        ClaimRow(*row[:3], format_person(row[3], row[4]), *row[5:], troubles.get(row[0], "")) for row in found
    ]


def _troubles(claim_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    standing = EditFinding.objects.filter(
        claim_id__in=claim_ids, gone_at__isnull=True, outcome="failed", severity__in=["R", "D"],
        overridden_at__isnull=True,
    ).order_by("severity", "-rule_id")  # fmt: skip
    # What would be rejected (R) comes after what is likely denied (D), so that it is the one kept.
    return {found.claim_id: found.sentence for found in standing}
