"""835 segments into `Remittance`."""

from __future__ import annotations

from ..adjustment import Adjustment
from ..money import parse_quantity
from ..party import Party, Reference
from ..remittance import ProviderAdjustment, Remittance, RemittedClaim, RemittedLine
from ..scanner import Scanner
from .builder import Builder, grown
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

    def finish(self) -> Remittance:
        return self.remittance

    def _head_party(self) -> None:
        self.party: Party | None = None
        self.named: Party | RemittedClaim | RemittedLine | None = None

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
            claim.dates = grown(claim.dates, fact_of_dtm(e))
        elif e[1] == "405":
            self.remittance.produced_on = self.day(e, 2)

    def ref(self, e: list[str]) -> None:
        named = self.named
        if self.line is not None and e[1] == "6R":
            self.line.control_number = e[2]
        elif named is not None:
            named.references = grown(named.references, Reference(e[1], e[2]))
        elif e[1] == "EV":
            self.remittance.receiver_id = e[2]

    def n1(self, e: list[str]) -> None:
        party = self.party = party_of_n1(e, self.scanner.position)
        self.named = party
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
            self.claim.contacts = grown(self.claim.contacts, contact_of_per(e))
        elif self.party is not None:
            self.party.contacts = grown(self.party.contacts, contact_of_per(e))

    def lx(self, e: list[str]) -> None:
        self.set_number = e[1]
        self.claim = self.line = None

    def clp(self, e: list[str]) -> None:
        claim = RemittedClaim(
            patient_control_number=e[1],
            status=e[2],
            charge_cents=self.cents(e, 3),
            paid_cents=self.cents(e, 4),
            patient_responsibility_cents=self.cents(e, 5),
            filing_indicator=e[6],
            payer_claim_number=e[7],
            facility_type=e[8],
            frequency=e[9],
            drg=e[11],
            set_number=self.set_number,
            position=self.scanner.position,
        )
        self.claim, self.line = claim, None
        self.named = claim
        self.remittance.claims.append(claim)

    def cas(self, e: list[str]) -> None:
        holder = self.line or self.claim
        if holder is None:
            return
        group, at = e[1], 2
        while e[at] or e[at + 1]:
            quantity = parse_quantity(e[at + 2]) if e[at + 2] else None
            found = Adjustment(group, e[at], self.cents(e, at + 1), quantity)
            holder.adjustments = grown(holder.adjustments, found)
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
            claim.other_parties = grown(claim.other_parties, party)

    def mia(self, e: list[str]) -> None:
        self._remark(e[5], *e[20:24])

    def moa(self, e: list[str]) -> None:
        self._remark(*e[3:8])

    def _remark(self, *codes: str) -> None:
        if self.claim is not None:
            for code in codes:
                if code:
                    self.claim.remarks = grown(self.claim.remarks, code)

    def svc(self, e: list[str]) -> None:
        if self.claim is None:
            return
        qualifier, _, rest = e[1].partition(self.component)
        code, *more = rest.split(self.component)
        line = RemittedLine(
            procedure_qualifier=qualifier,
            procedure=code,
            modifiers=tuple(more[:4]) if more else (),
            charge_cents=self.cents(e, 2),
            paid_cents=self.cents(e, 3),
            revenue_code=e[4],
            units=parse_quantity(e[5]),
            position=self.scanner.position,
        )
        if e[6] or e[7]:
            self._submitted(line, e)
        self.line = line
        self.named = line
        self.claim.lines.append(line)

    def _submitted(self, line: RemittedLine, e: list[str]) -> None:
        line.submitted_qualifier, _, rest = e[6].partition(self.component)
        line.submitted_procedure, *more = rest.split(self.component)
        line.submitted_modifiers = tuple(part for part in more[:4] if part)
        line.submitted_units = parse_quantity(e[7])

    def amt(self, e: list[str]) -> None:
        holder = self.line or self.claim
        if holder is not None:
            holder.amounts = grown(holder.amounts, (e[1], self.cents(e, 2)))

    def qty(self, e: list[str]) -> None:
        holder, quantity = self.line or self.claim, parse_quantity(e[2])
        if holder is not None and quantity is not None:
            holder.quantities = grown(holder.quantities, (e[1], quantity))

    def lq(self, e: list[str]) -> None:
        if self.line is not None and e[1] == "HE":
            self.line.remarks = grown(self.line.remarks, e[2])

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

    handlers = {
        "BPR": bpr, "TRN": trn, "DTM": dtm, "REF": ref, "N1": n1, "N3": n3, "N4": n4, "PER": per,
        "LX": lx, "CLP": clp, "CAS": cas, "NM1": nm1, "MIA": mia, "MOA": moa, "SVC": svc, "AMT":
        amt, "QTY": qty, "LQ": lq, "PLB": plb,
    }  # fmt: skip
