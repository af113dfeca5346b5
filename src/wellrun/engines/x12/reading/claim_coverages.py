"""What an 837P tells of coverage and of diagnoses: SBR, OI, MOA, HI and the money of earlier payers."""

from __future__ import annotations

from ..adjustment import Adjustment
from ..claim import (
    Attachment,
    Claim,
    Diagnosis,
    LineAdjudication,
    Note,
    OtherCoverage,
    ServiceLine,
    Subscriber,
)
from ..money import parse_quantity
from ..party import Party
from .builder import Builder

_DIAGNOSES = frozenset(("ABK", "ABF", "ABJ", "APR", "BK", "BF", "BJ"))


class CoverageHandlers(Builder[Claim]):
    """Handlers of the claim level that need no hierarchy."""

    claim: Claim | None
    line: ServiceLine | None
    coverage: OtherCoverage | None
    adjudication: LineAdjudication | None
    subscriber: Subscriber
    party: Party | None
    named: Party | Claim | ServiceLine | None

    def sbr(self, e: list[str]) -> None:
        if self.claim is None:
            found = self.subscriber
            found.responsibility, found.relationship, found.group_number = e[1], e[2], e[3]
            found.group_name, found.insurance_type, found.filing_indicator = e[4], e[5], e[9]
            return
        self.coverage = OtherCoverage(e[1], e[2], e[9], e[3], e[4], e[5], position=self.scanner.position)
        self.claim.other_coverages.append(self.coverage)
        self.party = None
        self.named = None

    def coverage_party(self, party: Party) -> None:
        """File a party of loops 2330A to 2330G; only subscriber and payer are kept."""
        coverage = self.coverage
        if coverage is None:
            return
        if party.entity == "IL":
            coverage.subscriber = party
        elif party.entity == "PR":
            coverage.payer = party

    def oi(self, e: list[str]) -> None:
        if self.coverage is not None:
            self.coverage.benefits_assigned, self.coverage.release = e[3], e[6]
            self.coverage.patient_signature = e[4]

    def moa(self, e: list[str]) -> None:
        if self.coverage is not None:
            self.coverage.remarks.extend(code for code in e[3:8] if code)

    def amt(self, e: list[str]) -> None:
        cents = self.cents(e, 2)
        if self.adjudication is not None:
            self.adjudication.remaining_cents = cents
        elif self.line is not None:
            self.line.amounts.append((e[1], cents))
        elif self.coverage is not None:
            if e[1] == "D":
                self.coverage.paid_cents = cents
            elif e[1] == "EAF":
                self.coverage.patient_owes_cents = cents
            elif e[1] == "A8":
                self.coverage.noncovered_cents = cents
        elif self.claim is not None:
            self.claim.amounts.append((e[1], cents))

    def cas(self, e: list[str]) -> None:
        holder = self.adjudication or self.coverage
        if holder is None:
            return
        at = 2
        while e[at] or e[at + 1]:
            quantity = parse_quantity(e[at + 2]) if e[at + 2] else None
            holder.adjustments.append(Adjustment(e[1], e[at], self.cents(e, at + 1), quantity))
            at += 3

    def hi(self, e: list[str]) -> None:
        claim = self.claim
        if claim is None:
            return
        component = self.component
        for text in e[1:13]:
            if not text:
                break
            qualifier, _, code = text.partition(component)
            if component in code:
                code = code.partition(component)[0]
            if qualifier in _DIAGNOSES:
                claim.diagnoses.append(Diagnosis(qualifier, code))
            else:
                claim.health_codes.append(Diagnosis(qualifier, code))

    def nte(self, e: list[str]) -> None:
        holder = self.line or self.claim
        if holder is not None:
            holder.notes.append(Note(e[1], e[2]))

    def pwk(self, e: list[str]) -> None:
        if self.claim is not None and self.line is None:
            self.claim.attachments.append(Attachment(e[1], e[2], e[6]))

    handlers = {"SBR": sbr, "HI": hi, "AMT": amt, "NTE": nte, "PWK": pwk, "CAS": cas, "OI": oi, "MOA": moa}
