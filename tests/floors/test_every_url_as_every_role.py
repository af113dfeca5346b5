"""Every URL as every role: who lacks the capability finds nothing there and leaves a denial; nobody breaks a page."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import pytest
from django.test import Client

from wellrun.platform.access.declared import walk
from wellrun.platform.access.documentation import access_page
from wellrun.platform.access.matrix import CAPABILITIES, GRANTS, Role
from wellrun.platform.access.screens import LINK, PUBLIC
from wellrun.platform.audit.models import AuditEvent
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW

USERS = {
    Role.OFFICE_MANAGER: "manager",
    Role.ASSISTANT_MANAGER: "cardio_lead",
    Role.MEDICAL_SECRETARY: "north_desk",
    Role.SURGICAL_COORDINATOR: "coordinator",
    Role.BILLER: "biller",
    Role.PROVIDER: "provider",
    Role.CLINICAL_ASSISTANT: "assistant",
    Role.HUMAN_RESOURCES: "hr",
    Role.BUYER: "buyer",
    Role.FACILITIES: "facilities",
    Role.AUDITOR: "auditor",
}
SAMPLES = {"uuid": str(uuid.UUID(int=7)), "int": "7", "str": "x", "slug": "x", "path": "x"}


def sample_path(route: str) -> str:
    """A concrete address for a route, with ids of nothing."""
    return "/" + re.sub(
        r"<(?:(\w+):)?(\w+)>", lambda part: SAMPLES.get(part[1] or "str", "2026-06-02"), route
    )


def guarded() -> list[tuple[str, str]]:
    """Every route that needs a capability, and which."""
    return [
        (route, view.wellrun_capability)
        for route, view in walk()
        if getattr(view, "wellrun_capability", PUBLIC) in CAPABILITIES
    ]


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_a_role_opens_what_the_matrix_gives_it_and_nothing_else(office, role):
    client = Client(raise_request_exception=False)
    client.force_login(
        office.users[USERS[role]], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    wrong = []
    with running(VirtualClock(NOW)):
        for route, capability in guarded():
            for method in ("get", "post"):
                status = getattr(client, method)(sample_path(route)).status_code
                if capability not in GRANTS[role] and status != 404:
                    wrong.append(f"{method} {route} answered {status} without {capability}")
                if status >= 500:
                    wrong.append(f"{method} {route} broke with {status}")
    assert not wrong, "\n".join(wrong)


def test_an_address_that_was_not_signed_here_opens_nothing(office):
    linked = [route for route, view in walk() if getattr(view, "wellrun_capability", PUBLIC) == LINK]
    with running(VirtualClock(NOW)):
        for route in linked:
            for method in ("get", "post"):
                assert getattr(Client(), method)(sample_path(route)).status_code == 404, route


def test_a_denial_is_kept_although_its_page_was_rolled_back(office):
    client = Client()
    client.force_login(office.users["buyer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    route = next(route for route, capability in guarded() if capability not in GRANTS[Role.BUYER])
    with running(VirtualClock(NOW)):
        assert client.get(sample_path(route)).status_code == 404
    office.actor("auditor")
    assert AuditEvent.objects.filter(kind="denial", user_id=office.users["buyer"].id).count() == 1


def test_the_page_about_access_is_the_matrix():
    page = Path(__file__).resolve().parents[2] / "docs" / "access.md"
    assert page.read_text() == access_page()
