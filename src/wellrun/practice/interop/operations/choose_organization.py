"""Which organization an import goes into; the first one is founded when there is none."""

from __future__ import annotations

import uuid

from django.db import transaction

from wellrun.platform.access.refusals import Refused
from wellrun.practice.organization.api import Unit, UnitKind, found_organization

FOUNDED = "Imported from Synthea"


class OrganizationUnclear(Refused):
    """No organization, or more than one, answers to what was said."""


def choose_organization(*, named: str = "", zone: str) -> Unit:
    """The organization of this name, short name or id; without a name the only one, or a new one when there is none.

    Raises `OrganizationUnclear`, naming those there are.
    """
    there = list(Unit.objects.filter(kind=UnitKind.ORGANIZATION).order_by("name"))
    if not named and not there:
        with transaction.atomic():
            return found_organization(name=FOUNDED, short_name="Imported", zone=zone)
    wanted = [unit for unit in there if not named or _answers(unit, named)]
    if len(wanted) == 1:
        return wanted[0]
    names = ", ".join(f"“{unit.name}”" for unit in there) or "none"
    if named:
        raise OrganizationUnclear(f"No organization is called “{named}”. There are: {names}.")
    raise OrganizationUnclear(f"There is more than one organization; name one of {names}.")


def _answers(unit: Unit, named: str) -> bool:
    try:
        return unit.id == uuid.UUID(named)
    except ValueError:
        return named.casefold() in (unit.name.casefold(), unit.short_name.casefold())
