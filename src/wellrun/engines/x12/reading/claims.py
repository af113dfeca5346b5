"""837P segments into `Claim`, one at a time as they are complete."""

from __future__ import annotations

from ..claim import BatchHeader, Claim, ServiceLine, Subscriber
from ..dates import parse_instant
from ..findings import Finding
from ..party import Party, Reference
from ..scanner import Scanner
from .builder import Builder, grown
from .claim_coverages import CoverageHandlers
from .claim_lines import LineHandlers
from .parties import add_city, add_street, contact_of_per, fact_of_dtp, party_of_nm1


class ClaimBuilder(LineHandlers, CoverageHandlers, Builder[Claim]):
    """Hands over each claim when the next begins, its family ends or the transaction does."""

    def __init__(self, scanner: Scanner) -> None:
        super().__init__(scanner)
        self.header = BatchHeader(scanner.envelope)
        self.billing = Party("85")
        self.pay_to: Party | None = None
        self.subscriber, self.payer = Subscriber(), Party("PR")
        self.patient: Party | None = None
        self.relationship = ""
        self.level = ""
        self.above: dict[str, list[Finding]] = {}
        self.taxonomy = ""
        self.claim: Claim | None = None
        self.line = self.coverage = self.adjudication = None
        self.party: Party | None = None
        self.named: Party | Claim | ServiceLine | None = None

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
            self.above = {}
            self.billing, self.pay_to = Party("85"), None
        elif level == "22":
            self.above.pop("23", None)
            self.subscriber, self.payer = Subscriber(position=self.scanner.position), Party("PR")
        self.problems = self.above[level] = []
        return claim

    def prv(self, e: list[str]) -> None:
        if self.party is not None:
            self.party.taxonomy = e[3]
        else:
            self.taxonomy = e[3]

    def nm1(self, e: list[str]) -> None:
        party = self.party = self.named = party_of_nm1(e, self.scanner.position)
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
            self.party.contacts = grown(self.party.contacts, contact_of_per(e))

    def dmg(self, e: list[str]) -> None:
        if self.party is not None:
            self.party.birth_on = self.day(e, 2)
            self.party.gender = e[3]

    def ref(self, e: list[str]) -> None:
        if self.line is not None and self.party is None and self.line_reference(e):
            return
        named = self.named
        if named is not None:
            named.references = grown(named.references, Reference(e[1], e[2]))

    def pat(self, e: list[str]) -> None:
        if self.level == "23":
            self.relationship = e[1]

    def clm(self, e: list[str]) -> Claim | None:
        finished = self.finish()
        place, accident = e[5].split(self.component), e[11].split(self.component)
        self.problems = [found for level in self.above.values() for found in level]
        claim = self.claim = Claim(
            control_number=e[1],
            place_of_service=place[0],
            frequency=place[2] if len(place) > 2 else "",
            header=self.header,
            billing=self.billing,
            pay_to=self.pay_to,
            subscriber=self.subscriber,
            payer=self.payer,
            patient=self.patient,
            patient_relationship=self.relationship,
            signature_on_file=e[6] == "Y",
            assignment=e[7],
            benefits_assigned=e[8],
            release=e[9],
            patient_signature=e[10],
            accident_causes=tuple([code for code in accident[:3] if code]),
            accident_state=accident[3] if len(accident) > 3 else "",
            special_program=e[12],
            delay_reason=e[20],
            problems=self.problems,
            position=self.scanner.position,
        )
        claim.charge_cents = self.cents(e, 2)
        self.line = self.coverage = self.adjudication = self.party = None
        self.named = claim
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

    handlers = {
        **LineHandlers.handlers, **CoverageHandlers.handlers,
        "BHT": bht, "HL": hl, "PRV": prv, "NM1": nm1, "N3": n3, "N4": n4, "PER": per, "REF": ref, "DMG": dmg,
        "PAT": pat, "CLM": clm, "DTP": dtp,
    }  # fmt: skip
