"""Pages of staff, and how much each page asks of the database."""

from __future__ import annotations

import pytest
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.intake.models import Submission
from wellrun.practice.intake.testing import Linked
from wellrun.practice.organization.testing import NOW
from wellrun.practice.outreach.api import Link, Notice

DETAILS = {"phone_mobile": "3125550199", "email": "a@example.org", "street": "7 Elm St", "city": "Chicago",
           "state": "IL", "zip": "60610", "language": "en"}  # fmt: skip


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


@pytest.fixture
def linked(office):
    found = Linked(office)
    found.prove()
    return found


@pytest.fixture
def desk(linked, client):
    client.force_login(linked.office.users["north_desk"])
    return client


def sent(linked):
    for step, data in (("details", DETAILS), ("insurance", {"changed": "yes"})):
        linked.browser.post(linked.url("visit-step", step), data)
    linked.browser.post(linked.url("visit-check-in"), {"act": "send"})
    linked.office.program()
    return Submission.objects.get()


def test_the_link_is_sent_from_the_visits_page_and_ended_there(linked, desk):
    address = reverse("intake:visit-links", args=[linked.visit.id])
    assert address in desk.get(f"/appointments/{linked.visit.id}/").text
    assert desk.post(address, {"purpose": "visit", "channel": "email"}).status_code == 302
    page = desk.get(address)
    assert "Not opened yet" in page.text and "Ended" in page.text
    desk.post(f"{address}end/")
    linked.office.program()
    assert not Link.objects.filter(ended_at__isnull=True).exists()
    assert Notice.objects.get().state == "withdrawn"


def test_another_sites_desk_sends_no_link(linked, client):
    client.force_login(linked.office.users["south_desk"])
    address = reverse("intake:visit-links", args=[linked.visit.id])
    assert client.get(address).status_code == 404
    assert client.post(address, {"purpose": "visit"}).status_code == 404
    linked.office.program()
    assert Link.objects.count() == 1


def test_the_check_in_page_of_the_desk_says_that_something_waits(linked, desk):
    submission = sent(linked)
    page = desk.get(reverse("frontdesk:check-in", args=[linked.visit.id]))
    assert reverse("intake:review", args=[submission.id]) in page.text and "4 to review" in page.text


def test_a_patients_page_leads_to_the_links_and_to_what_waits(linked, desk):
    submission = sent(linked)
    page = desk.get(f"/patients/{linked.patient.id}/")
    assert reverse("intake:visit-links", args=[linked.visit.id]) in page.text
    assert reverse("intake:review", args=[submission.id]) in page.text
    booked = desk.post(
        f"/intake/patients/{linked.patient.id}/booking-link/", {"unit": str(linked.visit.unit_id)}
    )
    assert booked.status_code == 302
    linked.office.program()
    assert Link.objects.filter(purpose="booking", patient_id=linked.patient.id).count() == 1


def test_no_page_asks_more_than_it_needs(linked, desk, django_assert_max_num_queries):
    for address, most in (
        (linked.url(), 22),
        (linked.url("visit-check-in"), 26),
        (linked.url("visit-move"), 36),
    ):
        with django_assert_max_num_queries(most):
            assert linked.browser.get(address).status_code == 200
    submission = sent(linked)
    for address, most in (("/intake/reviews/", 24), (f"/intake/reviews/{submission.id}/", 26)):
        with django_assert_max_num_queries(most):
            assert desk.get(address).status_code == 200
