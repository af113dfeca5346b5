"""837P segments into `Claim`, one at a time as they are complete."""

from __future__ import annotations

from ..claim import BatchHeader, Claim, Subscriber
from ..dates import parse_instant
from ..party import Party, Reference
from ..scanner import Scanner
from .builder import Builder
from .claim_coverages import CoverageHandlers
from .claim_lines import LineHandlers
from .parties import add_city, add_street, contact_of_per, fact_of_dtp, party_of_nm1


class ClaimBuilder(LineHandlers, CoverageHandlers, Builder[Claim]):
    """Hands over each claim when the next begins, its family ends or the transaction does."""

    def __init__(self, scanner: Scanner) -> None:
        super().__init__(scanner)
        self.header = BatchHeader(scanner.envelope)
        self.billing, self.pay_to = Party("85"), None
        self.subscriber, self.payer = Subscriber(), Party("PR")
        self.patient: Party | None = None
        self.relationship = ""
        self.level = ""
        self.taxonomy = ""
        self.claim: Claim | None = None
        self.line = self.coverage = self.adjudication = None
        self.party: Party | None = None
        self.references: list[Reference] = []
        self.handlers = {
            "BHT": self.bht, "HL": self.hl, "PRV": self.prv, "NM1": self.nm1, "N3": self.n3, "N4": self.n4,
            "PER": self.per, "REF": self.ref, "DMG": self.dmg, "SBR": self.sbr, "PAT": self.pat,
            "CLM": self.clm, "DTP": self.dtp, "HI": self.hi, "AMT": self.amt, "NTE": self.nte,
            "PWK": self.pwk, "LX": self.lx, "SV1": self.sv1, "LIN": self.lin, "CTP": self.ctp,
            "SVD": self.svd, "CAS": self.cas, "OI": self.oi, "MOA": self.moa,
        }  # fmt: skip

    def finish(self) -> Claim | None:
        claim, self.claim = self.claim, None
        return claim

    def bht(self, e: list[str]) -> None:
        header = self.header
        header.purpose, header.reference, header.kind = e[2], e[3], e[6]
        header.created_at = parse_instant(e[4], e[5])

    def hl(self, e: list[str]) -> Claim | None:
        claim = self.finish()
        self.level = level = e[3]
        self.line = self.coverage = self.adjudication = self.party = None
        self.taxonomy, self.patient, self.relationship = "", None, ""
        if level == "20":
            self.billing, self.pay_to = Party("85"), None
        elif level == "22":
            self.subscriber, self.payer = Subscriber(position=self.scanner.position), Party("PR")
        return claim

    def prv(self, e: list[str]) -> None:
        if self.party is not None:
            self.party.taxonomy = e[3]
        else:
            self.taxonomy = e[3]

    def nm1(self, e: list[str]) -> None:
        party = self.party = party_of_nm1(e, self.scanner.position)
        self.references = party.references
        entity = e[1]
        if self.line is not None:
            self.line.providers.append(party)
        elif self.coverage is not None:
            self.coverage_party(party)
        elif self.claim is not None:
            self.claim.providers.append(party)
        elif entity == "85":
            party.taxonomy = self.taxonomy
            self.billing = party
        elif entity == "87":
            self.pay_to = party
        elif entity == "IL":
            self.subscriber.party = party
        elif entity == "PR":
            self.payer = party
        elif entity == "QC":
            self.patient = party
        elif entity == "41":
            self.header.submitter = party
        elif entity == "40":
            self.header.receiver = party

    def n3(self, e: list[str]) -> None:
        if self.party is not None:
            add_street(self.party, e)

    def n4(self, e: list[str]) -> None:
        if self.party is not None:
            add_city(self.party, e)

    def per(self, e: list[str]) -> None:
        if self.party is not None:
            self.party.contacts.append(contact_of_per(e))

    def dmg(self, e: list[str]) -> None:
        if self.party is not None:
            self.party.birth_on = self.day(e, 2)
            self.party.gender = e[3]

    def ref(self, e: list[str]) -> None:
        if self.line is not None and self.party is None and self.line_reference(e):
            return
        self.references.append(Reference(e[1], e[2]))

    def pat(self, e: list[str]) -> None:
        if self.level == "23":
            self.relationship = e[1]

    def clm(self, e: list[str]) -> Claim | None:
        finished = self.finish()
        place, accident = e[5].split(self.component), e[11].split(self.component)
        self.problems = []
        claim = self.claim = Claim(
            e[1], 0, place[0], place[2] if len(place) > 2 else "", self.header, self.billing, self.pay_to,
            self.subscriber, self.payer, self.patient, self.relationship, e[6] == "Y", e[7], e[8], e[9], e[10],
            tuple(code for code in accident[:3] if code), accident[3] if len(accident) > 3 else "", e[12], e[20],
            problems=self.problems, position=self.scanner.position,
        )  # fmt: skip
        claim.charge_cents = self.cents(e, 2)
        self.line = self.coverage = self.adjudication = self.party = None
        self.references = claim.references
        return finished

    def dtp(self, e: list[str]) -> None:
        fact = fact_of_dtp(e)
        if self.adjudication is not None and e[1] == "573":
            self.adjudication.paid_on = fact.from_on
        elif self.line is not None:
            if e[1] == "472":
                self.line.from_on, self.line.through_on = fact.from_on, fact.through_on
                if fact.from_on is None:
                    self.problem("date.unreadable", "is not a day of service", e, 3)
            else:
                self.line.dates.append(fact)
        elif self.coverage is not None:
            if e[1] == "573":
                self.coverage.paid_on = fact.from_on
        elif self.claim is not None:
            self.claim.dates.append(fact)
