"""Holds, overbooking, series, groups, rules and a day's changes over HTTP."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours
from wellrun.practice.scheduling.tests.test_screens import THE_DOORS
from wellrun.practice.workforce.testing import make_provider


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)) as virtual:
        yield virtual


@pytest.fixture
def clinic(office):
    return Clinic(office, device_kind="", room_kind="")


def user(clinic, client, name="north_desk"):
    client.force_login(clinic.office.users[name])
    return client


def query(clinic, **more):
    asked = {"type": clinic.kind.id, "provider": clinic.provider.id, "at": f"{NINE:%Y-%m-%dT%H:%MZ}"}
    return urlencode(asked | more)


class TestHold:
    def test_the_page_holds_keeps_and_gives_back(self, clinic, client):
        desk = user(clinic, client)
        page = desk.get(f"{reverse('scheduling:book')}?{query(clinic)}").text
        assert 'data-hold="/appointments/holds/"' in page
        asked = {"type": clinic.kind.id, "provider": clinic.provider.id, "at": f"{NINE:%Y-%m-%dT%H:%MZ}"}
        held = desk.post(reverse("scheduling:holds"), asked).json()
        assert held["seconds"] == 600
        again = desk.post(reverse("scheduling:holds"), asked)
        assert (again.status_code, "just taken" in again.json()["sentence"]) == (409, True)
        assert desk.post(held["url"]).json()["id"] == held["id"]
        assert desk.post(held["release_url"]).status_code == 204
        assert desk.post(held["url"]).status_code == 409

    def test_the_form_books_what_its_page_holds(self, clinic, client):
        desk = user(clinic, client)
        asked = {"type": clinic.kind.id, "provider": clinic.provider.id, "at": f"{NINE:%Y-%m-%dT%H:%MZ}"}
        held = desk.post(reverse("scheduling:holds"), asked).json()
        address = f"{reverse('scheduling:book')}?{query(clinic)}"
        posted = {"patient": clinic.patient.id, "hold": held["id"], "urgency": "urgent"}
        assert desk.post(address, posted).url == reverse("scheduling:confirmation", args=[held["id"]])
        clinic.desk()
        assert scheduling.appointment(held["id"]).urgency == "urgent"


class TestBooking:
    def test_a_patient_who_is_elsewhere_leads_to_that_visit_and_the_next_times(self, clinic, client):
        visit = clinic.book()
        page = user(clinic, client).post(
            f"{reverse('scheduling:book')}?{query(clinic)}", {"patient": clinic.patient.id}
        )
        assert page.status_code == 422
        assert reverse("scheduling:appointment", args=[visit.id]) in page.text
        assert "9:30 AM" in page.text

    def test_overbooking_is_offered_to_who_may_and_says_who_is_there(self, clinic, client):
        clinic.book()
        other = make_patient(clinic.office, family_name="Quill")
        scheduling.set_overbook_rule(
            provider_id=clinic.provider.id, unit=clinic.office.cardiology, most_at_once=1, most_a_day=1,
            by=clinic.office.actor("cardio_lead"), at=NOW,
        )  # fmt: skip
        address = f"{reverse('scheduling:book')}?{query(clinic)}"
        desk = user(clinic, client).post(address, {"patient": other.id}).text
        assert "just taken" in desk
        assert "Overbook this time" not in desk
        lead = user(clinic, client, "cardio_lead")
        assert "Overbook this time" in lead.post(address, {"patient": other.id}).text
        address += "&overbook=yes"
        assert clinic.patient.family_name in lead.get(address).text
        booked = lead.post(address, {"patient": other.id, "overbook_reason": "Chest pain"})
        assert booked.status_code == 302
        page = lead.get(booked.url.replace("confirmation/", "")).text
        assert "Overbooked" in page
        assert "Chest pain" in page
        third = lead.post(address, {"patient": make_patient(clinic.office).id, "overbook_reason": "Too"})
        assert "1 is the most" in third.text

    def test_any_time_is_chosen_for_overbooking(self, clinic, client):
        lead = user(clinic, client, "cardio_lead")
        asked = {
            "type": clinic.kind.id,
            "provider": clinic.provider.id,
            "day": "2026-06-03",
            "clock": "09:00",
        }
        found = lead.get(reverse("scheduling:overbook"), asked)
        assert "overbook=yes" in found.url
        assert "2026-06-03T14%3A00Z" in found.url
        past = lead.get(reverse("scheduling:overbook"), asked | {"day": "2026-06-01"})
        assert (past.status_code, "has passed" in past.text) == (422, True)
        assert user(clinic, client).get(reverse("scheduling:overbook")).status_code == 404


class TestVisit:
    def test_the_length_changes_and_the_history_says_from_what_to_what_and_why(self, clinic, client):
        visit, desk = clinic.book(), user(clinic, client)
        desk.post(
            reverse("scheduling:move", args=[visit.id]),
            {"starts_at": "2026-06-03T09:00", "minutes": "45", "why": "Two problems", "version": "1"},
        )
        page = desk.get(reverse("scheduling:appointment", args=[visit.id])).text
        assert "Two problems" in page
        assert "9:00 AM to 9:30 AM" in page
        assert "9:00 AM to 9:45 AM" in page

    def test_a_reason_of_the_list_is_kept_with_its_code(self, clinic, client):
        visit = clinic.book()
        user(clinic, client).post(reverse("scheduling:cancel", args=[visit.id]), {"reason": "Weather"})
        clinic.desk()
        assert scheduling.appointment(visit.id).cancel_code == "weather"


class TestSeries:
    def rule(self, **more):
        return {"every": "1", "repeats": "weeks", "count": "3"} | more

    def test_every_visit_is_seen_before_it_is_booked_and_one_undo_takes_all_back(self, clinic, client):
        clinic.book(NINE + timedelta(days=7), patient_id=make_patient(clinic.office).id)
        desk = user(clinic, client)
        address = f"{reverse('scheduling:series_new')}?{query(clinic, patient=clinic.patient.id)}"
        assert desk.get(address).status_code == 200
        seen = desk.post(address, self.rule(preview="yes")).text
        assert "2 of 3 are free as wished" in seen
        assert "booked at 9:00 AM" in seen
        refused = desk.post(address, self.rule(book="yes", choice1="own", choice2="own", choice3="own"))
        assert (refused.status_code, "Nothing was booked" in refused.text) == (422, True)
        other = re.search(r'name="other2" value="([^"]+)"', seen).group(1)
        booked = desk.post(address, self.rule(book="yes", choice2="other", other2=other, choice3="skip"))
        page = desk.get(booked.url).text
        assert page.count("This one") == 1
        clinic.desk()
        visits = scheduling.appointments_of(clinic.patient.id)
        assert len(visits) == 2
        moved = desk.post(
            booked.url, {"act": "move", "scope": "all", "clock": "14:00", "shift_days": "0", "why": "weather"}
        )
        assert moved.status_code == 302
        clinic.desk()
        assert {visit.starts_at.hour for visit in scheduling.appointments_of(clinic.patient.id)} == {19}
        act = scheduling.BulkAct.objects.get(kind="move")
        desk.post(reverse("scheduling:bulk_undo", args=[act.id]))
        clinic.desk()
        assert 14 in {visit.starts_at.hour for visit in scheduling.appointments_of(clinic.patient.id)}

    def test_a_series_ends(self, clinic, client):
        address = f"{reverse('scheduling:series_new')}?{query(clinic, patient=clinic.patient.id)}"
        page = user(clinic, client).post(address, self.rule(preview="yes", count=""))
        assert (page.status_code, "until when" in page.text) == (422, True)


def test_a_group_is_opened_filled_moved_and_canceled(clinic, client):
    clinic.kind.capacity = 2
    clinic.kind.save(update_fields=["capacity"])
    desk = user(clinic, client)
    asked = {
        "type": clinic.kind.id,
        "provider": clinic.provider.id,
        "day": "2026-06-03",
        "clock": "09:00",
        "title": "Hearts",
    }
    opened = desk.post(reverse("scheduling:group_new"), asked).url
    for _ in range(2):
        assert desk.post(f"{opened}seats/", {"patient": make_patient(clinic.office).id}).status_code == 302
    full = desk.post(f"{opened}seats/", {"patient": make_patient(clinic.office).id})
    assert (full.status_code, "All 2 seats" in full.text) == (422, True)
    assert "0 of 2" in desk.get(reverse("scheduling:groups")).text
    moved = desk.post(
        f"{opened}move/",
        {"provider": clinic.provider.id, "day": "2026-06-03", "clock": "11:00", "why": "Room"},
    )
    assert moved.status_code == 302
    assert "11:00 AM" in desk.get(opened).text
    refused = desk.post(f"{opened}cancellation/", {"reason": ""})
    assert refused.status_code == 422
    desk.post(f"{opened}cancellation/", {"reason": "Weather"})
    clinic.desk()
    assert {visit.state for visit in scheduling.Appointment.objects.all()} == {"cancelled"}
    assert desk.get(reverse("scheduling:calendar"), {"on": "2026-06-03"}).status_code == 200


class TestDay:
    @pytest.fixture
    def day(self, clinic, client):
        patients = [make_patient(clinic.office) for _ in range(3)]
        visits = [
            clinic.book(NINE + timedelta(minutes=30 * n), patient_id=each.id)
            for n, each in enumerate(patients)
        ]
        other = make_provider(clinic.office, family_name="Reyes")
        make_hours(clinic.office, provider_id=other.id)
        clinic.book(NINE + timedelta(minutes=30), provider_id=other.id)
        asked = {"unit": clinic.office.cardiology.id, "provider": clinic.provider.id, "on": "2026-06-03"}
        return visits, other, f"{reverse('scheduling:bulk')}?{urlencode(asked)}"

    def test_a_preview_changes_nothing_and_the_act_is_undone_whole(self, clinic, client, day):
        visits, other, address = day
        desk = user(clinic, client)
        assert desk.get(address).text.count('name="visit"') == 3
        act = {
            "act": "provider",
            "to_provider": other.id,
            "reason": "provider-away",
            "visit": [v.id for v in visits],
        }
        seen = desk.post(address, act | {"preview": "yes"}).text
        assert "2 of 3 visits would change, 1 would stay" in seen
        clinic.desk()
        assert scheduling.BulkAct.objects.count() == 0
        desk.post(address, act | {"go": "yes"})
        clinic.desk()
        held = [scheduling.appointment(each.id).provider_id for each in visits]
        assert held == [other.id, clinic.provider.id, other.id]
        desk.post(reverse("scheduling:bulk_undo", args=[scheduling.BulkAct.objects.get().id]))
        clinic.desk()
        assert {scheduling.appointment(each.id).provider_id for each in visits} == {clinic.provider.id}

    def test_nothing_is_done_without_a_reason(self, clinic, client, day):
        visits, _, address = day
        page = user(clinic, client).post(
            address, {"act": "cancel", "reason": "", "go": "yes", "visit": [visits[0].id]}
        )
        assert (page.status_code, "Choose “Reason”" in page.text) == (422, True)

    def test_another_day_and_the_worklist(self, clinic, client, day):
        visits, _, address = day
        desk = user(clinic, client)
        asked = {
            "act": "day",
            "to_day": "2026-06-04",
            "reason": "weather",
            "visit": [visits[0].id],
            "go": "yes",
        }
        desk.post(address, asked)
        desk.post(address, {"act": "hand over", "reason": "weather", "visit": [visits[1].id], "go": "yes"})
        clinic.desk()
        assert scheduling.appointment(visits[0].id).starts_at == NINE + timedelta(days=1)
        assert {act.kind for act in scheduling.BulkAct.objects.all()} == {"move", "hand over"}


def questions(client, url):
    """Queries of a page beside the door's own."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len([query for query in asked if not any(word in query["sql"] for word in THE_DOORS)])


