"""Which organization an import goes into; the first one is founded when there is none."""

from __future__ import annotations

import uuid

from django.db import connection, transaction

from wellrun.platform.access.refusals import Refused
from wellrun.practice.organization.api import Unit, UnitKind, found_organization

FOUNDED = "Imported from Synthea"
#: An arbitrary number that names the right to found among the server's advisory locks.
_FOUNDING = 7_301_602


class OrganizationUnclear(Refused):
    """No organization, or more than one, answers to what was said."""


def choose_organization(*, named: str = "", zone: str) -> Unit:
    """The organization of this name, short name or id; without a name the only one, or a new one when there is none.

    Raises `OrganizationUnclear`, naming those there are.
    """
    there = _organizations()
    if not named and not there:
        there = [_found(zone)]
    wanted = [unit for unit in there if not named or _answers(unit, named)]
    if len(wanted) == 1:
        return wanted[0]
    names = ", ".join(f"“{unit.name}”" for unit in there) or "none"
    if named:
        raise OrganizationUnclear(f"No organization is called “{named}”. There are: {names}.")
    raise OrganizationUnclear(f"There is more than one organization; name one of {names}.")


def _organizations() -> list[Unit]:
    return list(Unit.objects.filter(kind=UnitKind.ORGANIZATION).order_by("name"))


@transaction.atomic
def _found(zone: str) -> Unit:
    # Two imports that begin at once on an empty database found one organization: the second waits and finds it.
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_FOUNDING])
    there = _organizations()
    return there[0] if there else found_organization(name=FOUNDED, short_name="Imported", zone=zone)


def _answers(unit: Unit, named: str) -> bool:
    try:
        return unit.id == uuid.UUID(named)
    except ValueError:
        return named.casefold() in (unit.name.casefold(), unit.short_name.casefold())
