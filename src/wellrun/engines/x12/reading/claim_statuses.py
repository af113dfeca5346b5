"""277CA segments into `ClaimAcknowledgement`."""

from __future__ import annotations

from ..claim_status import (
    ClaimAcknowledgement,
    ClaimStatus,
    LineStatus,
    ProviderStatus,
    Status,
    StatusCode,
    Totals,
)
from ..dates import parse_instant
from ..money import parse_quantity
from ..party import Party, Reference
from ..scanner import Scanner
from .builder import Builder
from .parties import fact_of_dtp, party_of_nm1


class ClaimAcknowledgementBuilder(Builder[ClaimAcknowledgement]):
    """One acknowledgement for each ST*277 of guide X214."""

    def __init__(self, scanner: Scanner) -> None:
        super().__init__(scanner)
        self.found = ClaimAcknowledgement(scanner.envelope, position=scanner.position)
        self.level = ""
        self.provider: ProviderStatus | None = None
        self.claim: ClaimStatus | None = None
        self.line: LineStatus | None = None

    def finish(self) -> ClaimAcknowledgement:
        return self.found

    def bht(self, e: list[str]) -> None:
        self.found.reference, self.found.created_at = e[3], parse_instant(e[4], e[5])

    def hl(self, e: list[str]) -> None:
        self.level = e[3]
        self.line = None
        self.claim = None
        if self.level == "19":
            self.provider = ProviderStatus(Party("85"))
            self.found.providers.append(self.provider)
        elif self.level == "PT":
            self.claim = ClaimStatus(
                provider=self.provider.party if self.provider else None, position=self.scanner.position
            )
            self.found.claims.append(self.claim)

    def nm1(self, e: list[str]) -> None:
        party = party_of_nm1(e, self.scanner.position)
        if self.level == "20":
            self.found.source = party
        elif self.level == "21":
            self.found.receiver = party
        elif self.claim is not None:
            self.claim.patient = party
        elif self.provider is not None:
            self.provider.party = party

    def trn(self, e: list[str]) -> None:
        if self.level == "20":
            self.found.source_trace = e[2]
        elif self.level == "21":
            self.found.batch_reference = e[2]
        elif self.claim is not None:
            self.claim.control_number = e[2]
        elif self.provider is not None:
            self.provider.trace = e[2]

    def stc(self, e: list[str]) -> None:
        codes = []
        for text in (e[1], e[10], e[11]):
            if text:
                parts = text.split(self.component) + ["", ""]
                codes.append(StatusCode(parts[0], parts[1], parts[2]))
        amount = self.cents(e, 4) if e[4] else None
        status = Status(codes, self.day(e, 2), e[3], amount, e[12])
        holder = self.line or self.claim or (self.provider if self.level == "19" else None) or self.found
        holder.statuses.append(status)

    def _totals(self) -> Totals | None:
        if self.level == "21":
            return self.found.totals
        return self.provider.totals if self.level == "19" and self.provider is not None else None

    def qty(self, e: list[str]) -> None:
        totals, count = self._totals(), parse_quantity(e[2])
        if totals is None or count is None:
            return
        if e[1] in ("90", "QA"):
            totals.accepted = int(count)
        elif e[1] in ("AA", "QC"):
            totals.rejected = int(count)

    def amt(self, e: list[str]) -> None:
        totals = self._totals()
        if totals is None:
            return
        if e[1] == "YU":
            totals.accepted_cents = self.cents(e, 2)
        elif e[1] == "YY":
            totals.rejected_cents = self.cents(e, 2)

    def ref(self, e: list[str]) -> None:
        if self.line is not None:
            if e[1] == "FJ":
                self.line.control_number = e[2]
            else:
                self.line.references.append(Reference(e[1], e[2]))
        elif self.claim is not None:
            self.claim.references.append(Reference(e[1], e[2]))
        elif self.provider is not None:
            self.provider.references.append(Reference(e[1], e[2]))

    def dtp(self, e: list[str]) -> None:
        fact = fact_of_dtp(e)
        if self.line is not None:
            self.line.from_on, self.line.through_on = fact.from_on, fact.through_on
        elif self.claim is not None:
            self.claim.dates.append(fact)
        elif e[1] == "050":
            self.found.received_on = fact.from_on
        elif e[1] == "009":
            self.found.processed_on = fact.from_on

    def svc(self, e: list[str]) -> None:
        if self.claim is None:
            return
        parts = e[1].split(self.component) + [""]
        self.line = LineStatus(
            parts[0], parts[1], tuple(part for part in parts[2:6] if part), self.cents(e, 2), e[4],
            parse_quantity(e[7]), position=self.scanner.position,
        )  # fmt: skip
        self.claim.lines.append(self.line)

    handlers = {
        "BHT": bht, "HL": hl, "NM1": nm1, "TRN": trn, "STC": stc, "QTY": qty, "AMT": amt, "REF":
        ref, "DTP": dtp, "SVC": svc,
    }  # fmt: skip
