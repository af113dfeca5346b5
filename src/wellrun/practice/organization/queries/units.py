"""Reading the tree."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models.expressions import RawSQL

from wellrun.platform.database.once import once_a_transaction
from wellrun.practice.organization.models import LegalEntity, Site, Unit, UnitKind


def departments_among(unit_ids: Iterable[uuid.UUID]) -> list[Unit]:
    """The open departments among these units, with their sites, in the order the office lists them."""
    return list(
        Unit.objects.filter(id__in=list(unit_ids), kind=UnitKind.DEPARTMENT, closed_on__isnull=True)
        .select_related("parent")
        .order_by("parent__position", "parent__name", "position", "name")
    )


def sites_of(organization_id: uuid.UUID) -> list[Unit]:
    """The open sites of an organization with their addresses."""
    return list(
        Unit.objects.filter(organization_id=organization_id, kind=UnitKind.SITE, closed_on__isnull=True)
        .select_related("site__legal_entity")
        .order_by("position", "name")
    )


def units_by_id(unit_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Unit]:
    """Units by id; unknown ids are absent."""
    return Unit.objects.in_bulk(list(unit_ids))


#: How many numbers of a kind a site can give out before they would run into the next site's.
NUMBERS_OF_A_SERIES = 10_000_000


@dataclass(frozen=True)
class Place:
    """A unit and the site that it is or lies in, with the entity that bills there; no site above the sites."""

    unit: Unit
    site: Site | None

    @property
    def zone(self) -> ZoneInfo:
        """The IANA time zone of the unit."""
        return ZoneInfo(self.unit.zone)

    @property
    def series(self) -> int:
        """What leads the numbers that are given out here; 0 above the sites."""
        return self.site.unit.series if self.site else 0

    def numbered(self, number: int) -> int:
        """A number drawn in this place's series as it is written: the series, then seven digits."""
        return self.series * NUMBERS_OF_A_SERIES + number


@once_a_transaction(Unit, Site, LegalEntity)
def place_of(unit_id: uuid.UUID) -> Place:
    """Where a unit is, in one query and once a transaction; raises `Unit.DoesNotExist`."""
    above = RawSQL("select unnest(lineage) from organization_unit where id = %s", [unit_id])  # noqa: S611 (bound)
    units = {unit.id: unit for unit in Unit.objects.filter(id__in=above).select_related("site__legal_entity")}
    if unit_id not in units:
        raise Unit.DoesNotExist(f"There is no unit {unit_id}.")
    site_unit = next((unit for unit in units.values() if unit.kind == UnitKind.SITE), None)
    return Place(units[unit_id], getattr(site_unit, "site", None))


def zone_of(unit_id: uuid.UUID) -> str:
    """The IANA time zone of a unit."""
    return place_of(unit_id).unit.zone


def site_above(unit_id: uuid.UUID) -> Unit | None:
    """The site that a unit is or lies in; None above the sites."""
    try:
        site = place_of(unit_id).site
    except Unit.DoesNotExist:
        return None
    return site.unit if site else None


def units_under(unit_id: uuid.UUID) -> list[uuid.UUID]:
    """A unit and everything below it."""
    return list(Unit.objects.filter(lineage__contains=[unit_id]).values_list("id", flat=True))


def units_under_each(unit_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """For each of these units, it and everything below it; one query."""
    found: dict[uuid.UUID, list[uuid.UUID]] = {unit_id: [] for unit_id in unit_ids}
    rows = Unit.objects.filter(lineage__overlap=list(found)).values_list("id", "lineage")
    for unit_id, lineage in rows if found else ():
        for above in lineage:
            if above in found:
                found[above].append(unit_id)
    return found


def local_day(unit_id: uuid.UUID, at: datetime) -> date:
    """The calendar day at a unit at an instant, by the unit's own time zone."""
    return at.astimezone(place_of(unit_id).zone).date()
