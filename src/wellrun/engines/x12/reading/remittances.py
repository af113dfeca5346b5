"""835 segments into `Remittance`."""

from __future__ import annotations

from ..adjustment import Adjustment
from ..money import parse_quantity
from ..party import Party, Reference
from ..remittance import ProviderAdjustment, Remittance, RemittedClaim, RemittedLine
from ..scanner import Scanner
from .builder import Builder
from .parties import add_city, add_street, contact_of_per, fact_of_dtm, party_of_n1, party_of_nm1


class RemittanceBuilder(Builder[Remittance]):
    """One remittance for each ST*835, whole."""

    def __init__(self, scanner: Scanner) -> None:
        super().__init__(scanner)
        self.remittance = Remittance(
            scanner.envelope, handling="", credit_debit="", problems=self.problems, position=scanner.position
        )
        self.claim: RemittedClaim | None = None
        self.line: RemittedLine | None = None
        self.set_number = ""
        self._head_party()
        self.handlers = {
            "BPR": self.bpr, "TRN": self.trn, "DTM": self.dtm, "REF": self.ref, "N1": self.n1, "N3": self.n3,
            "N4": self.n4, "PER": self.per, "LX": self.lx, "CLP": self.clp, "CAS": self.cas, "NM1": self.nm1,
            "MIA": self.mia, "MOA": self.moa, "SVC": self.svc, "AMT": self.amt, "QTY": self.qty, "LQ": self.lq,
            "PLB": self.plb,
        }  # fmt: skip

    def finish(self) -> Remittance:
        return self.remittance

    def _head_party(self) -> None:
        self.party: Party | None = None
        self.references: list[Reference] = []

    def bpr(self, e: list[str]) -> None:
        found = self.remittance
        found.handling, found.amount_cents, found.credit_debit = e[1], self.cents(e, 2), e[3]
        found.method, found.payment_format = e[4], e[5]
        found.payer_bank = (e[6], e[7], e[8], e[9])
        found.originator_id, found.originator_supplement = e[10], e[11]
        found.payee_bank = (e[12], e[13], e[14], e[15])
        found.paid_on = self.day(e, 16)

    def trn(self, e: list[str]) -> None:
        found = self.remittance
        found.trace_number, found.payer_trace_id, found.trace_supplement = e[2], e[3], e[4]

    def dtm(self, e: list[str]) -> None:
        line, claim = self.line, self.claim
        if line is not None:
            on = self.day(e, 2)
            if e[1] == "151":
                line.through_on = on
            else:
                line.from_on = on
                if e[1] == "472" or line.through_on is None:
                    line.through_on = on
        elif claim is not None:
            claim.dates.append(fact_of_dtm(e))
        elif e[1] == "405":
            self.remittance.produced_on = self.day(e, 2)

    def ref(self, e: list[str]) -> None:
        if self.line is not None and e[1] == "6R":
            self.line.control_number = e[2]
        elif self.claim is None and self.party is None:
            if e[1] == "EV":
                self.remittance.receiver_id = e[2]
        else:
            self.references.append(Reference(e[1], e[2]))

    def n1(self, e: list[str]) -> None:
        party = self.party = party_of_n1(e, self.scanner.position)
        self.references = party.references
        if e[1] == "PR":
            self.remittance.payer = party
        elif e[1] == "PE":
            self.remittance.payee = party

    def n3(self, e: list[str]) -> None:
        if self.party is not None:
            add_street(self.party, e)

    def n4(self, e: list[str]) -> None:
        if self.party is not None:
            add_city(self.party, e)

    def per(self, e: list[str]) -> None:
        if self.claim is not None:
            self.claim.contacts.append(contact_of_per(e))
        elif self.party is not None:
            self.party.contacts.append(contact_of_per(e))

    def lx(self, e: list[str]) -> None:
        self.set_number = e[1]
        self.claim = self.line = None

    def clp(self, e: list[str]) -> None:
        claim = RemittedClaim(
            e[1], e[2], self.cents(e, 3), self.cents(e, 4), self.cents(e, 5), e[6], e[7], e[8], e[9], e[11],
            set_number=self.set_number, position=self.scanner.position,
        )  # fmt: skip
        self.claim, self.line = claim, None
        self.references = claim.references
        self.remittance.claims.append(claim)

    def cas(self, e: list[str]) -> None:
        holder = self.line or self.claim
        if holder is None:
            return
        group, adjustments = e[1], holder.adjustments
        at = 2
        while e[at] or e[at + 1]:
            quantity = parse_quantity(e[at + 2]) if e[at + 2] else None
            adjustments.append(Adjustment(group, e[at], self.cents(e, at + 1), quantity))
            at += 3

    def nm1(self, e: list[str]) -> None:
        claim = self.claim
        if claim is None:
            return
        party = party_of_nm1(e, self.scanner.position)
        if e[1] == "QC":
            claim.patient = party
        elif e[1] == "IL":
            claim.subscriber = party
        elif e[1] == "82":
            claim.rendering = party
        else:
            claim.other_parties.append(party)

    def mia(self, e: list[str]) -> None:
        if self.claim is not None:
            self.claim.remarks.extend(code for code in (e[5], *e[20:24]) if code)

    def moa(self, e: list[str]) -> None:
        if self.claim is not None:
            self.claim.remarks.extend(code for code in e[3:8] if code)

    def svc(self, e: list[str]) -> None:
        if self.claim is None:
            return
        qualifier, _, rest = e[1].partition(self.component)
        code, *more = rest.split(self.component)
        line = RemittedLine(
            qualifier, code, tuple(more[:4]) if more else (), self.cents(e, 2), self.cents(e, 3), e[4],
            parse_quantity(e[5]), e[6].partition(self.component)[2] if e[6] else "",
            parse_quantity(e[7]) if e[7] else None, position=self.scanner.position,
        )  # fmt: skip
        self.line = line
        self.references = line.references
        self.claim.lines.append(line)

    def amt(self, e: list[str]) -> None:
        holder = self.line or self.claim
        if holder is not None:
            holder.amounts.append((e[1], self.cents(e, 2)))

    def qty(self, e: list[str]) -> None:
        holder, quantity = self.line or self.claim, parse_quantity(e[2])
        if holder is not None and quantity is not None:
            holder.quantities.append((e[1], quantity))

    def lq(self, e: list[str]) -> None:
        if self.line is not None and e[1] == "HE":
            self.line.remarks.append(e[2])

    def plb(self, e: list[str]) -> None:
        self.claim = self.line = None
        year_end = self.day(e, 2)
        for at in range(3, 15, 2):
            if e[at] or e[at + 1]:
                reason, _, reference = e[at].partition(self.component)
                self.remittance.provider_adjustments.append(
                    ProviderAdjustment(
                        e[1], year_end, reason, reference, self.cents(e, at + 1), self.scanner.position
                    )
                )
