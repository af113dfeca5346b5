"""The desk's pages over HTTP."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.billing import api as billing
from wellrun.practice.coverage.testing import make_coverage
from wellrun.practice.documents.api import documents_of
from wellrun.practice.frontdesk.models import CashDrawer, CheckIn, PhoneCall
from wellrun.practice.frontdesk.testing import make_drawer, make_expected_visit
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.api import patient, update_demographics
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.api import appointment

CARD = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
    "0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
KEY = "0191b7a2-0000-7000-8000-00000000000{}"


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


@pytest.fixture
def desk(office, client):
    client.force_login(office.users["north_desk"])
    return client


def said(who, **changes):
    """What a person at the desk sends when nothing is changed."""
    asked = (
        "phone_mobile",
        "phone_home",
        "email",
        "street",
        "street2",
        "city",
        "state",
        "zip",
        "preferred_name",
    )
    return {
        **{name: getattr(who, name) for name in asked},
        "version": who.version,
        "identifiers": ["name", "birth date"],
        **changes,
    }


def check_in_page(visit):
    return reverse("frontdesk:check-in", args=[visit.id])


def test_a_plain_check_in_marks_the_visit_and_offers_the_way_back(office, desk):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    answer = desk.post(check_in_page(visit), said(who), follow=False)
    assert answer.status_code == 302
    page = desk.get(check_in_page(visit))
    assert reverse("frontdesk:check-in-undo", args=[visit.id]) in page.text
    desk.post(reverse("frontdesk:check-in-undo", args=[visit.id]))
    office.program()
    assert appointment(visit.id).state == "booked"


def test_changes_are_shown_side_by_side_before_they_are_accepted(office, desk):
    who = make_patient(office, street="12 Elm St")
    visit = make_expected_visit(office, who)
    form = said(who, street="480 W Lake St", email="new@example.org")
    first = desk.post(check_in_page(visit), form)
    assert first.status_code == 422
    assert "<del>12 Elm St</del>" in first.text
    assert "<ins>480 W Lake St</ins>" in first.text
    office.program()
    assert appointment(visit.id).state == "booked"
    desk.post(check_in_page(visit), form | {"reviewed": first.context["reviewed"], "accept": ["street"]})
    office.program()
    found = patient(who.id)
    assert (found.street, found.email, appointment(visit.id).state) == ("480 W Lake St", "", "arrived")


def test_the_differences_come_while_typing(office, desk):
    who = make_patient(office, city="Chicago")
    visit = make_expected_visit(office, who)
    part = desk.post(check_in_page(visit), said(who, city="Evanston", step="changes"),
                     headers={"HX-Request": "true"})  # fmt: skip
    assert "<ins>Evanston</ins>" in part.text
    assert "<html" not in part.text


def test_a_patient_changed_meanwhile_is_shown_again_and_not_overwritten(office, desk):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    form = said(who, street="480 W Lake St")
    mark = desk.post(check_in_page(visit), form).context["reviewed"]
    update_demographics(patient_id=who.id, changes={"city": "Oak Park"}, expected_version=who.version,
                        by=office.actor("manager"), at=NOW)  # fmt: skip
    answer = desk.post(check_in_page(visit), form | {"reviewed": mark, "accept": ["street"]})
    assert answer.status_code == 422
    assert "Somebody changed this patient meanwhile" in answer.text
    office.program()
    assert (patient(who.id).street, appointment(visit.id).state) == (who.street, "booked")


def test_money_and_cards_and_signatures_in_one_form_sent_twice(office, desk):
    who = make_patient(office)
    make_coverage(office, who, copay_cents=2500)
    visit = make_expected_visit(office, who)
    make_drawer(office)
    page = desk.get(check_in_page(visit))
    assert page.context["sheet"].to_collect_cents == 2500
    form = said(who, coverage_result="active", consents=["treatment"], amount_cents="25.00", method="cash",
                submission=KEY.format(1))  # fmt: skip
    for _ in range(2):
        answer = desk.post(check_in_page(visit), form | {"card_front": SimpleUploadedFile("card.png", CARD)})
        assert answer.status_code == 302
    office.program()
    assert CheckIn.objects.count() == 1
    assert billing.balances([who.id])[who.id].unapplied_cents == 2500
    assert [document.category for document in documents_of(patient_id=who.id)] == ["insurance card"]
    assert "receipt 1" in desk.get(check_in_page(visit)).text


def test_billings_own_page_takes_cash_into_the_drawer_or_leads_to_it(office, desk):
    who = make_patient(office)
    url = reverse("billing:payment", args=[who.id])
    form = {
        "amount_cents": "25.00",
        "method": "cash",
        "unit_id": str(office.north.id),
        "submission": KEY.format(7),
    }
    refused = desk.post(url, form)
    assert refused.status_code == 422
    assert f'Open your drawer before you take cash. <a href="{reverse("frontdesk:drawer")}">' in refused.text
    drawer = make_drawer(office)
    assert desk.post(url, form | {"submission": KEY.format(8)}).status_code == 302
    office.program()
    assert billing.Payment.objects.get().drawer_id == drawer.id


def test_refusals_stand_beside_their_fields(office, desk):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    page = desk.post(check_in_page(visit), said(who, identifiers=["name"]))
    assert "Ask for two identifiers" in str(page.context["form"].errors["identifiers"])
    page = desk.post(check_in_page(visit), said(who, amount_cents="10", method="cash"))
    assert "Open your drawer" in str(page.context["form"].errors["method"])


def test_another_sites_visit_answers_as_if_it_were_not_there(office, desk, client):
    visit = make_expected_visit(office, make_patient(office), unit=office.family_south)
    assert desk.get(check_in_page(visit)).status_code == 404
    assert desk.post(check_in_page(visit), {}).status_code == 404
    for name in ("hr", "buyer", "biller", "auditor", "provider"):
        client.force_login(office.users[name])
        assert client.get(check_in_page(visit)).status_code == 404


def test_the_check_in_page_asks_the_database_a_bounded_number_of_times(
    office, desk, django_assert_max_num_queries
):
    who = make_patient(office)
    make_coverage(office, who)
    visit = make_expected_visit(office, who)
    desk.get(check_in_page(visit))
    with django_assert_max_num_queries(20):
        desk.get(check_in_page(visit))


def call_form(office, **changes):
    return {"caller_number": "(312) 555-0142", "caller_name": "Mr. Park", "unit_id": str(office.cardiology.id),
            "reason": "refill", "disposition": "message", "call_back": "1", **changes}  # fmt: skip


def test_a_call_is_logged_once_and_withdrawn(office, desk):
    form = call_form(office, submission=KEY.format(2))
    assert [desk.post("/calls/", form).status_code for _ in range(2)] == [302, 302]
    office.program()
    call = PhoneCall.objects.get()
    assert call.caller_number == "+13125550142"
    undo = reverse("frontdesk:call-withdrawal", args=[call.id])
    assert undo in desk.get("/calls/").text
    desk.post(undo)
    assert desk.get("/calls/").context["rows"] == []


def test_every_call_to_return_is_counted_and_the_log_is_paged(office, desk, monkeypatch):
    monkeypatch.setattr("wellrun.practice.frontdesk.screens.calls.PAGE", 2)
    for hour in range(1, 4):
        desk.post("/calls/", call_form(office, submission=KEY.format(hour)))
    first, second = desk.get("/calls/"), desk.get("/calls/?page=2")
    assert (len(first.context["rows"]), len(second.context["rows"])) == (2, 1)
    assert [view.count for view in second.context["views"]][1] == 3


def test_the_number_finds_the_patient(office, desk):
    who = make_patient(office, phone_mobile="+13125550188")
    part = desk.get("/calls/callers/", {"caller_number": "(312) 555-0188"})
    assert str(who.id) in part.text
    assert "checked" in part.text


def test_a_logged_call_leads_to_booking_with_the_patient(office, desk):
    who = make_patient(office)
    answer = desk.post("/calls/", call_form(office, patient_id=str(who.id), book="yes"))
    assert answer.headers["Location"] == f"{reverse('scheduling:find')}?patient={who.id}"


def test_a_call_is_returned_and_that_is_undone(office, desk):
    desk.post("/calls/", call_form(office, reason="appointment"))
    office.program()
    call = PhoneCall.objects.get()
    url = reverse("frontdesk:call-return", args=[call.id])
    assert desk.post(url, {"outcome": ""}).status_code == 422
    desk.post(url, {"outcome": "Booked."})
    assert desk.get("/calls/", {"waiting": "yes"}).context["rows"] == []
    desk.post(reverse("frontdesk:call-return-undo", args=[call.id]))
    assert len(desk.get("/calls/", {"waiting": "yes"}).context["rows"]) == 1


def test_opening_counting_and_undoing_a_drawer(office, desk):
    assert "Open your drawer" in desk.get("/drawer/").text
    desk.post("/drawer/", {"unit_id": str(office.north.id), "float_cents": "200.00"})
    office.program()
    drawer = CashDrawer.objects.get()
    part = desk.post(
        reverse("frontdesk:drawer-tally", args=[drawer.id]), {"pieces_2000": "9", "pieces_100": "5"}
    )
    assert "($15.00)" in part.text
    assert desk.post(reverse("frontdesk:drawer-count", args=[drawer.id]), {}).status_code == 422
    desk.post(reverse("frontdesk:drawer-count", args=[drawer.id]), {"pieces_2000": "10"})
    page = desk.get(reverse("frontdesk:one-drawer", args=[drawer.id]))
    assert "Even" in page.text
    desk.post(reverse("frontdesk:drawer-count-undo", args=[drawer.id]))
    office.program()
    assert CashDrawer.objects.get().closed_at is None


def test_a_drawer_of_somebody_else_is_not_there(office, desk, client):
    drawer = make_drawer(office)
    client.force_login(office.users["cardio_lead"])
    url = reverse("frontdesk:one-drawer", args=[drawer.id])
    assert client.get(url).status_code == 404
    client.force_login(office.users["manager"])
    assert client.get(url).status_code == 200
