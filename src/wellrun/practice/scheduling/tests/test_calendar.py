"""The calendar over HTTP: its views and addresses, what columns and list say, its acts, and changes by others."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from wellrun.platform.audit.models import AuditEvent
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.facilities.api import report_fault
from wellrun.practice.facilities.testing import make_room
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.api import move_appointment
from wellrun.practice.scheduling.models import Appointment, GroupVisit
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours, make_visit_type
from wellrun.practice.timebook.api import Need, open_block, reserve, resource_for
from wellrun.practice.workforce.testing import make_provider

from .test_screens import MOST_QUERIES, count

JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture(autouse=True)
def clock():
    virtual = VirtualClock(NOW)
    with running(virtual):
        yield virtual


@pytest.fixture
def clinic(office):
    return Clinic(office)


@pytest.fixture
def desk(clinic, client):
    client.force_login(clinic.office.users["north_desk"])
    return client


def query(clinic, **more):
    return {"unit": clinic.office.cardiology.id, "on": "2026-06-03", "view": "day"} | more


def events(desk, clinic, **more):
    return desk.get(reverse("scheduling:events"), query(clinic, **more)).json()


def listed(desk, clinic, **more):
    page = desk.get(reverse("scheduling:calendar"), query(clinic, list="yes", **more)).text
    return {
        row[0]: re.sub(r"<[^>]+>|\s+", " ", row[1])
        for row in re.findall(r'data-event="([^"]+)"(.*?)</tr>', page, re.DOTALL)
    }


def solid(day):
    return {event["id"]: event for event in day["events"] if not event.get("background")}


class TestWhatIsShown:
    @pytest.mark.parametrize("view", ["day", "rooms", "week"])
    def test_the_list_says_what_the_columns_say(self, clinic, desk, view):
        visit = clinic.book(reason="Palpitations")
        other = make_patient(clinic.office, family_name="Moreau")
        clinic.book(starts_at=NINE + timedelta(hours=1), patient_id=other.id)
        report_fault(room_id=clinic.room.id, note="Leaking tap", starts_at=NINE + timedelta(hours=4),
                     ends_at=NINE + timedelta(hours=6), by=clinic.office.program(), at=NOW)  # fmt: skip
        day, rows = solid(events(desk, clinic, view=view)), listed(desk, clinic, view=view)
        assert rows.keys() == day.keys()
        for key, event in day.items():
            assert event["title"] in rows[key]
            assert event.get("state_label", "") in rows[key]
            for fact in filter(None, event.get("note", "").split(", ")):
                assert fact in rows[key]
        assert str(visit.id) in day
        assert ("Leaking tap" in str(day)) is (view == "rooms")

    def test_leave_holds_and_buffers_are_told_apart(self, clinic, desk):
        kind = make_visit_type(clinic.office, name="Echo", room_kind="exam", buffer_after_minutes=15)
        clinic.book(visit_type_id=kind.id)
        clinic.office.program()
        own = resource_for(clinic.provider.id)
        open_block(resource=own, starts_at=NINE + timedelta(hours=3), ends_at=NINE + timedelta(hours=5),
                   kind="leave", note="Congress")  # fmt: skip
        hold = Need(own, NINE + timedelta(hours=1), NINE + timedelta(hours=2))
        reserve(booking_id=make_patient(clinic.office).id, needs=[hold], kind="hold",
                expires_at=NOW + timedelta(minutes=10), at=NOW)  # fmt: skip
        by_kind = {event["kind"]: event for event in events(desk, clinic)["events"]}
        assert (by_kind["busy"]["title"], by_kind["busy"]["note"]) == ("Leave", "Congress")
        assert by_kind["hold"]["title"] == "Held"
        rooms = {event["kind"]: event for event in events(desk, clinic, view="rooms")["events"]}
        assert rooms["buffer"]["start"] == "2026-06-03T09:30:00"
        assert rooms["buffer"]["end"] == "2026-06-03T09:45:00"
        assert "buffer" not in by_kind

    def test_closed_hours_are_shaded(self, clinic, desk):
        other = make_provider(clinic.office, family_name="Ito")
        make_hours(clinic.office, provider_id=other.id, starts=NINE.time().replace(hour=12))
        shaded = [e for e in events(desk, clinic)["events"] if e["kind"] == "closed"]
        assert [(e["resourceIds"], e["start"], e["end"]) for e in shaded] == [
            ([str(other.id)], "2026-06-03T08:00:00", "2026-06-03T12:00:00")
        ]

    def test_a_group_visit_is_one_event_with_its_seats(self, clinic, desk):
        kind = make_visit_type(clinic.office, name="Class")
        clinic.office.program()
        group = GroupVisit.objects.create(
            organization_id=clinic.office.organization.id, unit=clinic.office.cardiology, visit_type=kind,
            provider=clinic.provider, starts_at=NINE, ends_at=NINE + timedelta(hours=1), capacity=8, made_at=NOW,
        )  # fmt: skip
        visit = clinic.book()
        clinic.office.program()
        Appointment.objects.filter(id=visit.id).update(group=group, seat=1)
        day = solid(events(desk, clinic))
        assert day.keys() >= {str(group.id)}
        assert str(visit.id) not in day
        assert "1 of 8 seats" in day[str(group.id)]["note"]
        assert clinic.patient.family_name in listed(desk, clinic)[str(group.id)]

    def test_canceled_visits_show_when_asked_for(self, clinic, desk):
        visit = clinic.book()
        step = reverse("scheduling:calendar_step", args=[visit.id])
        desk.post(step, {"to": "cancelled", "reason": "Weather"}, **JSON)
        assert str(visit.id) not in solid(events(desk, clinic))
        assert str(visit.id) in solid(events(desk, clinic, cancelled="yes"))
        assert str(visit.id) in solid(events(desk, clinic, state="cancelled"))

    def test_a_filter_leaves_out_the_rest(self, clinic, desk):
        visit = clinic.book()
        assert str(visit.id) in solid(events(desk, clinic, type=clinic.kind.id))
        assert str(visit.id) not in solid(events(desk, clinic, state="confirmed"))

    def test_now_is_the_offices(self, clinic, desk):
        assert events(desk, clinic)["now"] == "2026-06-02T09:00:00"


class TestAddresses:
    def test_the_last_choice_of_the_session_comes_back(self, clinic, desk):
        desk.get(reverse("scheduling:calendar"), query(clinic, view="week", provider=clinic.provider.id))
        page = desk.get(reverse("scheduling:calendar"))
        assert page.context["choice"].view == "week"
        assert page.context["choice"].provider_id == clinic.provider.id
        again = desk.get(reverse("scheduling:calendar"), query(clinic))
        assert again.context["choice"].view == "day"

    def test_a_month_counts_and_leads_into_its_days(self, clinic, desk):
        clinic.book()
        page = desk.get(reverse("scheduling:calendar"), query(clinic, view="month"))
        assert "1 visit," in page.text
        assert "on=2026-06-03" in page.text
        cell = next(cell for week in page.context["weeks"] for cell in week if cell and cell["day"].day == 3)
        assert (cell["load"].visits, cell["load"].share) == (1, round(100 * 30 / 540))

    def test_the_department_says_load_and_next_free_time(self, clinic, desk):
        clinic.book()
        page = desk.get(reverse("scheduling:calendar"), query(clinic, view="department"))
        [row] = page.context["grid"]
        assert row["name"] == "Dr. Hale"
        assert row["free"] == "Today, 9:00 AM"
        assert [cell["load"].share for cell in row["cells"][:3]] == [0, 0, 6]

    def test_leave_takes_from_the_open_hours(self, clinic, desk):
        clinic.office.program()
        own = resource_for(clinic.provider.id)
        open_block(resource=own, starts_at=NINE - timedelta(hours=1), ends_at=NINE + timedelta(hours=8),
                   kind="leave")  # fmt: skip
        page = desk.get(reverse("scheduling:calendar"), query(clinic, view="department"))
        [row] = page.context["grid"]
        assert (row["cells"][2]["load"].share, row["cells"][2]["load"].away) == (None, "Leave")

    def test_paper_has_a_page_for_each_provider(self, clinic, desk):
        other = make_provider(clinic.office, family_name="Ito")
        make_hours(clinic.office, provider_id=other.id)
        clinic.book()
        page = desk.get(reverse("scheduling:sheet"), query(clinic))
        assert page.text.count('class="calendar-sheet"') == 2
        one = desk.get(reverse("scheduling:sheet"), query(clinic, provider=clinic.provider.id))
        assert one.text.count('class="calendar-sheet"') == 1
        assert clinic.patient.family_name in one.text

    def test_another_sites_calendar_is_not_found(self, clinic, desk):
        away = {"unit": clinic.office.family_south.id}
        for name in ("calendar", "events", "changes", "calendar_rows", "sheet", "book_here"):
            assert desk.get(reverse(f"scheduling:{name}"), away).status_code == 404, name


class TestActs:
    def test_a_drop_moves_and_can_be_taken_back(self, clinic, desk):
        visit = clinic.book()
        event = solid(events(desk, clinic))[str(visit.id)]
        posted = {
            "starts_at": "2026-06-03T13:00",
            "resource": clinic.provider.id,
            "version": event["version"],
        }
        answer = desk.post(event["place_url"], posted, **JSON).json()
        assert answer["sentence"] == "Moved to Jun 3, 2026, 1:00 PM."
        undone = desk.post(answer["undo_url"], **JSON).json()
        assert undone["sentence"] == "Undone: the visit is booked."
        assert solid(events(desk, clinic))[str(visit.id)]["start"] == "2026-06-03T09:00:00"

    def test_a_drop_on_what_was_changed_meanwhile_is_refused(self, clinic, desk):
        visit = clinic.book()
        event = solid(events(desk, clinic))[str(visit.id)]
        posted = {
            "starts_at": "2026-06-03T13:00",
            "resource": clinic.provider.id,
            "version": event["version"],
        }
        desk.post(event["place_url"], posted, **JSON)
        late = desk.post(event["place_url"], posted | {"starts_at": "2026-06-03T14:00"}, **JSON)
        assert late.status_code == 422
        assert solid(events(desk, clinic))[str(visit.id)]["start"] == "2026-06-03T13:00:00"

    def test_a_drop_into_another_room_changes_the_room(self, clinic, desk):
        other = make_room(clinic.office, name="Exam 9")
        visit = clinic.book()
        event = solid(events(desk, clinic, view="rooms"))[str(visit.id)]
        target = other if event["resourceIds"] == [str(clinic.room.id)] else clinic.room
        desk.post(event["place_url"], {"starts_at": "2026-06-03T09:00", "resource": target.id}, **JSON)
        assert solid(events(desk, clinic, view="rooms"))[str(visit.id)]["resourceIds"] == [str(target.id)]

    def test_confirming_and_canceling_from_the_menu(self, clinic, desk):
        visit = clinic.book()
        event = solid(events(desk, clinic))[str(visit.id)]
        assert [act["to"] for act in event["acts"]] == ["confirmed", "cancelled"]
        desk.post(event["step_url"], {"to": "confirmed"}, **JSON)
        assert solid(events(desk, clinic))[str(visit.id)]["state"] == "confirmed"
        refused = desk.post(event["step_url"], {"to": "cancelled", "reason": ""}, **JSON)
        assert (refused.status_code, refused.json()["sentence"]) == (422, "Choose the reason first.")

    def test_an_empty_time_leads_to_the_booking_form(self, clinic, desk):
        asked = query(clinic, type=clinic.kind.id, column=clinic.provider.id, at="2026-06-03T10:15")
        answer = desk.get(reverse("scheduling:book_here"), asked, follow=True)
        assert "10:15 AM" in answer.text
        assert "Dr. Hale" in answer.text

    def test_a_time_that_the_clocks_skip_cannot_be_booked(self, clinic, desk):
        asked = query(clinic, type=clinic.kind.id, column=clinic.provider.id, at="2027-03-14T02:30")
        assert desk.get(reverse("scheduling:book_here"), asked).status_code == 422


class TestChanges:
    def test_nothing_is_sent_while_nothing_changed(self, clinic, desk):
        clinic.book()
        day = events(desk, clinic)
        asked = query(clinic, seen=day["mark"], have=".".join(day["parts"].values()))
        assert desk.get(reverse("scheduling:changes"), asked).status_code == 204

    def test_only_the_column_that_changed_is_sent(self, clinic, desk):
        other = make_provider(clinic.office, family_name="Ito")
        make_hours(clinic.office, provider_id=other.id)
        clinic.book(provider_id=other.id, starts_at=NINE + timedelta(hours=2))
        day = events(desk, clinic)
        visit = clinic.book(patient_id=make_patient(clinic.office).id)
        asked = query(clinic, seen=day["mark"], have=".".join(day["parts"].values()))
        changed = desk.get(reverse("scheduling:changes"), asked).json()
        assert changed["changed"] == [str(clinic.provider.id)]
        assert str(visit.id) in solid(changed)
        assert {event["resourceIds"][0] for event in changed["events"]} == {str(clinic.provider.id)}

    def test_the_column_that_became_empty_is_sent(self, clinic, desk):
        other = make_provider(clinic.office, family_name="Ito")
        make_hours(clinic.office, provider_id=other.id)
        visit = clinic.book()
        day = events(desk, clinic)
        clinic.office.program()
        move_appointment(
            appointment_id=visit.id, starts_at=NINE + timedelta(days=1), by=clinic.desk(), at=NOW
        )
        asked = query(clinic, seen=day["mark"], have=".".join(day["parts"].values()))
        changed = desk.get(reverse("scheduling:changes"), asked).json()
        assert (changed["changed"], solid(changed)) == ([str(clinic.provider.id)], {})

    def test_who_is_told_nothing_has_read_nothing(self, clinic, desk):
        clinic.book()
        day = events(desk, clinic)
        clinic.office.actor("auditor")
        before = AuditEvent.objects.filter(kind="read").count()
        whole = desk.get(reverse("scheduling:changes"), query(clinic, have=".".join(day["parts"].values())))
        assert whole.json()["events"] == []
        clinic.office.actor("auditor")
        assert AuditEvent.objects.filter(kind="read").count() == before

    def test_a_leave_is_a_change_too(self, clinic, desk):
        day = events(desk, clinic)
        clinic.office.program()
        open_block(resource=resource_for(clinic.provider.id), starts_at=NINE, ends_at=NINE + timedelta(hours=1),
                   kind="leave")  # fmt: skip
        asked = query(clinic, seen=day["mark"], have=".".join(day["parts"].values()))
        assert desk.get(reverse("scheduling:changes"), asked).json()["changed"] == [str(clinic.provider.id)]


def test_every_view_runs_few_queries(clinic, desk):
    for number in range(4):
        other = make_provider(clinic.office, family_name=f"Number {number}")
        make_hours(clinic.office, provider_id=other.id)
        clinic.book(provider_id=other.id, patient_id=make_patient(clinic.office).id,
                    starts_at=NINE + timedelta(minutes=30 * number))  # fmt: skip
    clinic.office.program()
    open_block(resource=resource_for(clinic.provider.id), starts_at=NINE, ends_at=NINE + timedelta(hours=1),
               kind="leave", note="Congress")  # fmt: skip
    asked = {
        (name, view, shown): count(
            desk, reverse(f"scheduling:{name}", query=query(clinic, view=view, list=shown))
        )
        for name in ("calendar", "events", "changes", "calendar_rows", "sheet")
        for view in ("day", "rooms", "week", "month", "department")
        for shown in ("", "yes")
        if name == "calendar" or view in ("day", "rooms", "week")
    }
    assert max(asked.values()) <= MOST_QUERIES, asked
