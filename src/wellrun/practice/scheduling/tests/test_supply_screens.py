"""The pages of visit types, hours, closed days and assistants over HTTP."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.models import ClosedDay, SessionLimit, TypeBlock
from wellrun.practice.scheduling.rules import HoursOn
from wellrun.practice.scheduling.testing import NINE, Clinic, make_visit_type
from wellrun.practice.scheduling.tests.test_supply import make_assistant
from wellrun.practice.workforce.api import EmployeeSkill


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


@pytest.fixture
def clinic(office):
    return Clinic(office, room_kind="", device_kind="")


@pytest.fixture
def lead(office, client, clinic):
    client.force_login(office.users["cardio_lead"])
    return client


def form_of(kind, **changes):
    fields = {
        "name": kind.name, "minutes": 30, "color": "#4f6d8f", "active": "on", "version": kind.version,
        "buffer_before_minutes": "", "capacity": "", "required_forms": "PHQ-9, consent", "age_from": "18",
        "staff_skill": " Stress  Test ", "online": "on", "online_lead_hours": "48", "telehealth": "on",
    }  # fmt: skip
    return fields | changes


class TestVisitType:
    def test_everything_is_on_one_form(self, lead, clinic):
        url = reverse("scheduling:visit_type", args=[clinic.kind.id])
        page = lead.get(url).text
        for words in ("How long", "What it needs", "For whom", "Before the visit", "Online", "Dr. Hale"):
            assert words in page
        own = f"provider_{clinic.provider.id}"
        lead.post(url, form_of(clinic.kind, level_0="45", **{own: "60"}))
        clinic.office.program()
        kind = scheduling.visit_type(clinic.kind.id)
        assert (kind.staff_skill, kind.age_from, kind.online_lead_hours, kind.telehealth) == (
            "stress test", 18, 48, True,
        )  # fmt: skip
        assert scheduling.forms_of(kind) == ["phq-9", "consent"]
        assert sorted(each.minutes for each in scheduling.lengths_of(kind.id)) == [45, 60]
        assert 'value="60"' in lead.get(url).text

    def test_what_cannot_be_is_said_beside_its_field(self, lead, clinic):
        url = reverse("scheduling:visit_type", args=[clinic.kind.id])
        page = lead.post(url, form_of(clinic.kind, room_kind="exam"))
        assert page.status_code == 422
        assert "A telehealth visit needs no room" in page.text

    def test_a_new_one_with_lengths(self, lead, clinic):
        fields = form_of(clinic.kind, name="Stress test", unit=str(clinic.office.cardiology.id), level_1="50")
        assert lead.post(reverse("scheduling:visit_type_new"), fields).status_code == 302
        assert "assistant for stress test" in lead.get(reverse("scheduling:visit_types")).text


class TestHours:
    def url(self, clinic, name="hours", *more):
        return reverse(f"scheduling:{name}", args=[clinic.office.cardiology.id, clinic.provider.id, *more])

    def test_two_people_editing_one_pattern(self, lead, clinic):
        seen = scheduling.pattern_version(clinic.provider.id, clinic.office.cardiology.id)
        fields = {"effective_from": "2026-06-10", "day0": "8:00-12:00", "version": seen}
        assert lead.post(self.url(clinic), fields).status_code == 302
        page = lead.post(self.url(clinic), fields | {"day0": "9:00-12:00"})
        assert page.status_code == 422
        assert "changed" in page.text.lower()

    def test_keeping_time_shows_whom_it_strands_then_saves(self, lead, clinic):
        clinic.book(starts_at=NINE + timedelta(days=7))
        clinic.office.program()
        new = make_visit_type(clinic.office, name="New patient")
        fields = {
            "weekday": "2", "hours": "8:00-12:00", "types": [str(new.id)], "release": "2", "release_in": "24",
            "effective_from": "2026-06-01",
        }  # fmt: skip
        page = lead.post(self.url(clinic, "keep"), fields)
        assert "1 booked visit would lie outside" in page.text
        assert not TypeBlock.objects.exists()
        page = lead.post(self.url(clinic, "keep"), fields | {"confirmed": "yes"}, follow=True).text
        assert "1 booked visit must be moved" in page
        assert "8:00 AM to 12:00 PM kept for New patient, released 2 days before" in page
        clinic.office.program()
        block = TypeBlock.objects.get()
        assert block.release_hours == 48
        assert lead.post(self.url(clinic, "release", block.id)).status_code == 302
        clinic.office.program()
        assert not TypeBlock.objects.exists()

    @pytest.mark.parametrize(("hours", "said"), [("12:00-8:00", "end after"), ("8-9, 10-11", "one stretch")])
    def test_hours_that_cannot_be_kept(self, lead, clinic, hours, said):
        fields = {
            "weekday": "2",
            "hours": hours,
            "types": [str(clinic.kind.id)],
            "effective_from": "2026-06-01",
        }
        page = lead.post(self.url(clinic, "keep"), fields)
        assert page.status_code == 422
        assert said in page.text

    def test_a_limit_and_no_limit(self, lead, clinic):
        fields = {"weekday": "2", "hours": "8:00-12:00", "most": "6", "effective_from": "2026-06-01"}
        page = lead.post(self.url(clinic, "limit"), fields, follow=True).text
        assert "at most 6 visits begin 8:00 AM to 12:00 PM" in page
        clinic.office.program()
        lead.post(self.url(clinic, "unlimited", SessionLimit.objects.get().id))
        clinic.office.program()
        assert not SessionLimit.objects.exists()

    def test_taking_extra_hours_away_shows_whom_it_strands(self, lead, clinic):
        extra = scheduling.add_exception(
            provider_id=clinic.provider.id, on=date(2026, 6, 6), extra=True, unit=clinic.office.cardiology,
            starts=time(9), ends=time(12), by=clinic.office.program(), at=NOW,
        )  # fmt: skip
        clinic.book(
            starts_at=scheduling.instant_of(NOW.replace(day=6, hour=9, tzinfo=None), "America/Chicago")
        )
        page = lead.post(self.url(clinic, "day_removal", extra.id))
        assert "1 booked visit would lie outside" in page.text
        assert lead.post(self.url(clinic, "day_removal", extra.id), {"confirmed": "yes"}).status_code == 302

    def test_a_bounded_number_of_queries(self, lead, clinic):
        for weekday in range(5):
            scheduling.limit_session(
                provider_id=clinic.provider.id, unit=clinic.office.cardiology, most=4,
                hours=HoursOn(weekday, time(8), time(12)), effective_from=date(2026, 1, 1),
                by=clinic.office.program(), at=NOW,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            lead.get(self.url(clinic))
        assert len(asked) <= 30, len(asked)

    def test_another_section_is_not_there(self, lead, clinic):
        url = reverse("scheduling:keep", args=[clinic.office.family_south.id, clinic.provider.id])
        assert lead.post(url, {}).status_code == 404


class TestClosedDays:
    def test_a_holiday_is_suggested_and_closed_for_the_department(self, lead, clinic):
        url = reverse("scheduling:closed_days")
        assert "Juneteenth" in lead.get(url).text
        fields = {"place": str(clinic.office.cardiology.id), "on": "2026-06-19", "name": "Juneteenth"}
        page = lead.post(url, fields, follow=True).text
        assert "all day" in page
        clinic.office.program()
        closed = ClosedDay.objects.get()
        assert lead.post(reverse("scheduling:closed_day_removal", args=[closed.id])).status_code == 302
        clinic.office.program()
        assert not ClosedDay.objects.exists()

    def test_it_first_shows_whom_it_strands(self, lead, clinic):
        clinic.book()
        fields = {"place": str(clinic.office.cardiology.id), "on": "2026-06-03", "name": "Flood"}
        page = lead.post(reverse("scheduling:closed_days"), fields)
        assert "1 booked visit would lie outside" in page.text
        assert not ClosedDay.objects.exists()

    def test_what_was_closed_above_is_seen_and_not_changed(self, lead, clinic):
        closed = scheduling.close_day(
            unit=clinic.office.north, on=date(2026, 7, 3), name="Independence Day",
            by=clinic.office.program(), at=NOW,
        )  # fmt: skip
        page = lead.get(reverse("scheduling:closed_days")).text
        assert "set above you" in page
        assert lead.post(reverse("scheduling:closed_day_removal", args=[closed.id])).status_code == 404

    def test_the_manager_closes_everything(self, client, office, clinic):
        client.force_login(office.users["manager"])
        fields = {"place": str(office.organization.id), "on": "2026-12-25", "name": "Christmas Day"}
        assert client.post(reverse("scheduling:closed_days"), fields).status_code == 302


class TestAssistants:
    def test_hours_are_seen_and_changed(self, lead, clinic):
        ada = make_assistant(clinic.office)
        page = lead.get(reverse("scheduling:assistants")).text
        assert "Mon to Fri 8:00 AM to 12:00 PM" in page
        url = reverse("scheduling:assistant_hours", args=[clinic.office.cardiology.id, ada.id])
        assert 'value="08:00-12:00"' in lead.get(url).text
        lead.post(url, {"effective_from": "2026-06-01", "day0": "13:00-17:00"})
        assert "Mon 1:00 PM to 5:00 PM" in lead.get(reverse("scheduling:assistants")).text

    def test_whom_a_change_of_hours_strands(self, lead, clinic):
        ada = make_assistant(clinic.office)
        kind = make_visit_type(clinic.office, name="Stress test", staff_skill="stress test")
        clinic.book(visit_type_id=kind.id)
        url = reverse("scheduling:assistant_hours", args=[clinic.office.cardiology.id, ada.id])
        fields = {"effective_from": "2026-06-01", "day2": "13:00-17:00"}
        assert "1 booked visit would lie outside" in lead.post(url, fields).text
        assert "Mon to Fri" in lead.get(reverse("scheduling:assistants")).text
        assert lead.post(url, fields | {"confirmed": "yes"}).status_code == 302

    def test_skills_are_entered_by_who_keeps_staff(self, client, office, clinic):
        ada = make_assistant(office)
        client.force_login(office.users["hr"])
        assert "stress test" in client.get(reverse("workforce:staff")).text
        url = reverse("workforce:employee", args=[ada.id])
        client.post(url, {"skill": "Blood draw", "since": "2026-06-01"})
        page = client.post(url, {"skill": "blood  draw", "since": "2026-06-01"})
        assert "has this skill on some of these days already" in page.text
        office.program()
        held = EmployeeSkill.objects.get(skill="blood draw")
        with running(VirtualClock(NOW.replace(day=9))):
            assert client.post(reverse("workforce:skill_end", args=[ada.id, held.id])).status_code == 302
        client.force_login(office.users["cardio_lead"])
        assert "Add a skill" not in client.get(url).text
        assert client.post(url, {"skill": "x", "since": "2026-06-01"}).status_code == 404
