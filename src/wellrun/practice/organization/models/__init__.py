"""The organization's tables."""

from wellrun.practice.organization.models.legal_entity import LegalEntity
from wellrun.practice.organization.models.membership import Membership
from wellrun.practice.organization.models.person import Person
from wellrun.practice.organization.models.site import Site
from wellrun.practice.organization.models.unit import Unit, UnitKind
from wellrun.practice.organization.models.user import User

__all__ = ["LegalEntity", "Membership", "Person", "Site", "Unit", "UnitKind", "User"]
