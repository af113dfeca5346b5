"""The typed view of an 837P (005010X222A1): professional claims. Amounts are integer cents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from .adjustment import Adjustment
from .dates import DatedFact
from .envelope import Envelope
from .findings import Finding
from .party import Party, Reference, first_reference


@dataclass(slots=True)
class Diagnosis:
    """One code of an HI: `qualifier` ABK principal, ABF further, ABJ admitting; codes carry no decimal
    point.
    """

    qualifier: str
    code: str


@dataclass(slots=True)
class Note:
    """A free text of an NTE under its code (ADD, CER, DCP, DGN, TPO)."""

    code: str
    text: str


@dataclass(slots=True)
class Attachment:
    """A PWK: papers that belong to the claim. `control_number` finds them again when they are sent
    separately.
    """

    report_type: str
    transmission: str
    control_number: str = ""


@dataclass(slots=True)
class Drug:
    """LIN, CTP and REF of a line: the drug given. `unit` is F2, GR, ME, ML or UN."""

    ndc: str
    quantity: Decimal | None = None
    unit: str = ""
    prescription: str = ""
    qualifier: str = "N4"


@dataclass(slots=True)
class LineAdjudication:
    """One SVD with its CAS: what an earlier payer did with the line; `payer_id` is that payer's NM109 of
    2330B.
    """

    payer_id: str
    paid_cents: int = 0
    procedure_qualifier: str = "HC"
    procedure: str = ""
    modifiers: tuple[str, ...] = ()
    units: Decimal | None = None
    adjustments: list[Adjustment] = field(default_factory=list)
    paid_on: date | None = None
    remaining_cents: int | None = None


@dataclass(slots=True)
class ServiceLine:
    """One LX with its SV1: a service as billed.

    `pointers` are 1-based places in the claim's diagnoses. `unit_basis` is UN for units or MJ for minutes.
    `control_number` is REF*6R. `from_on` and `through_on` are both days of service (DTP*472). An empty
    `place_of_service` means the claim's.
    """

    procedure: str = ""
    charge_cents: int = 0
    modifiers: tuple[str, ...] = ()
    units: Decimal | None = None
    unit_basis: str = "UN"
    pointers: tuple[int, ...] = ()
    from_on: date | None = None
    through_on: date | None = None
    control_number: str = ""
    place_of_service: str = ""
    procedure_qualifier: str = "HC"
    description: str = ""
    emergency: bool = False
    epsdt: bool = False
    family_planning: bool = False
    copay_exempt: bool = False
    references: Sequence[Reference] = ()
    dates: list[DatedFact] = field(default_factory=list)
    amounts: list[tuple[str, int]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    providers: list[Party] = field(default_factory=list)
    drug: Drug | None = None
    adjudications: list[LineAdjudication] = field(default_factory=list)
    number: int = 0
    position: int = 0

    @property
    def rendering(self) -> Party | None:
        """The rendering provider of this line where it is not the claim's."""
        return find_party(self.providers, "82")


@dataclass(slots=True)
class OtherCoverage:
    """One 2320: another payer of the same patient and what it did with the claim.

    `responsibility` is SBR01 (P, S, T …), `relationship` SBR02 (18 self), `paid_cents` AMT*D or None when
    that payer has not yet decided.
    """

    responsibility: str
    relationship: str
    filing_indicator: str = ""
    group_number: str = ""
    group_name: str = ""
    insurance_type: str = ""
    paid_cents: int | None = None
    patient_owes_cents: int | None = None
    noncovered_cents: int | None = None
    adjustments: list[Adjustment] = field(default_factory=list)
    benefits_assigned: str = "Y"
    release: str = "Y"
    patient_signature: str = ""
    remarks: list[str] = field(default_factory=list)
    subscriber: Party | None = None
    payer: Party | None = None
    paid_on: date | None = None
    position: int = 0


