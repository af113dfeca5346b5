"""Names of people, and who may be given work."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from wellrun.practice.organization.models import Membership, Person, Unit, User


def person_names(person_ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Names by id, without credential suffixes; unknown ids are absent. No ids, no query."""
    wanted = {person_id for person_id in person_ids if person_id is not None}
    if not wanted:
        return {}
    name = Concat(F("given_name"), Value(" "), F("family_name"))
    return dict(Person.objects.filter(id__in=wanted).values_list("id", name))


def user_names(user_ids: Iterable[str]) -> dict[str, str]:
    """Names of the persons behind these users' ids, by id as text; unknown ids are absent. No ids, no query."""
    wanted = set(user_ids)
    if not wanted:
        return {}
    name = Concat(F("person__given_name"), Value(" "), F("person__family_name"))
    return {str(one): told for one, told in User.objects.filter(id__in=wanted).values_list("id", name)}


def people_reaching(*, unit_id: uuid.UUID, on: date) -> list[tuple[uuid.UUID, str, str]]:
    """(person id, name, roles) of everybody whose membership on a day covers a unit, by family name."""
    unit = Unit.objects.filter(id=unit_id).first()
    if unit is None:
        return []
    held = (
        Membership.objects.filter(unit_id__in=unit.lineage, starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
        .select_related("person")
        .order_by("person__family_name", "person__given_name", "person_id", "role")
    )
    found: dict[uuid.UUID, tuple[str, list[str]]] = {}
    for membership in held:
        name = f"{membership.person.given_name} {membership.person.family_name}"
        found.setdefault(membership.person_id, (name, []))[1].append(membership.role)
    return [(person_id, name, ", ".join(dict.fromkeys(roles))) for person_id, (name, roles) in found.items()]


@dataclass(frozen=True)
class Colleague:
    """Somebody who works here on a day: with their roles, and the unit and role that they held first."""

    person_id: uuid.UUID
    name: str
    roles: str
    unit_id: uuid.UUID
    role: str


def people_at_work(*, organization_id: uuid.UUID, on: date) -> dict[uuid.UUID, Colleague]:
    """Everybody with a role in force on a day, by person, by family name. One query."""
    held = (
        Membership.objects.filter(unit__organization_id=organization_id, starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
        .select_related("person")
        .order_by("person__family_name", "person__given_name", "person_id", "starts_on", "role")
    )
    found: dict[uuid.UUID, Colleague] = {}
    for each in held:
        known = found.get(each.person_id)
        if known is None:
            name = f"{each.person.given_name} {each.person.family_name}"
            found[each.person_id] = Colleague(each.person_id, name, each.role, each.unit_id, each.role)
        elif each.role not in known.roles.split(", "):
            found[each.person_id] = replace(known, roles=f"{known.roles}, {each.role}")
    return found


def have_left(person_ids: Iterable[uuid.UUID], on: date) -> set[uuid.UUID]:
    """Those of these people who had a role once and have none in force on a day or after it. One query."""
    held = Membership.objects.filter(person_id__in=list(person_ids)).values_list("person_id", "ends_on")
    rows = list(held)
    here = {person_id for person_id, ends_on in rows if ends_on is None or ends_on > on}
    return {person_id for person_id, _ in rows} - here


def people_of(organization_id: uuid.UUID) -> list[Person]:
    """Everybody of an organization by name."""
    return list(
        Person.objects.filter(organization_id=organization_id).order_by("family_name", "given_name", "id")
    )