@pytest.mark.parametrize("count", [2, 6])
def test_pages_ask_no_more_for_more_visits(clinic, client, count):
    booked = scheduling.book_series(
        patient_id=clinic.patient.id, visit_type_id=clinic.kind.id, provider_id=clinic.provider.id,
        first_starts_at=NINE, rule=scheduling.SeriesRule(scheduling.Repeats.DAYS, every=7, count=count),
        by=clinic.desk(), at=NOW,
    )  # fmt: skip
    asked = {
        "unit": clinic.office.cardiology.id,
        "provider": clinic.provider.id,
        "on": "2026-06-03",
        "until": "2026-09-30",
    }
    desk = user(clinic, client)
    assert questions(desk, reverse("scheduling:series", args=[booked.done[0].appointment_id])) <= 8
    assert questions(desk, f"{reverse('scheduling:bulk')}?{urlencode(asked)}") <= 8
    clinic.desk()
    for each in booked.done:
        scheduling.cancel_appointment(
            appointment_id=each.appointment_id, reason="No ride", by=clinic.desk(), at=NOW
        )
    assert questions(desk, reverse("scheduling:unscheduled")) <= 6
    assert questions(desk, reverse("scheduling:groups")) <= 6


class TestRules:
    def test_a_policy_a_rule_and_the_reasons_are_set(self, clinic, client):
        lead = user(clinic, client, "cardio_lead")
        address = f"{reverse('scheduling:rules')}?unit={clinic.office.cardiology.id}"
        assert lead.get(address).status_code == 200
        policy = {"notice_hours": "48", "late_cancel_fee_cents": "25.00", "missed_fee_cents": "", "missed_visits": "2",
                  "missed_months": "6", "online_lead_hours": "12"}  # fmt: skip
        assert lead.post(address, policy).status_code == 302
        rule = {"rule": "yes", "provider": clinic.provider.id, "most_at_once": "1", "most_a_day": "3"}
        assert lead.post(address, rule).status_code == 302
        page = lead.get(address).text
        assert "1 at once, 3 a day" in page
        clinic.desk()
        found = scheduling.policy_for(clinic.office.cardiology.id)
        assert (found.notice_hours, found.late_cancel_fee_cents) == (48, 2500)
        assert lead.get(reverse("scheduling:cancel_reasons")).status_code == 404
        manager = user(clinic, client, "manager")
        manager.post(reverse("scheduling:cancel_reasons"), {"reasons": "* No ride\nMoved away !\n"})
        reasons = scheduling.cancel_reasons(clinic.office.organization.id)
        assert [(each.code, each.by_patient, each.rebook) for each in reasons] == [
            ("no-ride", True, True),
            ("moved-away", False, False),
        ]


def test_what_is_booked_again_carries_everything_over(clinic, client):
    visit = clinic.book(reason="Palpitations", note="Brings a sister")
    scheduling.cancel_appointment(appointment_id=visit.id, reason="No ride", by=clinic.desk(), at=NOW)
    desk = user(clinic, client)
    page = desk.get(reverse("scheduling:unscheduled")).text
    again = (
        re.search(r'href="(/appointments/find/[^"]+)"[^>]*>Book again', page).group(1).replace("&amp;", "&")
    )
    first = (
        re.search(r'href="(/appointments/new/[^"]+)"', desk.get(again).text).group(1).replace("&amp;", "&")
    )
    form = desk.get(first).text
    assert 'value="Palpitations"' in form
    assert 'value="Brings a sister"' in form
