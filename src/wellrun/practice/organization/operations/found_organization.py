"""Founding: the organization, its sites and departments. Used once by the installer and the simulation."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from zoneinfo import ZoneInfo, available_timezones

from django.db import connection
from django.db.models import Max

from wellrun.platform.access.refusals import Refused
from wellrun.platform.database.identity import Identity, assume
from wellrun.platform.database.ids import new_id
from wellrun.practice.organization.models import LegalEntity, Site, Unit, UnitKind


class UnknownZone(Refused):
    """The time zone is not an IANA zone."""

    sentence = "Choose a time zone from the list, such as America/Chicago."
    field = "zone"


@dataclass(frozen=True)
class Address:
    """A street address with a nine-digit ZIP."""

    street: str
    city: str
    state: str
    zip: str
    phone: str


def found_organization(*, name: str, short_name: str, zone: str) -> Unit:
    """Create the root unit and let the rest of this transaction act within it."""
    if zone not in available_timezones():
        raise UnknownZone()
    ZoneInfo(zone)
    unit_id = new_id()
    if connection.in_atomic_block:
        assume(Identity(organizations=frozenset({unit_id}), units=frozenset({unit_id}), role="founder"))
    return Unit.objects.create(
        id=unit_id,
        kind=UnitKind.ORGANIZATION,
        name=name,
        short_name=short_name,
        parent=None,
        organization_id=unit_id,
        lineage=[unit_id],
        zone=zone,
    )


def add_legal_entity(
    *, organization: Unit, name: str, npi: str, tax_id: str, taxonomy: str, address: Address
) -> LegalEntity:
    """Add an entity that bills."""
    return LegalEntity.objects.create(
        organization=organization,
        name=name,
        npi=npi,
        tax_id=tax_id,
        taxonomy=taxonomy,
        street=address.street,
        city=address.city,
        state=address.state,
        zip=address.zip,
        phone=address.phone,
    )


def add_unit(
    *, parent: Unit, kind: UnitKind, name: str, short_name: str, zone: str = "", position: int = 0
) -> Unit:
    """Add a site or a department below `parent`; without a zone it keeps its parent's."""
    unit_id = new_id()
    return Unit.objects.create(
        id=unit_id,
        kind=kind,
        name=name,
        short_name=short_name,
        parent=parent,
        organization_id=parent.organization_id,
        lineage=[*parent.lineage, unit_id],
        zone=zone or parent.zone,
        position=position,
        series=_next_series(parent.organization_id) if kind == UnitKind.SITE else None,
    )


def _next_series(organization_id: uuid.UUID) -> int:
    # Locked: of two sites added at once, the second waits and takes the next.
    Unit.objects.select_for_update().get(id=organization_id)
    last = Unit.objects.filter(organization_id=organization_id).aggregate(last=Max("series"))["last"]
    return (last or 0) + 1


def add_site(
    *,
    organization: Unit,
    legal_entity: LegalEntity,
    name: str,
    short_name: str,
    zone: str,
    address: Address,
    place_of_service: str = "11",
) -> Unit:
    """Add a site with its address."""
    unit = add_unit(parent=organization, kind=UnitKind.SITE, name=name, short_name=short_name, zone=zone)
    Site.objects.create(
        unit=unit,
        legal_entity=legal_entity,
        street=address.street,
        city=address.city,
        state=address.state,
        zip=address.zip,
        phone=address.phone,
        place_of_service=place_of_service,
    )
    return unit
