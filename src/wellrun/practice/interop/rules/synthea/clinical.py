"""Rows of a patient's record: conditions, allergies, medications, immunizations, procedures and visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from wellrun.practice.interop.rules.synthea.columns import (
    cents,
    coded,
    column,
    day,
    identifier,
    instant,
    one_of,
    optional,
    some_text,
    words,
)


@dataclass(frozen=True)
class ConditionRow:
    """A line of conditions.csv; codes are SNOMED CT."""

    line: int
    starts_on: date = column("START", day)
    ends_on: date | None = column("STOP", optional(day))
    patient: str = column("PATIENT", identifier)
    code: str = column("CODE", coded)
    text: str = column("DESCRIPTION", words(200))


@dataclass(frozen=True)
class AllergyRow:
    """A line of allergies.csv: the substance, and up to two reactions with their severity."""

    line: int
    starts_on: date = column("START", day)
    ends_on: date | None = column("STOP", optional(day))
    patient: str = column("PATIENT", identifier)
    code: str = column("CODE", coded)
    system: str = column("SYSTEM", one_of("SNOMED-CT", "RxNorm", "Unknown"))
    text: str = column("DESCRIPTION", words(200))
    reaction: str = column("DESCRIPTION1", some_text(90))
    severity: str = column("SEVERITY1", some_text(10))
    reaction2: str = column("DESCRIPTION2", some_text(90))
    severity2: str = column("SEVERITY2", some_text(10))


@dataclass(frozen=True)
class MedicationRow:
    """A line of medications.csv; codes are RxNorm."""

    line: int
    starts_at: datetime = column("START", instant)
    ends_at: datetime | None = column("STOP", optional(instant))
    patient: str = column("PATIENT", identifier)
    code: str = column("CODE", coded)
    text: str = column("DESCRIPTION", words(200))
    reason: str = column("REASONDESCRIPTION", some_text(190))


@dataclass(frozen=True)
class ImmunizationRow:
    """A line of immunizations.csv; codes are CVX."""

    line: int
    given_at: datetime = column("DATE", instant)
    patient: str = column("PATIENT", identifier)
    code: str = column("CODE", coded)
    text: str = column("DESCRIPTION", words(200))


@dataclass(frozen=True)
class ProcedureRow:
    """A line of procedures.csv; codes are SNOMED CT."""

    line: int
    starts_at: datetime = column("START", instant)
    patient: str = column("PATIENT", identifier)
    code: str = column("CODE", coded)
    text: str = column("DESCRIPTION", words(200))
    reason: str = column("REASONDESCRIPTION", some_text(190))


@dataclass(frozen=True)
class EncounterRow:
    """A line of encounters.csv; codes are SNOMED CT, amounts cents."""

    line: int
    id: str = column("Id", identifier)
    starts_at: datetime = column("START", instant)
    ends_at: datetime | None = column("STOP", optional(instant))
    patient: str = column("PATIENT", identifier)
    organization: str | None = column("ORGANIZATION", optional(identifier))
    provider: str | None = column("PROVIDER", optional(identifier))
    payer: str | None = column("PAYER", optional(identifier))
    kind: str = column("ENCOUNTERCLASS", words(30))
    code: str = column("CODE", coded)
    text: str = column("DESCRIPTION", words(200))
    base_cost_cents: int = column("BASE_ENCOUNTER_COST", cents)
    total_cost_cents: int = column("TOTAL_CLAIM_COST", cents)
    payer_paid_cents: int = column("PAYER_COVERAGE", cents)
    reason_code: str | None = column("REASONCODE", optional(coded))
    reason: str = column("REASONDESCRIPTION", some_text(200))
