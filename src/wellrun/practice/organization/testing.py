"""A small world for the tests of every room: one organization, two sites, three departments, every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.matrix import Role
from wellrun.platform.database.identity import assume
from wellrun.practice.organization.models import LegalEntity, Membership, Person, Unit, UnitKind, User
from wellrun.practice.organization.operations.found_organization import (
    Address,
    add_legal_entity,
    add_site,
    add_unit,
    found_organization,
)
from wellrun.practice.organization.queries.actors import actor_for_user, program_actor

#: Tuesday, June 2, 2026, nine in the morning in Chicago.
NOW = datetime(2026, 6, 2, 14, 0, tzinfo=UTC)
TODAY = date(2026, 6, 2)
PASSWORD = "correct-horse-battery"


@dataclass
class SmallOffice:
    """One organization with the sites North and South; cardiology and family medicine at North, family at South."""

    organization: Unit
    entity: LegalEntity
    north: Unit
    south: Unit
    cardiology: Unit
    family_north: Unit
    family_south: Unit
    users: dict[str, User] = field(default_factory=dict)

    def actor(self, name: str, at: datetime = NOW) -> Actor:
        """The actor for a user made with `hire`; also becomes the identity of the current transaction."""
        actor = actor_for_user(user=self.users[name], request_id=None, at=at)
        assert actor is not None
        assume(actor.identity())
        return actor

    def program(self, at: datetime = NOW) -> Actor:
        """The program itself; also becomes the identity of the current transaction."""
        actor = program_actor(organization_id=self.organization.id, name="tests", at=at)
        assume(actor.identity())
        return actor

    def hire(
        self, name: str, role: Role, unit: Unit, given_name: str = "Robin", family_name: str = "Vale"
    ) -> User:
        """A user called `name` with one role at a unit. The password is `PASSWORD`."""
        person = Person.objects.create(
            organization=self.organization, given_name=given_name, family_name=family_name
        )
        user = User(username=name, person=person)
        user.set_password(PASSWORD)
        user.save()
        Membership.objects.create(person=person, unit=unit, role=role.value, starts_on=date(2026, 1, 1))
        self.users[name] = user
        return user


def _address(street: str, city: str, phone: str) -> Address:
    return Address(street=street, city=city, state="IL", zip="606011234", phone=phone)


def open_small_office() -> SmallOffice:
    """Make the world inside the current transaction and act as the program in it."""
    organization = found_organization(
        name="Lakeside Medical Group", short_name="Lakeside", zone="America/Chicago"
    )
    entity = add_legal_entity(
        organization=organization,
        name="LAKESIDE MEDICAL GROUP LLC",
        npi="1234567893",
        tax_id="361234567",
        taxonomy="261QM1300X",
        address=_address("100 W Lake St", "Chicago", "+13125550100"),
    )
    north = add_site(
        organization=organization,
        legal_entity=entity,
        name="North",
        short_name="North",
        zone="America/Chicago",
        address=_address("1200 N Clark St", "Chicago", "+13125550110"),
    )
    south = add_site(
        organization=organization,
        legal_entity=entity,
        name="South",
        short_name="South",
        zone="America/Chicago",
        address=_address("8000 S Cottage Ave", "Chicago", "+13125550120"),
    )
    office = SmallOffice(
        organization=organization,
        entity=entity,
        north=north,
        south=south,
        cardiology=add_unit(parent=north, kind=UnitKind.DEPARTMENT, name="Cardiology", short_name="Cardio"),
        family_north=add_unit(
            parent=north, kind=UnitKind.DEPARTMENT, name="Family medicine", short_name="Family"
        ),
        family_south=add_unit(
            parent=south, kind=UnitKind.DEPARTMENT, name="Family medicine", short_name="Family"
        ),
    )
    for name, role, unit in (
        ("manager", Role.OFFICE_MANAGER, organization),
        ("cardio_lead", Role.ASSISTANT_MANAGER, office.cardiology),
        ("north_desk", Role.MEDICAL_SECRETARY, north),
        ("coordinator", Role.SURGICAL_COORDINATOR, north),
        ("south_desk", Role.MEDICAL_SECRETARY, south),
        ("biller", Role.BILLER, organization),
        ("provider", Role.PROVIDER, office.cardiology),
        ("assistant", Role.CLINICAL_ASSISTANT, office.cardiology),
        ("hr", Role.HUMAN_RESOURCES, organization),
        ("buyer", Role.BUYER, organization),
        ("facilities", Role.FACILITIES, organization),
        ("auditor", Role.AUDITOR, organization),
    ):
        office.hire(name, role, unit, given_name=name.replace("_", " ").title())
    office.program()
    return office
