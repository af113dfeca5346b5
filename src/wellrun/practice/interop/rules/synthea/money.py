"""Rows about money: claims and the transactions of their charges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellrun.practice.interop.rules.synthea.columns import (
    cents,
    coded,
    column,
    identifier,
    instant,
    instant_or_epoch,
    one_of,
    optional,
    some_text,
    whole,
    zero_or,
)

TYPES = ("CHARGE", "PAYMENT", "ADJUSTMENT", "TRANSFEROUT", "TRANSFERIN")


@dataclass(frozen=True)
class ClaimRow:
    """A line of claims.csv. Insurances are payers' ids; a claim's encounter stands under APPOINTMENTID."""

    line: int
    id: str = column("Id", identifier)
    patient: str = column("PATIENTID", identifier)
    provider: str | None = column("PROVIDERID", optional(identifier))
    primary_payer: str | None = column("PRIMARYPATIENTINSURANCEID", zero_or(identifier))
    secondary_payer: str | None = column("SECONDARYPATIENTINSURANCEID", zero_or(identifier))
    diagnosis1: str | None = column("DIAGNOSIS1", optional(coded))
    diagnosis2: str | None = column("DIAGNOSIS2", optional(coded))
    diagnosis3: str | None = column("DIAGNOSIS3", optional(coded))
    diagnosis4: str | None = column("DIAGNOSIS4", optional(coded))
    diagnosis5: str | None = column("DIAGNOSIS5", optional(coded))
    diagnosis6: str | None = column("DIAGNOSIS6", optional(coded))
    diagnosis7: str | None = column("DIAGNOSIS7", optional(coded))
    diagnosis8: str | None = column("DIAGNOSIS8", optional(coded))
    encounter: str | None = column("APPOINTMENTID", zero_or(identifier))
    service_at: datetime = column("SERVICEDATE", instant)
    status_primary: str = column("STATUS1", some_text(10))
    status_secondary: str = column("STATUS2", some_text(10))
    status_patient: str = column("STATUSP", some_text(10))
    stated_primary_cents: int | None = column("OUTSTANDING1", optional(cents))
    stated_secondary_cents: int | None = column("OUTSTANDING2", optional(cents))
    stated_patient_cents: int | None = column("OUTSTANDINGP", optional(cents))
    claim_type: str = column("HEALTHCARECLAIMTYPEID1", one_of("1", "2"))

    @property
    def diagnoses(self) -> list[str]:
        """The codes that are given, in order."""
        given = (getattr(self, f"diagnosis{number}") for number in range(1, 9))
        return [each for each in given if each]


@dataclass(frozen=True)
class TransactionRow:
    """A line of claims_transactions.csv. `position` (the source's CHARGEID) numbers every step, not only charges."""

    line: int
    id: str = column("ID", identifier)
    claim: str = column("CLAIMID", identifier)
    position: int = column("CHARGEID", whole)
    patient: str = column("PATIENTID", identifier)
    kind: str = column("TYPE", one_of(*TYPES))
    amount: int | None = column("AMOUNT", optional(cents))
    method: str = column("METHOD", some_text(10))
    starts_at: datetime = column("FROMDATE", instant)
    ends_at: datetime | None = column("TODATE", instant_or_epoch)
    facility: str | None = column("PLACEOFSERVICE", optional(identifier))
    procedure_code: str = column("PROCEDURECODE", coded)
    units: int = column("UNITS", whole)
    text: str = column("NOTES", some_text(200))
    moved_from: int | None = column("TRANSFEROUTID", optional(whole))
    party: str = column("TRANSFERTYPE", one_of("1", "2", "p", ""))
    payment: int | None = column("PAYMENTS", optional(cents))
    adjustment: int | None = column("ADJUSTMENTS", optional(cents))
    transfer: int | None = column("TRANSFERS", optional(cents))
    stated_open: int | None = column("OUTSTANDING", optional(cents))
    provider: str | None = column("PROVIDERID", optional(identifier))
