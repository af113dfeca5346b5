"""The pages of scheduling over HTTP: finding, booking, moving, cancelling, the calendar, and who sees what."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from urllib.parse import quote_plus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.facilities.api import report_fault
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.testing import NINE, Clinic, make_appointment, make_hours, make_visit_type
from wellrun.practice.workforce.testing import make_provider

MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def clock():
    virtual = VirtualClock(NOW)
    with running(virtual):
        yield virtual


@pytest.fixture
def clinic(office):
    return Clinic(office)


@pytest.fixture
def visit(clinic):
    return clinic.book(reason="Palpitations")


@pytest.fixture
def desk(office, client):
    client.force_login(office.users["north_desk"])
    return client


def address(name, visit, **query):
    return reverse(f"scheduling:{name}", args=[visit.id], query=query or None)


def book_url(clinic, starts_at=NINE):
    return reverse("scheduling:book") + (
        f"?type={clinic.kind.id}&provider={clinic.provider.id}&at={starts_at:%Y-%m-%dT%H:%MZ}"
    )


#: What the door asks before any page: session, user with roles, identity.
THE_DOORS = ("django_session", "organization_user", "organization_membership", "set_config", "SAVEPOINT")


def count(client, url):
    """Queries of a page beside the door's own."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len([query for query in asked if not any(word in query["sql"] for word in THE_DOORS)])


class TestFinding:
    def test_a_time_leads_to_its_booking_with_the_patient(self, clinic, desk):
        page = desk.get(reverse("scheduling:find"), {"type": clinic.kind.id, "patient": clinic.patient.id})
        assert clinic.patient.family_name in page.text
        first = re.search(r'href="(/appointments/new/[^"]+)"', page.text).group(1).replace("&amp;", "&")
        booking = desk.get(first)
        assert f'value="{clinic.patient.id}"' in booking.text
        assert "Tuesday, June 2, 2026, 9:00 AM" in booking.text

    def test_nothing_free_says_what_to_do(self, clinic, desk):
        none = make_visit_type(clinic.office, name="Scan", room_kind="imaging")
        page = desk.get(reverse("scheduling:find"), {"type": none.id})
        assert "No free time in the next 60 days" in page.text
        assert "Cardiology has no imaging room in use." in page.text
        assert re.findall(r'class="btn[^"]*" href="\?([^"]+)">([^<]+)<', page.text)[-2:] == [
            (f"type={none.id}&amp;where=any", "Any site"),
            (f"type={none.id}&amp;starts_on=2026-08-01", "From August 1 on"),
        ]

    def test_the_earliest_three_are_apart_and_name_provider_and_room(self, clinic, desk):
        page = desk.get(reverse("scheduling:find"), {"type": clinic.kind.id})
        cards = re.findall(r'data-keys="([123])" data-keys-label="Book ([^"]+)"', page.text)
        assert cards == [
            ("1", "Tue, Jun 2, 9:00 AM"),
            ("2", "Tue, Jun 2, 9:30 AM"),
            ("3", "Tue, Jun 2, 10:00 AM"),
        ]
        assert "Room 1, Cardiology, North" in page.text
        assert page.text.index("Morning") < page.text.index("Afternoon")

    def test_later_times_go_on_where_the_page_ended(self, clinic, desk):
        def shown(page):
            return re.findall(r"at=(2026[^&\"]+)", page.text[page.text.index("time-row") :])

        first = desk.get(reverse("scheduling:find"), {"type": clinic.kind.id})
        more = re.search(r'hx-get="(\?[^"]+)"', first.text).group(1).replace("&amp;", "&")
        second = desk.get(reverse("scheduling:find") + more)
        whole = shown(first) + shown(second)
        assert whole == sorted(set(whole))
        assert len(whole) >= 100
        assert "The earliest" not in second.text

    def test_any_site_shows_the_times_of_others_with_the_desk_that_books_them(self, clinic, desk):
        office = clinic.office
        south = make_provider(office, unit=office.family_south, family_name="Sato")
        make_hours(office, provider_id=south.id, unit=office.family_south)
        make_visit_type(office, unit=office.family_south, name=clinic.kind.name)
        query = {"type": clinic.kind.id, "where": "any"}
        page = desk.get(reverse("scheduling:find"), query)
        assert "Booked by the South desk, (312) 555-0120" in page.text
        assert f"provider={south.id}" not in page.text
        assert f"provider={clinic.provider.id}" in page.text
        desk.force_login(office.users["manager"])
        assert f"provider={south.id}" in desk.get(reverse("scheduling:find"), query).text

    def test_an_office_without_visit_types_says_who_enters_them(self, office, desk):
        assert "No visit types yet" in desk.get(reverse("scheduling:find")).text


