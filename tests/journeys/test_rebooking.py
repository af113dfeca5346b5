"""A provider calls in sick: the office manager takes them out, has a plan proposed, and accepts it."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from wellrun.practice.scheduling.api import Appointment, book_appointment

from .visiting import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER


def book_tomorrow(day):
    """Three visits with Dr. Hale tomorrow morning."""
    practice = day.practice
    on = practice.today + timedelta(days=1)
    visits = []
    with practice.as_program() as by:
        for number, patient in enumerate(("theo", "dana", "ruth")):
            visits.append(
                book_appointment(
                    patient_id=practice.patients[patient].id,
                    visit_type_id=practice.visit_types["follow-up"].id,
                    provider_id=practice.providers["hale"].id,
                    starts_at=datetime.combine(on, time(9 + number), tzinfo=ZoneInfo(practice.zone)),
                    by=by,
                    at=by.at,
                )
            )
    return on, visits


def take_out(day, on):
    """The absence lists its visits, and one press leads to a plan that has moved nobody."""
    with day.visited_by("olive", "/appointments/absences/") as olive:
        page = olive.page
        expect(page.get_by_text("Nobody is away")).to_be_visible()
        olive.look("absences-empty")
        page.get_by_label("Provider").select_option(label="Dr. Hale")
        page.get_by_label("First day").fill(on.isoformat())
        page.get_by_label("Last day").fill(on.isoformat())
        page.get_by_role("button", name="Take out").click()
        expect(page.get_by_text("3 booked visits")).to_be_visible()
        olive.look("absence")
        page.get_by_role("button", name="Propose a plan").click()
        expect(page.get_by_text("3 visits: 0 moved, 3 to decide")).to_be_visible()
        olive.look("plan-proposed")
        olive.look_narrow("plan-narrow")
        return page.url.removeprefix(olive.address)


def accept(day, plan, visits):
    """One by itself and back, then all; the board is as the plan said."""
    with day.visited_by("olive", plan) as olive:
        page = olive.page
        page.get_by_role("button", name="Accept for Theo Lindqvist").click()
        expect(page.get_by_text("1 moved, 2 to decide")).to_be_visible()
        page.locator("#toasts").get_by_role("button", name="Undo").click()
        expect(page.get_by_text("0 moved, 3 to decide")).to_be_visible()
        page.get_by_role("button", name="Accept all 3").click()
        expect(page.get_by_text("3 moved, 0 to decide")).to_be_visible()
        olive.look("plan-accepted")
        planned = page.locator("tbody tr").all_inner_texts()
        page.get_by_role("button", name="Close the plan").click()
        expect(page.get_by_text("This plan is closed")).to_be_visible()
    return planned


def on_the_board(day, on, visits, planned):
    """Where the visits are now: not with Dr. Hale tomorrow, and each where its row says."""
    zone = ZoneInfo(day.practice.zone)
    with day.practice.as_program():
        now = list(
            Appointment.objects.filter(id__in=[visit.id for visit in visits]).select_related(
                "provider", "patient"
            )
        )
    for visit in now:
        wall = visit.starts_at.astimezone(zone)
        assert (wall.date(), visit.provider.display_name) != (on, "Dr. Hale")
        row = next(text for text in planned if visit.patient.family_name in text)
        assert f"{wall:%-I:%M %p}" in row
        unit = day.practice.units["cardiology"].id
        with day.visited_by("olive", f"/appointments/calendar/?unit={unit}&on={wall.date()}") as olive:
            expect(
                olive.page.get_by_role("button", name=re.compile(visit.patient.family_name)).first
            ).to_be_visible()


def test_a_sick_provider(day):
    on, visits = book_tomorrow(day)
    plan = take_out(day, on)
    planned = accept(day, plan, visits)
    on_the_board(day, on, visits, planned)
