"""The pages of providers and credentials over HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW, TODAY
from wellrun.practice.workforce.testing import make_provider


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


def test_whose_credential_ends_first_stands_in_front(office, client):
    make_provider(office)
    make_provider(office, family_name="Noor", license_until=TODAY - timedelta(days=2))
    make_provider(office, family_name="Reyes", license_until=TODAY + timedelta(days=20))
    client.force_login(office.users["hr"])
    page = client.get(reverse("workforce:providers")).text
    assert page.index("Dr. Noor") < page.index("Dr. Reyes") < page.index("Dr. Hale")
    assert "Expired" in page
    assert "Expiring" in page


def test_a_renewal_takes_the_bar_away(office, client):
    lapsed = make_provider(office, family_name="Noor", license_until=TODAY - timedelta(days=2))
    client.force_login(office.users["hr"])
    url = reverse("workforce:provider", args=[lapsed.id])
    assert "Dr. Noor&#x27;s Illinois license expired on May 31, 2026." in client.get(url).text
    renewed = {
        "kind": "license",
        "state": "IL",
        "number": "1",
        "starts_on": "2026-06-01",
        "expires_on": "2029-05-31",
    }
    page = client.post(url, renewed, follow=True).text
    assert "Cannot be booked" not in page
    assert "on file" in page


def test_a_license_names_its_state(office, client):
    provider = make_provider(office)
    client.force_login(office.users["hr"])
    page = client.post(
        reverse("workforce:provider", args=[provider.id]), {"kind": "license", "starts_on": "2026-06-01"}
    )
    assert page.status_code == 422
    assert "Choose the state that gave the license" in page.text


def test_a_section_sees_its_own_providers_and_changes_nothing(office, client):
    own, other = make_provider(office), make_provider(office, family_name="Sato", unit=office.family_south)
    client.force_login(office.users["cardio_lead"])
    page = client.get(reverse("workforce:providers")).text
    assert "Dr. Hale" in page
    assert "Dr. Sato" not in page
    assert "Add a credential" not in client.get(reverse("workforce:provider", args=[own.id])).text
    assert client.get(reverse("workforce:provider", args=[other.id])).status_code == 404
    form = {"kind": "BLS", "starts_on": "2026-06-01"}
    assert client.post(reverse("workforce:provider", args=[own.id]), form).status_code == 404


def test_a_desk_sees_no_credentials(office, client):
    client.force_login(office.users["north_desk"])
    assert client.get(reverse("workforce:providers")).status_code == 404


def test_level_and_languages_are_said_on_a_page(office, client):
    provider = make_provider(office)
    client.force_login(office.users["hr"])
    url = reverse("workforce:about", args=[provider.id])
    page = client.post(url, {"level": "advanced practice", "sex": "F", "languages": "English"})
    assert page.status_code == 422
    assert "two letters each" in page.text
    fields = {"level": "advanced practice", "sex": "F", "languages": "en, ES"}
    assert "Nurse practitioner" in client.post(url, fields, follow=True).text
    office.program()
    provider.refresh_from_db()
    assert (provider.level, provider.sex, provider.languages) == ("advanced practice", "F", ["en", "es"])
    client.force_login(office.users["cardio_lead"])
    assert client.get(url).status_code == 404