class TestBooking:
    def test_books_and_confirms_with_a_card_and_an_undo(self, clinic, desk):
        answer = desk.post(book_url(clinic), {"patient": clinic.patient.id, "reason": "Cough"}, follow=True)
        visit = scheduling.appointments_of(clinic.patient.id)[0]
        assert answer.redirect_chain[-1][0] == address("confirmation", visit)
        assert "Wednesday, <time" in answer.text
        assert address("undo", visit) in answer.text
        desk.post(address("undo", visit))
        clinic.office.program()
        assert scheduling.appointment(visit.id).cancel_reason == "Booked by mistake"

    def test_a_double_click_books_once(self, clinic, desk):
        form = {"patient": clinic.patient.id, "submission": uuid.uuid4()}
        first, second = desk.post(book_url(clinic), form), desk.post(book_url(clinic), form)
        assert (first.status_code, second.status_code) == (302, 302)
        assert first["Location"] == second["Location"]
        clinic.office.program()
        assert len(scheduling.appointments_of(clinic.patient.id)) == 1

    def test_a_taken_time_offers_the_next_and_keeps_the_patient(self, clinic, visit, desk):
        other = make_patient(clinic.office)
        page = desk.post(book_url(clinic), {"patient": other.id})
        assert page.status_code == 422
        assert "Dr. Hale was just taken at 9:00 AM" in page.text
        assert "at=2026-06-03T14%3A30Z" in page.text
        assert f"patient={other.id}" in page.text

    def test_a_patient_who_is_not_on_file_is_registered_and_booked_at_this_time(self, clinic, desk):
        page = desk.get(book_url(clinic))
        assert page.context["register_url"] == f"/patients/new/?next={quote_plus(book_url(clinic))}"
        assert "autofocus" in page.text

    def test_without_a_patient_says_so(self, clinic, desk):
        page = desk.post(book_url(clinic), {"patient": ""})
        assert "Choose the patient from the list" in page.text

    @pytest.mark.parametrize("query", ["", "?type=1", "?type={kind}&provider={kind}&at=2026-06-03T14:00Z"])
    def test_half_an_address_is_no_page(self, clinic, desk, query):
        assert desk.get(reverse("scheduling:book") + query.format(kind=clinic.kind.id)).status_code == 404


