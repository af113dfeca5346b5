"""The door over HTTP: sign-in, capabilities, time-outs, double clicks, and what a denial leaves behind."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from wellrun.platform.access.declared import undeclared_urls
from wellrun.platform.access.matrix import CAPABILITIES, COMPARTMENTS, FIELD_GROUPS, GRANTS, Role
from wellrun.platform.audit.models import AuditEvent
from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.database.identity import Identity, NoTransaction, assume
from wellrun.practice.organization.testing import NOW, PASSWORD


@pytest.fixture
def clock():
    with running(VirtualClock(NOW)) as virtual:
        yield virtual


def signed_in(office, name: str) -> Client:
    client = Client()
    client.force_login(office.users[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_every_url_declares_what_it_needs():
    assert undeclared_urls() == []


def test_the_matrix_names_every_role_and_only_known_capabilities():
    assert set(GRANTS) == set(COMPARTMENTS) == set(FIELD_GROUPS) == set(Role)
    assert {name for grants in GRANTS.values() for name in grants} <= set(CAPABILITIES)


@pytest.mark.parametrize("role", [Role.HUMAN_RESOURCES, Role.BUYER, Role.FACILITIES, Role.AUDITOR])
def test_roles_without_patients_hold_no_capability_that_shows_them(role):
    assert not [name for name in GRANTS[role] if CAPABILITIES[name].phi]
    assert "normal" not in COMPARTMENTS[role]


def test_a_visitor_is_sent_to_sign_in_and_back(client, db):
    response = client.get("/gallery/")
    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=/gallery/"


def test_signing_in_over_the_page(office, clock):
    client = Client()
    answer = client.post("/account/login/", {"login": "manager", "password": PASSWORD, "next": "/gallery/"})
    assert (answer.status_code, answer["Location"]) == (302, "/gallery/")
    assert client.get("/gallery/").status_code == 200


def test_a_flood_of_wrong_passwords_locks_out_the_attacker_and_not_the_victim(office, clock):
    attacker, victim = Client(REMOTE_ADDR="127.0.0.9"), Client(REMOTE_ADDR="127.0.0.1")
    for _ in range(8):
        attacker.post("/account/login/", {"login": "manager", "password": "wrong"})
    locked = attacker.post("/account/login/", {"login": "manager", "password": PASSWORD})
    assert locked.status_code in (403, 429)
    answer = victim.post("/account/login/", {"login": "manager", "password": PASSWORD})
    assert answer.status_code == 302


def test_what_was_tried_at_the_door_is_in_the_audit(office, clock):
    attacker = Client(REMOTE_ADDR="203.0.113.9")
    for name in ("manager", "Winter2026!", *["manager"] * 6):
        attacker.post("/account/login/", {"login": name, "password": "wrong"})
    assume(Identity(reads_audit=True))
    told = list(
        AuditEvent.objects.filter(kind="denial", subject_type="user").values_list(
            "act", "subject_id", "detail"
        )
    )
    manager = str(office.users["manager"].pk)
    assert {(act, subject) for act, subject, _ in told} == {
        ("user.sign_in_failed", manager),
        ("user.sign_in_failed", ""),
        ("user.locked_out", manager),
    }
    assert all(detail == {"address": "203.0.113.9"} for _, _, detail in told)


def test_behind_a_proxy_too_the_attacker_is_locked_out_and_not_the_victim(office, clock, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    attacker = Client(HTTP_X_FORWARDED_FOR="192.0.2.7, 203.0.113.9")
    for spoofed in range(8):
        attacker.post(
            "/account/login/",
            {"login": "manager", "password": "wrong"},
            HTTP_X_FORWARDED_FOR=f"192.0.2.{spoofed}, 203.0.113.9",
        )
    right = {"login": "manager", "password": PASSWORD}
    assert attacker.post("/account/login/", right).status_code in (403, 429)
    victim = Client(HTTP_X_FORWARDED_FOR="198.51.100.4")
    assert victim.post("/account/login/", right).status_code == 302


def test_idle_and_absolute_time_outs_are_kept_by_the_server(office, clock):
    client = signed_in(office, "manager")
    assert client.get("/gallery/").status_code == 200
    clock.advance(timedelta(minutes=14))
    assert client.get("/gallery/").status_code == 200
    clock.advance(timedelta(minutes=14))
    assert client.get("/gallery/").status_code == 200
    clock.advance(timedelta(minutes=16))
    assert client.get("/gallery/").status_code == 302


def test_a_session_ends_after_twelve_hours_however_busy(office, clock):
    client = signed_in(office, "manager")
    for _ in range(12 * 6):
        assert client.get("/gallery/").status_code == 200
        clock.advance(timedelta(minutes=10))
    clock.advance(timedelta(minutes=1))
    assert client.get("/gallery/").status_code == 302


def test_a_deactivated_user_is_out_at_once(office, clock):
    client = signed_in(office, "manager")
    assert client.get("/gallery/").status_code == 200
    user = office.users["manager"]
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert client.get("/gallery/").status_code == 302


def test_an_identity_needs_a_transaction(committed_db):
    with pytest.raises(NoTransaction):
        assume(Identity())


def test_the_password_never_reaches_the_audit(office):
    office.actor("auditor")
    rows = AuditEvent.objects.filter(subject_type="organization_user", act="insert")
    assert rows.count() == len(office.users)
    assert {row.detail["password"] for row in rows} == {"(kept secret)"}


def test_only_the_auditor_reads_the_audit(office):
    office.actor("manager")
    assert AuditEvent.objects.count() == 0


def test_wrong_password_is_refused_without_an_exception(office):
    request = RequestFactory().post("/account/login/")
    assert authenticate(request, username="manager", password="no") is None


def test_a_role_that_has_ended_opens_nothing(office):
    from wellrun.practice.organization.api import actor_for_user

    membership = office.users["biller"].person.memberships.get()
    membership.ends_on = NOW.date()
    membership.save()
    assert actor_for_user(user=office.users["biller"], request_id=uuid.uuid4(), at=NOW) is None


def test_what_a_person_was_shown_is_kept_by_no_cache(office, clock):
    client = signed_in(office, "north_desk")
    for path in ("/patients/?q=vale", "/board/", "/account/password/change/", "/nothing/here/"):
        assert client.get(path)["Cache-Control"] == "private, no-store", path


def test_a_notice_waits_on_the_server_and_not_in_a_cookie(office, clock):
    client = Client()
    answer = client.post("/account/login/", {"login": "manager", "password": PASSWORD})
    assert "messages" not in answer.cookies
    assert "signed in" in client.get("/gallery/").content.decode()


@pytest.mark.parametrize("name", ["", "north_desk"])
def test_a_body_that_is_too_large_is_not_read(office, clock, name):
    client = signed_in(office, name) if name else Client()
    file = SimpleUploadedFile("scan.txt", b"x" * (31 * 1024 * 1024))
    answer = client.post("/account/login/", {"file": file})
    assert answer.status_code == 413
    assert "larger than anything" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/board/?on=0001-01-01", "/board/?on=9999-12-31", "/board/?on=tomorrow", "/calls/?site=x&on=9999-12-31",
        "/appointments/calendar/?on=9999-12-31",
        "/appointments/calendar/?on=0001-01-01", "/patients/?q=%00", "/work/?kind=%00",
    ],
)  # fmt: skip
def test_no_address_breaks_a_page(office, clock, address):
    assert signed_in(office, "north_desk").get(address).status_code in (200, 400)
