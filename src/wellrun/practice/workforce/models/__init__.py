"""The tables of workforce."""

from wellrun.practice.workforce.models.credential import Credential, CredentialKind
from wellrun.practice.workforce.models.employee import Employee
from wellrun.practice.workforce.models.provider import Level, Provider
from wellrun.practice.workforce.models.skill import EmployeeSkill

__all__ = ["Credential", "CredentialKind", "Employee", "EmployeeSkill", "Level", "Provider"]
