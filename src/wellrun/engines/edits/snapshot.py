"""A claim frozen as it would be sent, with what is needed to judge it. Every field may be missing.

Missing is None, the empty text or the empty tuple. Money is integer cents, dates are calendar dates of the
site. The field names are the vocabulary of the rule language: `billing.npi`, `line.charge_cents`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `zip_code` is five or nine digits, punctuation allowed."""

    line1: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""


@dataclass(frozen=True, slots=True)
class BillingProvider:
    """Who is paid. `entity` is 'organization' or 'person'; `tax_id_kind` is 'EI' (employer) or 'SY'
    (social).
    """

    npi: str = ""
    name: str = ""
    entity: str = ""
    tax_id: str = ""
    tax_id_kind: str = ""
    taxonomy: str = ""
    address: Address = field(default_factory=Address)
    pay_to_address: Address = field(default_factory=Address)
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """Who did the work. `entity` is 'person' or 'organization'."""

    npi: str = ""
    first_name: str = ""
    last_name: str = ""
    entity: str = ""
    taxonomy: str = ""


@dataclass(frozen=True, slots=True)
class Facility:
    """Where the work was done, when that is not the billing address."""

    npi: str = ""
    name: str = ""
    address: Address = field(default_factory=Address)


@dataclass(frozen=True, slots=True)
class Payer:
    """Who is asked to pay. `key` is the caller's own; `payer_id` is the one the clearinghouse routes by.

    `kind` groups payers for rule scopes: 'medicare', 'medicaid', 'commercial', 'tricare', 'workers', 'auto'.
    """

    key: str = ""
    payer_id: str = ""
    name: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """The subscriber or the patient, as registered."""

    first_name: str = ""
    last_name: str = ""
    born_on: date | None = None
    sex: str = ""
    ssn: str = ""
    address: Address = field(default_factory=Address)


@dataclass(frozen=True, slots=True)
class Coverage:
    """One insurance on the claim, in the order it pays.

    `rank` is 'P', 'S' or 'T'; `relationship` is the patient's to the subscriber ('18' is self);
    `filing_indicator` is the claim filing indicator code. `eligibility` is 'active', 'inactive' or
    missing, `checked_on` the day of the last answer, and `card_*` what that answer called the patient.
    """

    rank: str = ""
    payer: Payer = field(default_factory=Payer)
    member_id: str = ""
    relationship: str = ""
    filing_indicator: str = ""
    eligibility: str = ""
    checked_on: date | None = None
    card_first_name: str = ""
    card_last_name: str = ""
    card_born_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClaimHeader:
    """What is said once for the claim. `frequency` is 1 original, 7 replacement, 8 void."""

    control_number: str = ""
    charge_cents: int | None = None
    frequency: str = ""
    payer_claim_number: str = ""
    place_of_service: str = ""
    delay_reason: str = ""
    assignment: str = ""
    benefits_assigned: str = ""
    release: str = ""
    signature_on_file: str = ""
    admitted_on: date | None = None
    discharged_on: date | None = None
    chargeable: bool = True


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One diagnosis in order, undotted. `qualifier` is ABK for the first and ABF for the others."""

    number: int = 0
    code: str = ""
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One service line. `pointers` number the diagnoses from 1; `unit` is 'UN' or, for minutes, 'MJ'."""

    number: int = 0
    control_number: str = ""
    procedure: str = ""
    modifiers: tuple[str, ...] = ()
    charge_cents: int | None = None
    units: int | float | None = None
    unit: str = "UN"
    place_of_service: str = ""
    served_from: date | None = None
    served_to: date | None = None
    pointers: tuple[int, ...] = ()
    rendering_npi: str = ""
    contracted_cents: int | None = None


@dataclass(frozen=True, slots=True)
class PriorLine:
    """A line of an earlier claim for the same patient. `open` is true until the payer has answered."""

    control_number: str = ""
    payer_key: str = ""
    procedure: str = ""
    modifiers: tuple[str, ...] = ()
    units: int | float | None = None
    served_from: date | None = None
    rendering_npi: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class ClaimSnapshot:
    """The whole claim. `coverage` is the one this claim is sent to; `coverages` are all of them, it
    included.
    """

    billing: BillingProvider = field(default_factory=BillingProvider)
    rendering: Provider = field(default_factory=Provider)
    facility: Facility = field(default_factory=Facility)
    payer: Payer = field(default_factory=Payer)
    subscriber: Person = field(default_factory=Person)
    patient: Person = field(default_factory=Person)
    coverage: Coverage = field(default_factory=Coverage)
    coverages: tuple[Coverage, ...] = ()
    claim: ClaimHeader = field(default_factory=ClaimHeader)
    diagnoses: tuple[Diagnosis, ...] = ()
    lines: tuple[Line, ...] = ()
    priors: tuple[PriorLine, ...] = ()
