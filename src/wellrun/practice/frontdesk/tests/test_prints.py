"""Prints say what they are for and nothing more; each is a PDF of this practice's own data."""

from __future__ import annotations

import pypdfium2
import pytest
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.billing.testing import make_codes
from wellrun.practice.frontdesk import api as frontdesk
from wellrun.practice.frontdesk.queries.deposits import deposit_of
from wellrun.practice.frontdesk.testing import make_drawer, make_expected_visit
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.api import Appointment


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


@pytest.fixture
def desk(office, client):
    client.force_login(office.users["north_desk"])
    return client


def text_of(answer) -> tuple[str, int]:
    """The words of a PDF and how many pages it has."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "no-store"
    document = pypdfium2.PdfDocument(answer.content)
    said = "\n".join(page.get_textpage().get_text_range() for page in document)
    pages = len(document)
    document.close()
    return said, pages


def test_labels_fill_a_sheet_that_was_begun(office, desk):
    who = make_patient(office)
    said, pages = text_of(desk.get(reverse("frontdesk:labels", args=[who.id]), {"copies": 6, "first": 28}))
    assert pages == 2
    assert said.count(f"Chart {who.number}") == 6


def test_a_wrong_number_of_labels_is_refused_beside_the_field(office, desk):
    who = make_patient(office)
    page = desk.get(reverse("frontdesk:labels", args=[who.id]), {"copies": 0, "first": 31})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"copies", "first"}


def test_a_card_says_when_and_not_why(office, desk):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    Appointment.objects.filter(id=visit.id).update(reason="chest pain")
    said, pages = text_of(desk.get(reverse("frontdesk:card", args=[who.id])))
    assert pages == 1 and who.family_name in said and "Tuesday, June 2, 2026, 9:00 AM" in said
    assert "chest pain" not in said and visit.visit_type.name not in said


def test_without_a_visit_ahead_there_is_no_card(office, desk):
    who = make_patient(office)
    answer = desk.get(reverse("frontdesk:card", args=[who.id]))
    assert answer.status_code == 422 and b"no visit ahead" in answer.content


def test_a_letter_says_that_somebody_was_here(office, desk):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    address = reverse("frontdesk:letter", args=[visit.id])
    assert desk.get(address).status_code == 409
    Appointment.objects.filter(id=visit.id).update(state="checked_out", reason="chest pain")
    assert desk.get(address).status_code == 200
    wrong = desk.post(address, {"to": "work", "back_on": "2026-06-01"})
    assert wrong.status_code == 422 and "back_on" in wrong.context["form"].errors
    said, _ = text_of(
        desk.post(address, {"to": "school", "back_on": "2026-06-04", "limits": "No #gym *until* Friday"})
    )
    assert "To the school" in said and "June 4, 2026" in said and "No #gym *until* Friday" in said
    assert "chest pain" not in said and visit.visit_type.name not in said


def test_a_superbill_carries_the_visit(office, desk):
    make_codes(office)
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    said, pages = text_of(desk.get(reverse("frontdesk:superbill", args=[visit.id])))
    assert pages == 1 and f"Chart {who.number}" in said and "No insurance on file" in said


def test_the_deposit_is_what_drawers_and_checks_say(office, client):
    who = make_patient(office)
    drawer = make_drawer(office)
    take = {
        "patient_id": who.id,
        "unit_id": office.cardiology.id,
        "by": office.actor("north_desk"),
        "at": NOW,
    }
    frontdesk.take_money(amount_cents=4000, method="cash", **take)
    frontdesk.take_money(amount_cents=2500, method="check", reference="1042", **take)
    client.force_login(office.users["manager"])
    address = reverse("frontdesk:deposit", args=[office.north.id, "2026-06-02"])
    said, _ = text_of(client.get(address))
    assert "Not final" in said and "Total deposit" in said and "$25.00" in said
    frontdesk.count_drawer(drawer_id=drawer.id, counted_cents=23950, by=office.actor("north_desk"), at=NOW)
    office.actor("manager")
    found = deposit_of(site_id=office.north.id, on=NOW.date())
    assert (found.cash_cents, found.checks_cents, found.total_cents) == (3950, 2500, 6450)
    said, _ = text_of(client.get(address))
    assert "Not final" not in said and "1042" in said and "$64.50" in said


def test_prints_of_another_site_are_not_found(office, client):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    client.force_login(office.users["south_desk"])
    for name in ("superbill", "letter"):
        assert client.get(reverse(f"frontdesk:{name}", args=[visit.id])).status_code == 404
    assert client.get(reverse("frontdesk:deposit", args=[office.north.id, "2026-06-02"])).status_code == 404
