"""What billing tells the rooms above it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from wellrun.platform.access.api import Actor
from wellrun.practice.billing.models import (
    ChargeLine,
    DiagnosisCode,
    Encounter,
    PatientAccount,
    ProcedureCode,
)
from wellrun.practice.coverage.api import Coverage
from wellrun.practice.workforce.api import Standing


@dataclass(frozen=True)
class Entered:
    """What entering charges has read, locked and written: for whoever hears of it in the same transaction.

    The encounter is locked and has its patient, its provider with the person, and its coverage with the payer in
    reach; the account is locked too. `coverages` are those of the day, primary first; codes are by code. `first`:
    nothing of this encounter was ever posted before.
    """

    encounter: Encounter
    account: PatientAccount
    lines: Sequence[ChargeLine]
    coverages: Sequence[Coverage]
    diagnoses: Mapping[str, DiagnosisCode]
    procedures: Mapping[str, ProcedureCode]
    standing: Standing
    first: bool


@dataclass(frozen=True)
class ChargesEntered:
    """The charges of an encounter were posted for the first time, or anew after all were reversed."""

    encounter_id: uuid.UUID
    patient_id: uuid.UUID
    unit_id: uuid.UUID
    at: datetime
    by: Actor | None = None
    entered: Entered | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class ChargesCorrected:
    """Charges of an encounter changed after they were posted; `reversed_ids` are the lines taken back."""

    encounter_id: uuid.UUID
    patient_id: uuid.UUID
    unit_id: uuid.UUID
    reversed_ids: tuple[uuid.UUID, ...]
    at: datetime
    by: Actor | None = None


@dataclass(frozen=True)
class PaymentTaken:
    """Money was taken from a patient; `method` is a `Method`, `taken_by_id` None when no person took it."""

    payment_id: uuid.UUID
    patient_id: uuid.UUID
    amount_cents: int
    appointment_id: uuid.UUID | None
    at: datetime
    method: str
    drawer_id: uuid.UUID | None
    taken_by_id: uuid.UUID | None
    effective_on: date


@dataclass(frozen=True)
class PaymentVoided:
    """A payment was taken back."""

    payment_id: uuid.UUID
    patient_id: uuid.UUID
    at: datetime