class TestOneVisit:
    def test_shows_where_it_stands_and_its_history(self, visit, desk):
        page = desk.get(address("appointment", visit))
        for shown in ("Palpitations", "Room 1", "Dr. Hale", "Booked", "North Desk Vale"):
            assert shown in page.text

    def test_steps_are_taken_and_undone(self, clinic, visit, desk, clock):
        clock.advance_to(NINE)
        page = desk.post(address("advance", visit), {"to": "arrived", "version": 1}, follow=True)
        assert "Arrived." in page.text
        assert 'value="roomed">Room</button>' in page.text
        page = desk.post(address("undo", visit), {"version": 2}, follow=True)
        assert "Undone: the visit is booked." in page.text

    def test_a_stale_form_is_told_and_changes_nothing(self, clinic, visit, desk, clock):
        clock.advance_to(NINE)
        desk.post(address("advance", visit), {"to": "confirmed", "version": 1})
        page = desk.post(address("advance", visit), {"to": "arrived", "version": 1}, follow=True)
        assert "Somebody changed this while you had it open" in page.text
        clinic.office.program()
        assert scheduling.appointment(visit.id).state == "confirmed"

    def test_cancelling_asks_why_and_can_be_undone(self, clinic, visit, desk):
        page = desk.post(address("cancel", visit), {"reason": "", "version": 1})
        assert page.status_code == 422
        page = desk.post(
            address("cancel", visit), {"reason": "No ride", "more": "bus strike", "version": 1}, follow=True
        )
        assert "No ride: bus strike" in page.text
        assert "booked" in desk.post(address("undo", visit), follow=True).text

    def test_the_card_says_where_and_keeps_the_reason_back(self, visit, desk):
        card = desk.get(address("confirmation", visit)).text
        assert "60601" in card
        assert "Palpitations" not in card

    @pytest.mark.parametrize("name", ["appointment", "confirmation", "move"])
    def test_a_visit_of_another_site_does_not_exist(self, office, client, name):
        south = Clinic(office)
        kind = make_visit_type(office, unit=office.family_south, name="Physical")
        make_hours(office, provider_id=south.provider.id, unit=office.family_south)
        visit = make_appointment(
            office, patient_id=south.patient.id, provider_id=south.provider.id, visit_type=kind
        )
        client.force_login(office.users["cardio_lead"])
        assert client.get(address(name, visit)).status_code == 404
        for act in ("advance", "undo", "cancel", "move"):
            answer = client.post(address(act, visit), {"to": "confirmed", "reason": "No ride"})
            assert answer.status_code == 404
        office.program()
        assert scheduling.appointment(visit.id).version == 1

    def test_a_section_does_not_track_the_visits_of_another(self, office, client):
        clinic = Clinic(office)
        kind = make_visit_type(office, unit=office.family_north, name="Physical")
        make_hours(office, provider_id=clinic.provider.id, unit=office.family_north)
        visit = make_appointment(
            office, patient_id=clinic.patient.id, provider_id=clinic.provider.id, visit_type=kind
        )
        client.force_login(office.users["cardio_lead"])
        assert client.post(address("advance", visit), {"to": "arrived"}).status_code == 404

    @pytest.mark.parametrize("who", ["hr", "buyer", "auditor", "facilities"])
    def test_roles_without_patients_see_no_visit(self, clinic, visit, client, who):
        client.force_login(clinic.office.users[who])
        assert client.get(address("appointment", visit)).status_code == 404


class TestMoving:
    def test_a_chip_moves_the_visit(self, clinic, visit, desk):
        page = desk.get(address("move", visit))
        choice = re.search(r'name="choice" value="([^"]+)"', page.text).group(1)
        answer = desk.post(address("move", visit), {"choice": choice, "version": 1}, follow=True)
        assert "Moved to" in answer.text
        stale = desk.post(address("move", visit), {"choice": choice, "version": 1})
        assert "Somebody changed this" in stale.text

    def test_nowhere_to_go_says_why(self, clinic, visit, desk):
        report_fault(
            device_id=clinic.device.id, starts_at=NOW, ends_at=NOW + timedelta(days=90), note="Sold",
            by=clinic.desk(), at=NOW,
        )  # fmt: skip
        page = desk.get(address("move", visit))
        assert "is out of service until August 31, 2026 (Sold)" in page.text
        assert "who=any" in page.text

    def test_the_calendar_is_answered_in_its_own_language(self, clinic, visit, desk):
        json = {"headers": {"Accept": "application/json"}}
        later = {"starts_at": "2026-06-03T13:00", "resource": clinic.provider.id}
        answer = desk.post(address("move", visit), later, **json)
        assert answer.json() == {
            "sentence": "Moved to Jun 3, 2026, 1:00 PM.",
            "undo_url": address("undo", visit),
        }
        night = desk.post(address("move", visit), later | {"starts_at": "2026-06-03T22:00"}, **json)
        assert night.status_code == 422
        assert "does not see patients in Cardiology for 30 minutes from 10:00 PM" in night.json()["sentence"]
        skipped = desk.post(address("move", visit), later | {"starts_at": "2027-03-14T02:30"}, **json)
        assert "There is no 2:30 AM" in skipped.json()["sentence"]


