"""Which claim of ours a payer speaks of: by our number, by the payer's, or by day, amount and patient."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from wellrun.engines.x12 import Remittance as ReadRemittance
from wellrun.engines.x12 import RemittedClaim
from wellrun.practice.claims.models import Claim
from wellrun.practice.claims.rules.deciding import WITH_PAYER
from wellrun.practice.coverage.api import Payer, payers

OUR_NUMBER, PAYER_NUMBER, DAY_AND_AMOUNT = "our number", "payer's number", "day and amount"


@dataclass(frozen=True)
class Match:
    """A claim and what it was recognized by."""

    claim: Claim
    by: str


def payer_of(found: ReadRemittance, organization_id: uuid.UUID) -> Payer | None:
    """The payer of ours whom a remittance names by its electronic id or, failing that, exactly by name."""
    ids = {found.payer.id, *(reference.value for reference in found.payer.references)} - {""}
    known = payers(organization_id, also_inactive=True)
    by_id = [payer for payer in known if payer.electronic_id in ids]
    named = [payer for payer in known if payer.name.casefold() == found.payer.name.casefold()]
    matching = by_id or named
    return matching[0] if len(matching) == 1 else None


def match_all(
    remitted: Sequence[RemittedClaim], organization_id: uuid.UUID, payer: Payer | None
) -> list[Match | None]:
    """The claim of each, in the same order; None where none or more than one would fit. Two or three
    queries.
    """
    numbers = {one.patient_control_number for one in remitted}
    rows = Claim.objects.filter(organization_id=organization_id).defer("snapshot")
    ours = _by(rows.filter(number__in=numbers), "number")
    rest = [one for one in remitted if one.patient_control_number not in ours]
    theirs: dict[str, list[Claim]] = {}
    days: dict[tuple[object, ...], list[Claim]] = {}
    if rest and payer is not None:
        sent = rows.filter(payer=payer, submitted_at__isnull=False)
        theirs = _by(sent.filter(payer_claim_number__in={o.payer_claim_number for o in rest} - {""}),
                     "payer_claim_number")  # fmt: skip
        wanted = {day for one in rest if (day := _served_on(one))}
        # By day and amount alone only a claim that still waits for its decision is recognized.
        waiting = sent.filter(state__in=WITH_PAYER, charge_cents__in={abs(o.charge_cents) for o in rest})
        for claim in waiting.filter(service_on__in=wanted).select_related("patient"):
            days.setdefault(_mark(claim), []).append(claim)
    return [_match(one, ours, theirs, days) for one in remitted]


def _by(rows: object, name: str) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in rows:  # type: ignore[attr-defined]
        found.setdefault(getattr(claim, name), []).append(claim)
    return found


def _match(
    one: RemittedClaim,
    ours: dict[str, list[Claim]],
    theirs: dict[str, list[Claim]],
    days: dict[tuple[object, ...], list[Claim]],
) -> Match | None:
    family = one.patient.name.casefold() if one.patient else ""
    for by, found in (
        (OUR_NUMBER, ours.get(one.patient_control_number, [])),
        (PAYER_NUMBER, theirs.get(one.payer_claim_number, [])),
        (DAY_AND_AMOUNT, days.get((_served_on(one), abs(one.charge_cents), family), [])),
    ):
        if len(found) == 1:
            return Match(found[0], by)
    return None


def _mark(claim: Claim) -> tuple[object, ...]:
    return claim.service_on, claim.charge_cents, claim.patient.family_name.casefold()


def _served_on(one: RemittedClaim) -> object:
    days = [line.from_on for line in one.lines if line.from_on]
    return min(days) if days else one.statement_from_on