@dataclass(slots=True)
class Subscriber:
    """2000B and 2010BA: whose insurance this is. `relationship` is 18 when the patient is the subscriber."""

    responsibility: str = "P"
    relationship: str = "18"
    group_number: str = ""
    group_name: str = ""
    insurance_type: str = ""
    filing_indicator: str = ""
    party: Party = field(default_factory=lambda: Party("IL"))
    position: int = 0

    @property
    def member_id(self) -> str:
        """The number under which the payer knows the subscriber."""
        return self.party.id


@dataclass(slots=True)
class BatchHeader:
    """What stands before the first claim of an 837: BHT, submitter and receiver.

    `reference` is BHT03 and should be unique for each batch, because a 277CA answers to it; `kind` is CH for
    charges, RP for encounters, 31 for subrogation; `purpose` is 00 original or 18 reissue.
    """

    envelope: Envelope = field(default_factory=Envelope)
    reference: str = ""
    created_at: datetime | None = None
    purpose: str = "00"
    kind: str = "CH"
    submitter: Party = field(default_factory=lambda: Party("41"))
    receiver: Party = field(default_factory=lambda: Party("40"))


@dataclass(slots=True)
class Claim:
    """One CLM with everything it inherits: billing provider, subscriber, patient and payer.

    Claims of one family share those objects. `patient` is None when the subscriber is the patient;
    `patient_relationship` is then empty, else PAT01 (01 spouse, 19 child, …). `control_number` is CLM01,
    which the 277CA and the 835 return. `frequency` is 1 original, 7 replacement, 8 void. `problems` are
    faults met while reading that make this view unreliable.
    """

    control_number: str = ""
    charge_cents: int = 0
    place_of_service: str = ""
    frequency: str = "1"
    header: BatchHeader = field(default_factory=BatchHeader)
    billing: Party = field(default_factory=lambda: Party("85"))
    pay_to: Party | None = None
    subscriber: Subscriber = field(default_factory=Subscriber)
    payer: Party = field(default_factory=lambda: Party("PR"))
    patient: Party | None = None
    patient_relationship: str = ""
    signature_on_file: bool = True
    assignment: str = "A"
    benefits_assigned: str = "Y"
    release: str = "Y"
    patient_signature: str = ""
    accident_causes: tuple[str, ...] = ()
    accident_state: str = ""
    special_program: str = ""
    delay_reason: str = ""
    diagnoses: list[Diagnosis] = field(default_factory=list)
    health_codes: list[Diagnosis] = field(default_factory=list)
    references: Sequence[Reference] = ()
    dates: list[DatedFact] = field(default_factory=list)
    amounts: list[tuple[str, int]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    providers: list[Party] = field(default_factory=list)
    other_coverages: list[OtherCoverage] = field(default_factory=list)
    lines: list[ServiceLine] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    position: int = 0

    @property
    def rendering(self) -> Party | None:
        """Who did the work (2310B), where it is not the billing provider."""
        return find_party(self.providers, "82")

    @property
    def referring(self) -> Party | None:
        """Who referred the patient (2310A), if named."""
        return find_party(self.providers, "DN")

    @property
    def facility(self) -> Party | None:
        """Where the service was given (2310C), where it is not the billing address."""
        return find_party(self.providers, "77")

    @property
    def patient_party(self) -> Party:
        """The patient, who may be the subscriber."""
        return self.patient or self.subscriber.party

    @property
    def patient_paid_cents(self) -> int:
        """What the patient has already paid (AMT*F5)."""
        return sum(cents for qualifier, cents in self.amounts if qualifier == "F5")

    def reference(self, *qualifiers: str) -> str:
        """The first of the claim's references under one of the qualifiers (F8, G1, D9 …), or empty."""
        return first_reference(self.references, *qualifiers)


@dataclass(slots=True)
class ClaimBatch:
    """One ST*837: a header and its claims, in order."""

    header: BatchHeader
    claims: list[Claim] = field(default_factory=list)


def find_party(parties: list[Party], entity: str) -> Party | None:
    """The first party in the given role, or None."""
    return next((party for party in parties if party.entity == entity), None)
