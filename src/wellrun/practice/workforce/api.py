"""The door of workforce for other rooms."""

from wellrun.practice.workforce.models import Credential, CredentialKind, Employee, Level, Provider
from wellrun.practice.workforce.operations.credentials import (
    CredentialRefused,
    add_credential,
    raise_expiry_tasks,
)
from wellrun.practice.workforce.operations.staff import (
    AlreadyProvider,
    NpiTaken,
    WrongNpi,
    add_employee,
    add_provider,
    retire_provider,
)
from wellrun.practice.workforce.queries.providers import (
    Standing,
    credential_gaps,
    credentials_of,
    held_by_providers,
    held_from,
    held_sql,
    provider,
    provider_names,
    providers_of,
    standings_of,
)
from wellrun.practice.workforce.rules import Held, gap_sentence

__all__ = [
    "AlreadyProvider",
    "Credential",
    "CredentialKind",
    "CredentialRefused",
    "Employee",
    "Held",
    "Level",
    "NpiTaken",
    "Provider",
    "Standing",
    "WrongNpi",
    "add_credential",
    "add_employee",
    "add_provider",
    "credential_gaps",
    "credentials_of",
    "gap_sentence",
    "held_by_providers",
    "held_from",
    "held_sql",
    "provider",
    "provider_names",
    "providers_of",
    "raise_expiry_tasks",
    "retire_provider",
    "standings_of",
]
