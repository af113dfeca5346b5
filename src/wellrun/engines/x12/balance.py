"""Whether a remittance's money adds up: line, claim and payment, in integer cents.

Source: guide 005010X221A1, section 1.10.2, and X12's public answers to requests for interpretation 578, 1386,
1604, 2548, 2601 and 2806. AMT and QTY never enter a balance.
"""

from __future__ import annotations

from collections.abc import Sequence

from .adjustment import Adjustment
from .findings import Finding, Severity
from .money import dollars
from .remittance import Remittance, RemittedClaim, RemittedLine

_SECONDARY = ("2", "3", "20", "21")


def balance(remittance: Remittance) -> list[Finding]:
    """Every reason not to post this remittance unseen: errors where money does not add up, warnings beside.

    Line: SVC02 less its adjustments is SVC03. Claim: CLP03 less all its adjustments is CLP04, and its lines'
    charges make CLP03. Payment: the claims paid less PLB is BPR02. What made the reading of amounts
    unreliable (`problems`) comes first. An empty list, or one of warnings only, means that the money is
    exact.
    """
    findings = list(remittance.problems)
    for claim in remittance.claims:
        for line in claim.lines:
            _balance_line(line, claim, remittance, findings)
        _balance_claim(claim, remittance, findings)
        _weigh_claim(claim, remittance, findings)
    _balance_payment(remittance, findings)
    return findings


def is_balanced(remittance: Remittance) -> bool:
    """Whether nothing in the remittance's money is wrong; warnings do not count."""
    return not any(finding.severity == "error" for finding in balance(remittance))


def _sum(adjustments: Sequence[Adjustment]) -> int:
    total = 0
    for adjustment in adjustments:
        total += adjustment.amount_cents
    return total


def _balance_line(
    line: RemittedLine, claim: RemittedClaim, remittance: Remittance, out: list[Finding]
) -> None:
    explained = line.charge_cents - (_sum(line.adjustments) if line.adjustments else 0)
    if explained != line.paid_cents:
        sentence = (
            f"Line {line.procedure} of claim {claim.patient_control_number}: {dollars(line.charge_cents)}"
            f" less its adjustments is {dollars(explained)}, but {dollars(line.paid_cents)} is reported paid."
        )
        out.append(_finding(remittance, "error", "balance.line", line.position, "SVC", 3, "2110", sentence))


def _balance_claim(claim: RemittedClaim, remittance: Remittance, out: list[Finding]) -> None:
    name = f"Claim {claim.patient_control_number}"
    adjusted = _sum(claim.adjustments)
    charged = 0
    for line in claim.lines:
        charged += line.charge_cents
        if line.adjustments:
            adjusted += _sum(line.adjustments)
    explained = claim.charge_cents - adjusted
    if explained != claim.paid_cents:
        out.append(
            _finding(
                remittance, "error", "balance.claim", claim.position, "CLP", 4, "2100",
                f"{name}: {dollars(claim.charge_cents)} less all adjustments is {dollars(explained)}, but"
                f" {dollars(claim.paid_cents)} is reported as paid.",
            )
        )  # fmt: skip
    if claim.lines and charged != claim.charge_cents:
        out.append(
            _finding(
                remittance, "error", "balance.claim-charge", claim.position, "CLP", 3, "2100",
                f"{name}: its lines' charges make {dollars(charged)}, but the claim's charge is"
                f" {dollars(claim.charge_cents)}.",
            )
        )  # fmt: skip


def _weigh_claim(claim: RemittedClaim, remittance: Remittance, out: list[Finding]) -> None:
    """What is odd about a claim without making its money wrong."""
    every = [*claim.adjustments, *(found for line in claim.lines for found in line.adjustments)]
    patient = sum(found.amount_cents for found in every if found.group == "PR")
    name = f"Claim {claim.patient_control_number}"
    sentence, code, element = "", "", 5
    if claim.is_reversal:
        if claim.patient_responsibility_cents:
            code, sentence = (
                "remittance.reversal",
                f"{name} is a reversal, but carries a patient responsibility.",
            )
        elif claim.charge_cents > 0:
            code, sentence, element = (
                "remittance.reversal",
                f"{name} is a reversal, but its charge is positive.",
                3,
            )
    elif patient != claim.patient_responsibility_cents:
        code = "balance.patient-responsibility"
        sentence = (
            f"{name}: patient responsibility is {dollars(claim.patient_responsibility_cents)}, but the"
            f" adjustments of group PR make {dollars(patient)}."
        )
    if sentence:
        out.append(_finding(remittance, "warning", code, claim.position, "CLP", element, "2100", sentence))
    if claim.status in _SECONDARY and every and not any(found.reason == "23" for found in every):
        sentence = f"{name} is paid as secondary, but no adjustment 23 tells what the earlier payer did."
        out.append(
            _finding(
                remittance, "warning", "remittance.prior-payer", claim.position, "CLP", 2, "2100", sentence
            )
        )
    if not claim.lines and claim.status not in ("22", "23", "25"):
        sentence = f"{name} has no service lines; a professional claim must have them."
        out.append(
            _finding(remittance, "warning", "remittance.no-lines", claim.position, "CLP", 1, "2100", sentence)
        )


def _balance_payment(remittance: Remittance, out: list[Finding]) -> None:
    claims = sum(claim.paid_cents for claim in remittance.claims)
    moved = sum(found.amount_cents for found in remittance.provider_adjustments)
    told = -remittance.amount_cents if remittance.credit_debit == "D" else remittance.amount_cents
    at = remittance.position + 1 if remittance.position else 0
    if claims - moved != told:
        out.append(
            _finding(
                remittance, "error", "balance.payment", at, "BPR", 2, "",
                f"The claims paid, {dollars(claims)}, less the provider adjustments, {dollars(moved)}, make"
                f" {dollars(claims - moved)}, but the payment is {dollars(told)}.",
            )
        )  # fmt: skip
    if remittance.method == "NON" and remittance.amount_cents:
        sentence = f"The method is NON, no payment, but the amount is {dollars(remittance.amount_cents)}."
        out.append(_finding(remittance, "error", "remittance.no-payment", at, "BPR", 4, "", sentence))
    if remittance.handling == "H" and remittance.amount_cents:
        sentence = f"This is a notice only (H), but its amount is {dollars(remittance.amount_cents)}."
        out.append(_finding(remittance, "warning", "remittance.notice", at, "BPR", 1, "", sentence))
    if remittance.amount_cents < 0:
        sentence = (
            "The payment is negative; a negative balance must be carried forward by a PLB of reason FB."
        )
        out.append(_finding(remittance, "error", "remittance.negative", at, "BPR", 2, "", sentence))
    if remittance.credit_debit == "D":
        sentence = "The payment is marked as a debit (D), which a remittance hardly ever is."
        out.append(_finding(remittance, "warning", "remittance.debit", at, "BPR", 3, "", sentence))


def _finding(
    remittance: Remittance, severity: Severity, code: str, position: int, tag: str, element: int, loop: str,
    sentence: str,
) -> Finding:  # fmt: skip
    envelope = remittance.envelope
    within = position - envelope.position + 1 if position and envelope.position else 0
    return Finding(
        severity, 3, code, sentence, position, tag, element, loop, envelope.transaction_control,
        position_in_transaction=within, group=envelope.group_control,
        interchange=envelope.interchange_control,
    )  # fmt: skip
