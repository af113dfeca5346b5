"""Interop's tables."""

from wellrun.practice.interop.models.claim import ImportedClaim, ImportedTransaction, TransactionKind
from wellrun.practice.interop.models.directory import ImportedOrganization, ImportedProvider
from wellrun.practice.interop.models.imported_row import ImportedRow
from wellrun.practice.interop.models.past_coverage import ImportedCoverage
from wellrun.practice.interop.models.visit import ImportedEncounter

__all__ = [
    "ImportedClaim",
    "ImportedCoverage",
    "ImportedEncounter",
    "ImportedOrganization",
    "ImportedProvider",
    "ImportedRow",
    "ImportedTransaction",
    "TransactionKind",
]
