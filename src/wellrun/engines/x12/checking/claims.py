"""The rules of a professional claim that no single segment shows: sums, pointers, dates, who the patient is.

Source: guide 005010X222A1 and X12's public answers to requests for interpretation 1115 and 2168.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..claim import Claim, ServiceLine
from ..findings import Severity
from ..money import dollars

# severity, SNIP type, code, position (0 for the claim), segment, element, loop, sentence
Fault = tuple[Severity, int, str, int, str, int | None, str, str]

_MOST_DIAGNOSES = 12


def judge_claim(claim: Claim) -> Iterator[Fault]:
    """Every fault of one claim."""
    yield from _sums(claim)
    yield from _earlier_payers(claim)
    yield from _diagnoses(claim)
    yield from _lines(claim)
    yield from _circumstances(claim)
    yield from _patient(claim)


def _sums(claim: Claim) -> Iterator[Fault]:
    charged = sum(line.charge_cents for line in claim.lines)
    if charged != claim.charge_cents:
        yield (
            "error", 3, "balance.claim", claim.position, "CLM", 2, "2300",
            f"The claim's charge is {dollars(claim.charge_cents)}, but its lines make {dollars(charged)}.",
        )  # fmt: skip


def _earlier_payers(claim: Claim) -> Iterator[Fault]:
    for line in claim.lines:
        for decided in line.adjudications:
            explained = decided.paid_cents + sum(found.amount_cents for found in decided.adjustments)
            if explained != line.charge_cents:
                yield (
                    "error", 3, "balance.earlier-line", line.position, "SVD", 2, "2430",
                    f"Payer {decided.payer_id} paid and adjusted {dollars(explained)} of a line of"
                    f" {dollars(line.charge_cents)}.",
                )  # fmt: skip
    for coverage in claim.other_coverages:
        if coverage.paid_cents is None:
            continue
        payer = coverage.payer.id if coverage.payer else ""
        explained = coverage.paid_cents + sum(found.amount_cents for found in coverage.adjustments)
        for line in claim.lines:
            for decided in line.adjudications:
                if decided.payer_id == payer:
                    explained += sum(found.amount_cents for found in decided.adjustments)
        if explained != claim.charge_cents:
            yield (
                "error", 3, "balance.earlier-claim", coverage.position, "AMT", 2, "2320",
                f"Payer {payer} paid and adjusted {dollars(explained)} of a claim of"
                f" {dollars(claim.charge_cents)}.",
            )  # fmt: skip


def _diagnoses(claim: Claim) -> Iterator[Fault]:
    known = len(claim.diagnoses)
    if known > _MOST_DIAGNOSES:
        yield (
            "error", 2, "claim.diagnoses", claim.position, "HI", None, "2300",
            f"The claim has {known} diagnoses; 12 is the most.",
        )  # fmt: skip
    codes = [diagnosis.code for diagnosis in claim.diagnoses]
    if len(set(codes)) < len(codes):
        yield (
            "warning", 4, "claim.diagnosis-twice", claim.position, "HI", None, "2300",
            "A diagnosis stands twice on the claim.",
        )  # fmt: skip
    for line in claim.lines:
        for pointer in line.pointers:
            if not 1 <= pointer <= known:
                yield (
                    "error", 4, "claim.pointer", line.position, "SV1", 7, "2400",
                    f"The line points to diagnosis {pointer}, but the claim has {known}.",
                )  # fmt: skip


def _lines(claim: Claim) -> Iterator[Fault]:
    numbers: set[str] = set()
    for place, line in enumerate(claim.lines, 1):
        if line.number != place:
            yield (
                "error", 1, "claim.line-number", line.position, "LX", 1, "2400",
                f"LX01 is {line.number}, but this is line {place} of the claim.",
            )  # fmt: skip
        if line.control_number:
            if line.control_number in numbers:
                yield (
                    "error", 4, "claim.line-control", line.position, "REF", 2, "2400",
                    f"The line control number {line.control_number} is used twice in the claim.",
                )  # fmt: skip
            numbers.add(line.control_number)
        yield from _line_dates(claim, line)


def _line_dates(claim: Claim, line: ServiceLine) -> Iterator[Fault]:
    if line.from_on is None:
        return
    written_at, birth_on = claim.header.envelope.written_at, claim.patient_party.birth_on
    last = line.through_on or line.from_on
    if written_at is not None and last > written_at.date():
        yield (
            "error", 4, "claim.future", line.position, "DTP", 3, "2400",
            f"The day of service {last} is after the file's own date {written_at.date()}.",
        )  # fmt: skip
    if birth_on is not None and line.from_on < birth_on:
        yield (
            "error", 4, "claim.before-birth", line.position, "DTP", 3, "2400",
            f"The day of service {line.from_on} is before the patient's birth.",
        )  # fmt: skip


def _circumstances(claim: Claim) -> Iterator[Fault]:
    at = claim.position
    if claim.frequency in ("7", "8") and not claim.reference("F8"):
        yield (
            "error", 4, "claim.original-number", at, "CLM", 5, "2300",
            "A replacement or void needs the payer's number of the original claim (REF*F8).",
        )  # fmt: skip
    elif claim.frequency and claim.frequency not in ("1", "7", "8"):
        yield (
            "error", 2, "claim.frequency", at, "CLM", 5, "2300",
            f"'{claim.frequency}' is not a frequency of a professional claim: 1, 7 or 8.",
        )  # fmt: skip
    if claim.accident_causes and not any(fact.qualifier == "439" for fact in claim.dates):
        yield (
            "error", 4, "claim.accident-date", at, "CLM", 11, "2300",
            "A claim that follows an accident needs its date (DTP*439).",
        )  # fmt: skip
    if "AA" in claim.accident_causes and not claim.accident_state:
        yield (
            "error", 4, "claim.accident-state", at, "CLM", 11, "2300",
            "A car accident needs the state it happened in.",
        )  # fmt: skip
    primary = [
        claim.subscriber.responsibility,
        *(cover.responsibility for cover in claim.other_coverages),
    ].count("P")
    if primary > 1:
        yield (
            "error", 4, "claim.primary", at, "SBR", 1, "2320",
            "More than one payer of the claim is named primary."
        )  # fmt: skip


def _patient(claim: Claim) -> Iterator[Fault]:
    subscriber = claim.subscriber
    at = subscriber.position or claim.position
    if claim.patient is not None:
        if subscriber.relationship == "18":
            yield (
                "error", 4, "claim.patient", at, "SBR", 2, "2000B",
                "The subscriber is said to be the patient, but a patient loop follows.",
            )  # fmt: skip
        return
    if subscriber.relationship != "18":
        yield (
            "error", 4, "claim.patient", at, "SBR", 2, "2000B",
            "The subscriber is not the patient, but no patient loop follows.",
        )  # fmt: skip
    elif subscriber.party.birth_on is None or subscriber.party.address is None:
        yield (
            "error", 4, "claim.subscriber", at, "NM1", None, "2010BA",
            "The subscriber is the patient and needs address, birth date and sex (N3, N4, DMG).",
        )  # fmt: skip