class TestCalendar:
    def test_the_list_and_the_columns_say_the_same(self, clinic, visit, desk):
        query = {"on": "2026-06-03", "unit": clinic.office.cardiology.id}
        page = desk.get(reverse("scheduling:calendar"), query | {"list": "yes"})
        assert f"{clinic.patient.family_name}, {clinic.patient.given_name}" in page.text
        day = desk.get(reverse("scheduling:events"), query).json()
        assert day["resources"] == [{"id": str(clinic.provider.id), "title": "Dr. Hale"}]
        event = next(each for each in day["events"] if each["kind"] == "visit")
        assert (event["id"], event["start"], event["end"]) == (
            str(visit.id),
            "2026-06-03T09:00:00",
            "2026-06-03T09:30:00",
        )
        assert event["move_url"] == address("move", visit)
        assert (day["opens"], day["closes"]) == ("08:00", "17:00")

    def test_free_times_of_the_day_for_the_keyboard(self, clinic, visit, desk):
        query = {"on": "2026-06-03", "unit": clinic.office.cardiology.id, "event": visit.id}
        times = desk.get(reverse("scheduling:free"), query).json()
        assert times[0] == {
            "starts_at": "2026-06-03T08:00",
            "resource": str(clinic.provider.id),
            "label": "8:00 AM, Dr. Hale",
        }

    def test_another_sites_calendar_does_not_exist(self, clinic, desk):
        query = {"unit": clinic.office.family_south.id}
        assert desk.get(reverse("scheduling:events"), query).status_code == 404


class TestConfiguring:
    @pytest.fixture
    def lead(self, clinic, client):
        client.force_login(clinic.office.users["cardio_lead"])
        return client

    def test_a_change_of_hours_shows_whom_it_strands_before_it_is_saved(self, clinic, visit, lead):
        url = reverse("scheduling:hours", args=[clinic.office.cardiology.id, clinic.provider.id])
        form = {"effective_from": "2026-06-03", "day2": "10:00-17:00"}
        page = lead.post(url, form)
        assert "1 booked visit would lie outside these hours" in page.text
        assert "10:00" not in lead.get(reverse("scheduling:availability")).text
        saved = lead.post(url, form | {"confirmed": "yes"}, follow=True)
        assert "1 booked visit must be moved" in saved.text

    def test_nonsense_is_refused_beside_its_day(self, clinic, lead):
        url = reverse("scheduling:hours", args=[clinic.office.cardiology.id, clinic.provider.id])
        page = lead.post(url, {"effective_from": "2026-06-03", "day2": "nine to five"})
        assert page.status_code == 422
        assert "is no stretch of time" in page.text

    def test_closing_a_day_shows_whom_it_strands(self, clinic, visit, lead):
        url = reverse("scheduling:day", args=[clinic.office.cardiology.id, clinic.provider.id])
        form = {"on": "2026-06-03", "extra": "no", "hours": "", "note": "Congress"}
        assert "1 booked visit would lie" in lead.post(url, form).text
        page = lead.post(url, form | {"confirmed": "yes"}, follow=True)
        assert "Closed all day" in page.text

    def test_a_visit_type_is_added_and_changed(self, clinic, lead):
        form = {"name": "Stress test", "minutes": 45, "buffer_after_minutes": 15, "room_kind": "procedure",
                "color": "#aa3355", "unit": clinic.office.cardiology.id}  # fmt: skip
        lead.post(reverse("scheduling:visit_type_new"), form)
        clinic.office.program()
        kind = next(
            k for k in scheduling.visit_types_of([clinic.office.cardiology.id]) if k.name == "Stress test"
        )
        url = reverse("scheduling:visit_type", args=[kind.id])
        del form["unit"]
        assert lead.post(url, form | {"minutes": 50, "version": 1, "active": "on"}).status_code == 302
        assert "Somebody changed this" in lead.post(url, form | {"version": 1}).text

    def test_a_desk_configures_nothing(self, clinic, desk):
        for name in ("visit_types", "availability", "visit_type_new"):
            assert desk.get(reverse(f"scheduling:{name}")).status_code == 404


def test_pages_run_few_queries(clinic, visit, desk):
    for number in range(3):
        other = make_provider(clinic.office, family_name=f"Number {number}")
        make_hours(clinic.office, provider_id=other.id)
    for number in range(1, 8):
        clinic.book(
            starts_at=NINE + timedelta(minutes=30 * number), patient_id=make_patient(clinic.office).id
        )
    asked = {
        "find": count(desk, reverse("scheduling:find")),
        "book": count(desk, book_url(clinic)),
        "appointment": count(desk, address("appointment", visit)),
        "move": count(desk, address("move", visit)),
        "calendar": count(desk, reverse("scheduling:calendar", query={"on": "2026-06-03"})),
        "events": count(
            desk,
            reverse("scheduling:events", query={"on": "2026-06-03", "unit": clinic.office.cardiology.id}),
        ),
    }
    assert max(asked.values()) <= MOST_QUERIES, asked
