"""Interop's door for other rooms and the command line."""

from wellrun.practice.interop.models import (
    ImportedClaim,
    ImportedCoverage,
    ImportedEncounter,
    ImportedOrganization,
    ImportedProvider,
    ImportedRow,
    ImportedTransaction,
)
from wellrun.practice.interop.operations.choose_organization import OrganizationUnclear, choose_organization
from wellrun.practice.interop.operations.import_synthea.accounting import (
    Accounts,
    Count,
    NotAccountedFor,
    Note,
    Outcome,
)
from wellrun.practice.interop.operations.import_synthea.reading import Folder, FolderUnreadable, read_folder
from wellrun.practice.interop.operations.import_synthea.run import ZONE, import_synthea, rehearsal

__all__ = [
    "ZONE",
    "Accounts",
    "Count",
    "Folder",
    "FolderUnreadable",
    "ImportedClaim",
    "ImportedCoverage",
    "ImportedEncounter",
    "ImportedOrganization",
    "ImportedProvider",
    "ImportedRow",
    "ImportedTransaction",
    "NotAccountedFor",
    "Note",
    "OrganizationUnclear",
    "Outcome",
    "choose_organization",
    "import_synthea",
    "read_folder",
    "rehearsal",
]
