"""Reading the tree."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wellrun.practice.organization.models import Unit, UnitKind


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


def zone_of(unit_id: uuid.UUID) -> str:
    """The IANA time zone of a unit."""
    return Unit.objects.values_list("zone", flat=True).get(id=unit_id)


def site_above(unit_id: uuid.UUID) -> Unit | None:
    """The site that a unit is or lies in; None above the sites."""
    unit = Unit.objects.filter(id=unit_id).first()
    if unit is None:
        return None
    return Unit.objects.filter(id__in=unit.lineage, kind=UnitKind.SITE).first()


def units_under(unit_id: uuid.UUID) -> list[uuid.UUID]:
    """A unit and everything below it."""
    return list(Unit.objects.filter(lineage__contains=[unit_id]).values_list("id", flat=True))


def local_day(unit_id: uuid.UUID, at: datetime) -> date:
    """The calendar day at a unit at an instant, by the unit's own time zone."""
    return at.astimezone(ZoneInfo(Unit.objects.values_list("zone", flat=True).get(id=unit_id))).date()
