"""Roles: granted by those who may, never to oneself, ended at once, always in the audit."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from wellrun.platform.access.api import NotAllowed
from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.models import AuditEvent
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.models import Membership
from wellrun.practice.organization.operations.people import (
    SelfGrant,
    add_user,
    end_membership,
    grant_role,
)
from wellrun.practice.organization.testing import NOW, TODAY


def test_nobody_gives_themselves_patients(office):
    manager = office.actor("manager")
    person = office.users["manager"].person
    with pytest.raises(SelfGrant, match="cannot give yourself"):
        grant_role(person=person, unit=office.organization, role=Role.PROVIDER, starts_on=TODAY, by=manager)


def test_nobody_gives_themselves_the_audit(office):
    manager = office.actor("manager")
    person = office.users["manager"].person
    with pytest.raises(SelfGrant):
        grant_role(person=person, unit=office.organization, role=Role.AUDITOR, starts_on=TODAY, by=manager)


def test_nobody_gives_back_to_themselves_a_role_that_has_ended(office):
    manager = office.actor("manager")
    person = office.users["manager"].person
    ended = Membership.objects.create(
        person=person, unit=office.organization, role=Role.PROVIDER.value,
        starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 1),
    )  # fmt: skip
    with pytest.raises(SelfGrant):
        end_membership(membership=ended, on=None, by=manager)


def test_a_secretary_grants_nothing(office):
    with pytest.raises(NotAllowed):
        grant_role(person=office.users["buyer"].person, unit=office.north, role=Role.MEDICAL_SECRETARY,
                   starts_on=TODAY, by=office.actor("north_desk"))  # fmt: skip


def test_a_user_name_is_taken_whatever_its_case(office):
    person = office.users["buyer"].person
    with pytest.raises(Exception, match="taken"):
        add_user(person=person, username="MANAGER", password=None, by=office.actor("manager"))


@pytest.fixture
def manager(office):
    client = Client()
    client.force_login(office.users["manager"], backend="allauth.account.auth_backends.AuthenticationBackend")
    with running(VirtualClock(NOW)):
        yield client


def grant(office, **changes):
    return {"person": office.users["buyer"].person_id, "role": "medical secretary", "unit": office.north.id,
            "starts_on": "2026-06-02", "ends_on": "", **changes}  # fmt: skip


def test_the_page_lists_grants_and_ends_roles(office, manager, django_assert_max_num_queries):
    manager.get("/people/")
    with django_assert_max_num_queries(12):
        assert "Medical secretary" in manager.get("/people/").content.decode()
    assert manager.post("/people/grants/", grant(office)).status_code == 302
    office.program()
    given = office.users["buyer"].person.memberships.get(role="medical secretary")
    assert given.granted_by_id == office.users["manager"].person_id
    assert manager.post(f"/people/roles/{given.id}/").status_code == 422
    given.starts_on = date(2026, 1, 5)
    given.save()
    assert manager.post(f"/people/roles/{given.id}/").status_code == 302
    office.actor("auditor")
    acts = AuditEvent.objects.filter(kind="act", subject_id=str(given.id)).order_by("id")
    assert [event.act for event in acts] == ["role.granted", "role.ended"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2026-06-01"}, "The end must come after the start."),
        ({"person": "00000000-0000-0000-0000-000000000007"}, "what was sent is not on it"),
        ({"starts_on": "someday"}, "date"),
    ],
)
def test_a_wrong_grant_is_answered_beside_its_field(office, manager, changes, sentence):
    answer = manager.post("/people/grants/", grant(office, **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_double_click_grants_once(office, manager):
    form = grant(office, submission="0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001")
    assert [manager.post("/people/grants/", form).status_code for _ in range(2)] == [302, 302]
    assert office.users["buyer"].person.memberships.filter(role="medical secretary").count() == 1


def test_without_a_second_factor_there_is_only_the_page_to_set_one_up(office, manager, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    answer = manager.get("/people/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/")
    assert manager.get("/account/2fa/").status_code in (200, 302)


def test_a_new_password_is_shown_once_and_ends_every_session(office, manager):
    desk = Client()
    desk.force_login(
        office.users["north_desk"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    held = office.users["north_desk"].person.memberships.get()
    page = manager.post(f"/people/roles/{held.id}/password/").content.decode()
    password = page.split("<code>")[1].split("</code>")[0]
    assert password not in manager.get(f"/people/roles/{held.id}/").content.decode()
    assert desk.get("/people/").status_code == 302
    answer = Client().post("/account/login/", {"login": "north_desk", "password": password})
    assert answer.status_code == 302
    own = office.users["manager"].person.memberships.get()
    assert manager.post(f"/people/roles/{own.id}/password/").status_code == 422
