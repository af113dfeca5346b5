"""The door of workforce for other rooms."""

from wellrun.practice.workforce.models import (
    Credential,
    CredentialKind,
    Employee,
    EmployeeSkill,
    Level,
    Provider,
)
from wellrun.practice.workforce.operations.credentials import (
    CredentialRefused,
    add_credential,
    raise_expiry_tasks,
)
from wellrun.practice.workforce.operations.skills import (
    SkillRefused,
    add_skill,
    end_skill,
    make_employee_bookable,
    stop_booking_employee,
)
from wellrun.practice.workforce.operations.staff import (
    AlreadyProvider,
    NpiTaken,
    ProviderRefused,
    WrongNpi,
    add_employee,
    add_provider,
    describe_provider,
    retire_provider,
)
from wellrun.practice.workforce.queries.employees import employee, employees_of, skill_names, skilled
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
    "EmployeeSkill",
    "Held",
    "Level",
    "NpiTaken",
    "Provider",
    "ProviderRefused",
    "SkillRefused",
    "Standing",
    "WrongNpi",
    "add_credential",
    "add_employee",
    "add_provider",
    "add_skill",
    "credential_gaps",
    "credentials_of",
    "describe_provider",
    "employee",
    "employees_of",
    "end_skill",
    "gap_sentence",
    "held_by_providers",
    "held_from",
    "held_sql",
    "make_employee_bookable",
    "provider",
    "provider_names",
    "providers_of",
    "raise_expiry_tasks",
    "retire_provider",
    "skill_names",
    "skilled",
    "standings_of",
    "stop_booking_employee",
]
