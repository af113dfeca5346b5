"""The typed view of an 835 (005010X221A1): one payment and the claims it explains. Amounts are integer
cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .adjustment import Adjustment
from .dates import DatedFact
from .envelope import Envelope
from .findings import Finding
from .party import Contact, Party, Reference, first_reference


@dataclass(slots=True)
class RemittedLine:
    """One SVC: a service line as adjudicated.

    `procedure_qualifier` is HC for HCPCS/CPT, NU revenue code, N4 drug. `units` are those paid. The
    `submitted_…` fields are filled only where the payer adjudicated another procedure or number of units than
    was billed. `control_number` is the line number of the claim sent (REF*6R). `remarks` are the codes of
    LQ*HE.
    """

    procedure_qualifier: str = ""
    procedure: str = ""
    modifiers: tuple[str, ...] = ()
    charge_cents: int = 0
    paid_cents: int = 0
    revenue_code: str = ""
    units: Decimal | None = None
    submitted_qualifier: str = ""
    submitted_procedure: str = ""
    submitted_modifiers: tuple[str, ...] = ()
    submitted_units: Decimal | None = None
    control_number: str = ""
    from_on: date | None = None
    through_on: date | None = None
    adjustments: Sequence[Adjustment] = ()
    remarks: Sequence[str] = ()
    references: Sequence[Reference] = ()
    amounts: Sequence[tuple[str, int]] = ()
    quantities: Sequence[tuple[str, Decimal]] = ()
    position: int = 0

    @property
    def allowed_cents(self) -> int | None:
        """The allowed amount the payer reports (AMT*B6), or None when it reports none."""
        return next((cents for qualifier, cents in self.amounts if qualifier == "B6"), None)


@dataclass(slots=True)
class RemittedClaim:
    """One CLP: a claim as adjudicated.

    `patient_control_number` is the claim's own number (CLM01 of the claim sent), `payer_claim_number` the
    payer's. `status` is CLP02: 1, 2, 3 processed as primary, secondary, tertiary; 4 denied; 19, 20, 21 the
    same and forwarded; 22 reversal; 23 not ours and forwarded; 25 predetermination. `remarks` are those of
    MIA or MOA. `adjustments` are those of the claim itself, without its lines'. `set_number` is the LX it
    stands under.
    """

    patient_control_number: str = ""
    status: str = ""
    charge_cents: int = 0
    paid_cents: int = 0
    patient_responsibility_cents: int = 0
    filing_indicator: str = ""
    payer_claim_number: str = ""
    facility_type: str = ""
    frequency: str = ""
    drg: str = ""
    patient: Party | None = None
    subscriber: Party | None = None
    rendering: Party | None = None
    other_parties: Sequence[Party] = ()
    adjustments: Sequence[Adjustment] = ()
    lines: list[RemittedLine] = field(default_factory=list)
    remarks: Sequence[str] = ()
    references: Sequence[Reference] = ()
    dates: Sequence[DatedFact] = ()
    amounts: Sequence[tuple[str, int]] = ()
    quantities: Sequence[tuple[str, Decimal]] = ()
    contacts: Sequence[Contact] = ()
    set_number: str = ""
    position: int = 0

    @property
    def is_reversal(self) -> bool:
        """Whether this takes back an earlier payment (CLP02 is 22)."""
        return self.status == "22"

    @property
    def is_forwarded(self) -> bool:
        """Whether the payer has itself sent the claim on to the next payer (crossover)."""
        return self.status in ("19", "20", "21", "23")

    @property
    def received_on(self) -> date | None:
        """The day the payer received the claim (DTM*050), if told."""
        return self._on("050")

    @property
    def statement_from_on(self) -> date | None:
        """First day of the claim's statement period (DTM*232), if told."""
        return self._on("232")

    @property
    def statement_through_on(self) -> date | None:
        """Last day of the claim's statement period (DTM*233), if told."""
        return self._on("233")

    def _on(self, qualifier: str) -> date | None:
        return next((fact.from_on for fact in self.dates if fact.qualifier == qualifier), None)


@dataclass(slots=True)
class ProviderAdjustment:
    """One amount of a PLB: money moved between payer and provider outside any claim of this remittance.

    A positive amount lowers the payment. `reason` is WO overpayment recovery, FB forwarding balance, L6
    interest, 72 authorized return, and so on; `reference` (PLB03-2) often carries the payer's claim number.
    """

    provider_id: str
    fiscal_year_end_on: date | None
    reason: str
    reference: str
    amount_cents: int
    position: int = 0


@dataclass(slots=True)
class Remittance:
    """One ST*835: one check, transfer or notice of no payment.

    `handling` is BPR01 (I payment with remittance, H notification only), `credit_debit` BPR03 (C or D),
    `method` BPR04 (ACH, CHK, NON, FWT), `trace_number` TRN02 (the check or transfer number), `payer_trace_id`
    TRN03. `paid_on` is BPR16, `produced_on` DTM*405. `problems` are faults met while reading that make
    amounts or dates of this view unreliable; a remittance with problems must not be posted unseen.
    """

    envelope: Envelope = field(default_factory=Envelope)
    handling: str = "I"
    amount_cents: int = 0
    credit_debit: str = "C"
    method: str = ""
    payment_format: str = ""
    payer_bank: tuple[str, str, str, str] = ("", "", "", "")
    originator_id: str = ""
    originator_supplement: str = ""
    payee_bank: tuple[str, str, str, str] = ("", "", "", "")
    paid_on: date | None = None
    trace_number: str = ""
    payer_trace_id: str = ""
    trace_supplement: str = ""
    receiver_id: str = ""
    produced_on: date | None = None
    payer: Party = field(default_factory=lambda: Party("PR"))
    payee: Party = field(default_factory=lambda: Party("PE"))
    claims: list[RemittedClaim] = field(default_factory=list)
    provider_adjustments: list[ProviderAdjustment] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    position: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What tells one payment from every other of all payers: TRN03 and TRN02. Post no key twice."""
        return self.payer_trace_id, self.trace_number

    def reference(self, *qualifiers: str) -> str:
        """The first of the payee's references under one of the qualifiers (TJ is the tax id), or empty."""
        return first_reference(self.payee.references, *qualifiers)
