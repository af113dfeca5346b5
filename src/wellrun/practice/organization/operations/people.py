"""People, users and memberships: taking somebody in, giving a role, ending it."""

from __future__ import annotations

import secrets
import uuid
from datetime import date

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.matrix import COMPARTMENTS, GRANTS, Role
from wellrun.platform.access.refusals import Refused
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.models import Membership, Person, Unit, User


class SelfGrant(Refused):
    """Nobody widens their own access."""

    sentence = "You cannot give yourself a role. Ask another manager."


class EndsBeforeStart(Refused):
    """The last day lies before the first."""

    sentence = "The end must come after the start."
    field = "ends_on"


class UsernameTaken(Refused):
    """The user name is in use."""

    sentence = "That user name is taken. Choose another."
    field = "username"


def add_person(
    *,
    organization: Unit,
    given_name: str,
    family_name: str,
    credential_suffix: str = "",
    email: str = "",
    phone: str = "",
    by: Actor,
) -> Person:
    """Take a person into the organization. They can do nothing until they hold a role."""
    require(by, "workforce.manage", organization.id)
    return Person.objects.create(
        organization=organization,
        given_name=given_name,
        family_name=family_name,
        credential_suffix=credential_suffix,
        email=email,
        phone=phone,
    )


def add_user(*, person: Person, username: str, password: str | None, by: Actor) -> User:
    """Give a person a way to sign in; without a password the user cannot sign in until one is set."""
    require(by, "memberships.manage", person.organization_id)
    if User.objects.filter(username__iexact=username).exists():
        raise UsernameTaken()
    user = User(username=username, email=person.email, person=person)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save(force_insert=True)
    record_act("user.added", subject_type="user", subject_id=user.id, privileged=True)
    return user


def renew_password(*, user: User, by: Actor) -> str:
    """Give a user a new random password, told once to whoever asked; every session of that user ends."""
    require(by, "memberships.manage", user.person.organization_id)
    if by.user_id == user.id:
        raise SelfGrant("Change your own password on the password page.")
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save(update_fields=["password"])
    record_act("user.password_renewed", subject_type="user", subject_id=user.id, privileged=True)
    return password


def grant_role(
    *, person: Person, unit: Unit, role: Role, starts_on: date, ends_on: date | None = None, by: Actor
) -> Membership:
    """Give a person a role at a unit. Roles that see health information, pay or the audit are never given to
    oneself."""
    require(by, "memberships.manage", unit.id)
    _refuse_oneself(person.id, role, by)
    if ends_on is not None and ends_on <= starts_on:
        raise EndsBeforeStart()
    membership = Membership.objects.create(
        person=person,
        unit=unit,
        role=role.value,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by_id=by.person_id,
    )
    record_act("role.granted", subject_type="membership", subject_id=membership.id, privileged=True)
    return membership


def end_membership(*, membership: Membership, on: date | None, by: Actor) -> None:
    """End a role from a date on (the next request of that person no longer has it), or with None undo its end."""
    require(by, "memberships.manage", membership.unit_id)
    if on is None:
        _refuse_oneself(membership.person_id, Role(membership.role), by)
    elif on <= membership.starts_on:
        raise EndsBeforeStart()
    membership.ends_on = on
    membership.save(update_fields=["ends_on"])
    record_act("role.ended", subject_type="membership", subject_id=membership.id, privileged=True)


def _refuse_oneself(person_id: uuid.UUID, role: Role, by: Actor) -> None:
    """Nobody gives or gives back to themselves what shows health information, pay, or who looked at them."""
    if by.person_id == person_id and (COMPARTMENTS[role] - {"office"} or "audit.read" in GRANTS[role]):
        raise SelfGrant()
