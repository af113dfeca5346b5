"""The files of an export, in the order in which they are brought in."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.practice.interop.rules.synthea.clinical import (
    AllergyRow,
    ConditionRow,
    EncounterRow,
    ImmunizationRow,
    MedicationRow,
    ProcedureRow,
)
from wellrun.practice.interop.rules.synthea.columns import columns_of
from wellrun.practice.interop.rules.synthea.money import ClaimRow, TransactionRow
from wellrun.practice.interop.rules.synthea.people import (
    OrganizationRow,
    PatientRow,
    PayerRow,
    ProviderRow,
    TransitionRow,
)

#: Identity documents that the office has no use for: read by nothing, kept nowhere, and the report says so.
NEVER_KEPT = {"patients": ("DRIVERS", "PASSPORT")}


@dataclass(frozen=True)
class Table:
    """One file: its name without `.csv`, the class of its rows, and the columns that name a row once."""

    name: str
    row_class: type
    key: tuple[str, ...]
    patient: str = ""

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.name}.csv"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return tuple(dict.fromkeys((*columns_of(self.row_class), *self.key)))

    def leftover(self, values: dict[str, str]) -> dict[str, str]:
        """What a row says beyond the columns that are read, without identity documents and empty texts."""
        read = {*columns_of(self.row_class), *NEVER_KEPT.get(self.name, ())}
        return {name: value for name, value in values.items() if value and name not in read}


TABLES = (
    Table("payers", PayerRow, ("Id",)),
    Table("organizations", OrganizationRow, ("Id",)),
    Table("providers", ProviderRow, ("Id",)),
    Table("patients", PatientRow, ("Id",), "Id"),
    Table("payer_transitions", TransitionRow, ("PATIENT", "START_YEAR"), "PATIENT"),
    Table("conditions", ConditionRow, ("PATIENT", "ENCOUNTER", "CODE", "START"), "PATIENT"),
    Table("allergies", AllergyRow, ("PATIENT", "ENCOUNTER", "CODE", "START"), "PATIENT"),
    Table("medications", MedicationRow, ("PATIENT", "ENCOUNTER", "CODE", "START"), "PATIENT"),
    Table("immunizations", ImmunizationRow, ("PATIENT", "ENCOUNTER", "CODE", "DATE"), "PATIENT"),
    Table("procedures", ProcedureRow, ("PATIENT", "ENCOUNTER", "CODE", "START"), "PATIENT"),
    Table("encounters", EncounterRow, ("Id",), "PATIENT"),
    Table("claims", ClaimRow, ("Id",), "PATIENTID"),
    Table("claims_transactions", TransactionRow, ("ID",), "PATIENTID"),
)
