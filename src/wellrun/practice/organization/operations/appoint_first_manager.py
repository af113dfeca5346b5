"""The first sign-in of an organization: its office manager, appointed by the program because nobody else is there."""

from __future__ import annotations

import secrets
from datetime import datetime

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.matrix import Role
from wellrun.platform.access.refusals import Refused
from wellrun.practice.organization.models import Unit, User
from wellrun.practice.organization.operations.people import add_person, add_user, grant_role
from wellrun.practice.organization.queries.units import local_day


class AlreadyManaged(Refused):
    """Somebody can sign in already; from then on access is given by people, not by the program."""

    sentence = "Somebody can sign in to this organization already. Ask its office manager for a role."


def appoint_first_manager(
    *, organization: Unit, given_name: str, family_name: str, username: str, by: Actor, at: datetime
) -> str:
    """Take in the first office manager and return their password, which is told once and kept nowhere.

    Raises `AlreadyManaged` when the organization has a user, `UsernameTaken` when the name is in use elsewhere.
    """
    require(by, "memberships.manage", organization.id)
    # Locked: of two appointments at once, the second finds a user.
    Unit.objects.select_for_update().get(id=organization.id)
    if User.objects.filter(person__organization_id=organization.id).exists():
        raise AlreadyManaged()
    person = add_person(organization=organization, given_name=given_name, family_name=family_name, by=by)
    password = secrets.token_urlsafe(12)
    add_user(person=person, username=username, password=password, by=by)
    starts_on = local_day(organization.id, at)
    grant_role(person=person, unit=organization, role=Role.OFFICE_MANAGER, starts_on=starts_on, by=by)
    return password
