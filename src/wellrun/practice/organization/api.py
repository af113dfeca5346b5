"""The organization's door for other rooms."""

from wellrun.practice.organization.models import LegalEntity, Membership, Person, Site, Unit, UnitKind, User
from wellrun.practice.organization.operations.appoint_first_manager import (
    AlreadyManaged,
    appoint_first_manager,
)
from wellrun.practice.organization.operations.found_organization import (
    Address,
    add_legal_entity,
    add_site,
    add_unit,
    found_organization,
)
from wellrun.practice.organization.operations.people import add_person, add_user, end_membership, grant_role
from wellrun.practice.organization.queries.actors import actor_for_user, program_actor
from wellrun.practice.organization.queries.people import (
    Colleague,
    have_left,
    people_at_work,
    people_of,
    people_reaching,
    person_names,
    user_names,
)
from wellrun.practice.organization.queries.units import (
    Place,
    departments_among,
    local_day,
    place_of,
    site_above,
    sites_of,
    units_by_id,
    units_under,
    units_under_each,
    zone_of,
)

__all__ = [
    "Address",
    "AlreadyManaged",
    "Colleague",
    "LegalEntity",
    "Membership",
    "Person",
    "Place",
    "Site",
    "Unit",
    "UnitKind",
    "User",
    "actor_for_user",
    "add_legal_entity",
    "add_person",
    "add_site",
    "add_unit",
    "add_user",
    "appoint_first_manager",
    "departments_among",
    "end_membership",
    "found_organization",
    "grant_role",
    "have_left",
    "local_day",
    "people_at_work",
    "people_of",
    "people_reaching",
    "person_names",
    "place_of",
    "program_actor",
    "site_above",
    "sites_of",
    "units_by_id",
    "units_under",
    "units_under_each",
    "user_names",
    "zone_of",
]
