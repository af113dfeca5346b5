"""What a payer makes of a claim: price, copay, deductible, coinsurance, or a denial; exact to the cent."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from wellrun.engines.x12 import Adjustment, Claim, DatedFact, Party, RemittedClaim, RemittedLine, ServiceLine
from wellrun.simulation.clearinghouse.habits import PayerHabits

PAID, DENIED, REVERSAL = "1", "4", "22"
#: A remittance (CLP06, 005010X221A1) has fewer kinds of payer than a claim (SBR09, 005010X222A1): what a payer that is
#: called so on claims calls itself when it pays.
_ON_REMITTANCES = {"11": "ZZ", "BL": "12", "CI": "12", "FI": "OF"}


def decide(
    claim: Claim, habits: PayerHabits, number: str, deductible_left_cents: int, chance: Random
) -> tuple[RemittedClaim, int]:
    """The decision on a claim and how much of the member's deductible it used, in cents."""
    if chance.random() < habits.denial_share:
        reasons, weights = zip(*habits.denials, strict=True)
        group, reason = chance.choices(reasons, weights)[0].split()
        lines = [_denied(line, group, reason) for line in claim.lines]
        return _decided(claim, DENIED, number, habits, lines), 0
    used, lines = 0, []
    copay = habits.copay_cents
    for line in claim.lines:
        decided, copay, took = _priced(line, habits, copay, deductible_left_cents - used)
        used += took
        lines.append(decided)
    return _decided(claim, PAID, number, habits, lines), used


def taken_back(found: RemittedClaim) -> RemittedClaim:
    """The reversal of a decision: every amount with its sign flipped, no patient responsibility told (CLP02
    22).
    """
    lines = [
        replace(
            line,
            charge_cents=-line.charge_cents,
            paid_cents=-line.paid_cents,
            adjustments=[replace(one, amount_cents=-one.amount_cents) for one in line.adjustments],
            amounts=[],
        )
        for line in found.lines
    ]
    return replace(
        found,
        status=REVERSAL,
        charge_cents=-found.charge_cents,
        paid_cents=-found.paid_cents,
        patient_responsibility_cents=0,
        lines=lines,
    )


def lowered(found: RemittedClaim, percent: int) -> RemittedClaim:
    """The same decision at a lower price: what is no longer paid becomes a contractual adjustment."""
    lines = []
    for line in found.lines:
        paid = line.paid_cents * percent // 100
        lines.append(
            replace(
                line,
                paid_cents=paid,
                adjustments=_with(line.adjustments, "CO", "45", line.paid_cents - paid),
                amounts=[],
            )
        )
    return replace(found, paid_cents=sum(line.paid_cents for line in lines), lines=lines)


def _with(adjustments: list[Adjustment], group: str, reason: str, more_cents: int) -> list[Adjustment]:
    if not more_cents:
        return list(adjustments)
    found = [one for one in adjustments if (one.group, one.reason) == (group, reason)]
    before = found[0].amount_cents if found else 0
    rest = [one for one in adjustments if one not in found]
    return [Adjustment(group, reason, before + more_cents), *rest]


def _priced(
    line: ServiceLine, habits: PayerHabits, copay: int, deductible_left: int
) -> tuple[RemittedLine, int, int]:
    """The line at its contract price, the copay that is still due, and the deductible it used."""
    allowed = line.charge_cents * habits.allowed_percent // 100
    shares = [("CO", "45", line.charge_cents - allowed)]
    rest = allowed
    by_copay = min(copay, rest)
    rest -= by_copay
    by_deductible = min(max(deductible_left, 0), rest)
    rest -= by_deductible
    by_coinsurance = rest * habits.coinsurance_percent // 100
    rest -= by_coinsurance
    shares += [("PR", "1", by_deductible), ("PR", "2", by_coinsurance), ("PR", "3", by_copay)]
    adjustments = [Adjustment(group, reason, cents) for group, reason, cents in shares if cents]
    decided = replace(_line(line, rest, adjustments), amounts=[("B6", allowed)])
    return decided, copay - by_copay, by_deductible


def _denied(line: ServiceLine, group: str, reason: str) -> RemittedLine:
    adjustments = [Adjustment(group, reason, line.charge_cents)] if line.charge_cents else []
    return _line(line, 0, adjustments)


def _line(line: ServiceLine, paid: int, adjustments: list[Adjustment]) -> RemittedLine:
    return RemittedLine(
        procedure_qualifier="HC",
        procedure=line.procedure,
        modifiers=line.modifiers,
        charge_cents=line.charge_cents,
        paid_cents=paid,
        units=line.units if paid else None,
        control_number=line.control_number,
        from_on=line.from_on,
        through_on=line.through_on,
        adjustments=adjustments,
    )


def _decided(
    claim: Claim, status: str, number: str, habits: PayerHabits, lines: list[RemittedLine]
) -> RemittedClaim:
    patient = claim.patient_party
    received = claim.header.created_at.date() if claim.header.created_at else None
    share = sum(one.amount_cents for line in lines for one in line.adjustments if one.group == "PR")
    return RemittedClaim(
        patient_control_number=claim.control_number,
        status=status,
        charge_cents=claim.charge_cents,
        paid_cents=sum(line.paid_cents for line in lines),
        patient_responsibility_cents=share,
        filing_indicator=_ON_REMITTANCES.get(habits.filing_indicator, habits.filing_indicator),
        payer_claim_number=number,
        facility_type=claim.place_of_service,
        frequency=claim.frequency,
        patient=Party(
            "QC",
            patient.name,
            patient.first_name,
            person=True,
            id_qualifier="MI",
            id=claim.subscriber.member_id,
        ),
        dates=[DatedFact("050", received, received)] if received else [],
        lines=lines,
        set_number="1",
    )
