"""Booking in a browser: a series over a closed day, an overbooking, a group visit, and a sick provider's day."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from wellrun.practice.scheduling.api import (
    Appointment,
    add_exception,
    add_visit_type,
    book_appointment,
    set_overbook_rule,
)

from .visiting import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER


def at_clock(day, days, hour):
    """An hour of a day from today on, as the instant."""
    on = day.practice.today + timedelta(days=days)
    return datetime.combine(on, time(hour), tzinfo=ZoneInfo(day.practice.zone))


def booking_page(day, starts_at, **more):
    asked = {
        "type": day.practice.visit_types["follow-up"].id,
        "provider": day.practice.providers["hale"].id,
        "at": starts_at.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%MZ"),
    }
    return f"/appointments/new/?{urlencode(asked | more)}"


def book(day, patient, starts_at, provider="hale"):
    with day.practice.as_program() as by:
        return book_appointment(
            patient_id=day.practice.patients[patient].id,
            visit_type_id=day.practice.visit_types["follow-up"].id,
            provider_id=day.practice.providers[provider].id,
            starts_at=starts_at,
            by=by,
            at=by.at,
        )


def visits(day, **wanted):
    with day.practice.as_program():
        return list(Appointment.objects.filter(**wanted).order_by("starts_at"))


def prepare(day):
    """Dr. Hale is away in two weeks; may be overbooked once; and a class has three seats."""
    practice = day.practice
    with practice.as_program() as by:
        add_exception(
            provider_id=practice.providers["hale"].id,
            on=practice.today + timedelta(days=16),
            note="Holiday",
            by=by,
            at=by.at,
        )
        set_overbook_rule(
            provider_id=practice.providers["hale"].id,
            unit=practice.units["cardiology"],
            most_at_once=1,
            most_a_day=2,
            by=by,
            at=by.at,
        )
        kind = add_visit_type(
            unit=practice.units["cardiology"],
            name="Heart class",
            minutes=60,
            room_kind="exam",
            by=by,
            at=by.at,
        )
        kind.capacity = 3
        kind.save(update_fields=["capacity"])


def hold_and_series(day):
    """The page holds the time; every visit of the series is seen, the closed day gets another time, one undo."""
    patient = day.practice.patients["theo"]
    with day.visited_by("sally", booking_page(day, at_clock(day, 2, 10), patient=patient.id)) as sally:
        page = sally.page
        expect(page.get_by_text("This time is held for you: 10 minutes left.")).to_be_visible()
        sally.look("booking-held")
        page.get_by_role("link", name="Repeat…").click()
        page.get_by_label("How many visits").fill("4")
        page.get_by_role("button", name="Show the visits").click()
        expect(page.get_by_text("does not see patients")).to_be_visible()
        sally.look("series-preview")
        sally.look_narrow("series-preview-narrow")
        page.get_by_role("button", name="Book them all").click()
        expect(page.get_by_role("heading", name=re.compile("^Series of"))).to_be_visible()
        sally.look("series")
        assert len(visits(day, patient_id=patient.id, series_id__isnull=False)) == 4
        page.locator("#toasts").get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Undone: 4 visits are as they were.")).to_be_visible()
    assert {each.state for each in visits(day, patient_id=patient.id, series_id__isnull=False)} == {
        "cancelled"
    }


def overbook(day):
    """A manager takes a time that is taken; the page says who is there, the visit why."""
    starts_at = at_clock(day, 3, 9)
    book(day, "omar", starts_at)
    with day.visited_by(
        "olive", booking_page(day, starts_at, patient=day.practice.patients["ruth"].id)
    ) as olive:
        page = olive.page
        expect(page.get_by_text(re.compile("was just taken"))).to_be_visible()
        page.get_by_role("button", name="Book", exact=True).click()
        page.get_by_role("link", name="Overbook this time…").click()
        expect(page.get_by_text("This time is overbooked")).to_be_visible()
        page.get_by_label("Why it is overbooked").fill("Chest pain")
        olive.look("overbook")
        page.get_by_role("button", name="Book", exact=True).click()
        expect(page.get_by_role("heading", name="Your next visit")).to_be_visible()
    [visit] = visits(day, overbook_reason="Chest pain")
    with day.visited_by("sally", f"/appointments/{visit.id}/") as sally:
        expect(sally.page.get_by_text("Overbooked", exact=True)).to_be_visible()
        sally.look("visit-overbooked")


def group(day):
    """A class is opened and gets a patient; it moves with everybody and back."""
    on = day.practice.today + timedelta(days=4)
    with day.visited_by("sally", "/appointments/groups/new/") as sally:
        page = sally.page
        page.locator("#id_day").fill(on.isoformat())
        page.locator("#id_clock").fill("13:00")
        page.get_by_label("Title").fill("Living with a new valve")
        sally.look("group-new")
        page.get_by_role("button", name="Open the group").click()
        expect(page.get_by_role("heading", name="Living with a new valve")).to_be_visible()
        page.get_by_role("combobox", name=re.compile("^Patient")).press_sequentially("Lindqvist")
        page.get_by_role("option").first.click()
        page.get_by_role("button", name="Give the seat").click()
        expect(page.get_by_text("2 of 3 seats are free.")).to_be_visible()
        sally.look("group")
        page.get_by_role("button", name="Move all…").click()
        dialog = page.get_by_role("dialog")
        page.locator("#move_clock").fill("15:00")
        page.locator("#move_why").fill("Room is painted")
        dialog.get_by_role("button", name="Move all").click()
        expect(page.get_by_text(re.compile("3:00 PM to 4:00 PM"))).to_be_visible()
        page.locator("#toasts .toast-note").filter(has_text="moved").get_by_role(
            "button", name="Undo"
        ).click()
        expect(page.get_by_text(re.compile("1:00 PM to 2:00 PM"))).to_be_visible()
        page.goto(f"{day.address}/appointments/calendar/?on={on.isoformat()}")
        sally.look("calendar-with-group")


def sick_day(day):
    """Dr. Hale is ill: every visit is seen, one cannot go to Dr. Ito and says why, one press takes all back."""
    first, second = at_clock(day, 5, 9), at_clock(day, 5, 10)
    book(day, "omar", first)
    book(day, "ruth", second)
    book(day, "theo", second, provider="ito")
    on = day.practice.today + timedelta(days=5)
    asked = {
        "unit": day.practice.units["cardiology"].id,
        "provider": day.practice.providers["hale"].id,
        "on": on,
    }
    with day.visited_by("sally", f"/appointments/bulk/?{urlencode(asked)}") as sally:
        page = sally.page
        page.locator("#id_to_provider").select_option(label="Dr. Ito")
        page.locator("#id_reason").select_option(label="Provider is away")
        page.locator("#id_nearest").uncheck()
        page.get_by_role("button", name="Show what would happen").click()
        expect(page.get_by_text("1 of 2 visits would change, 1 would stay as they are.")).to_be_visible()
        sally.look("bulk-preview")
        sally.look_narrow("bulk-preview-narrow")
        page.get_by_role("button", name="Do it for 1").click()
        note = page.locator("#toasts .toast-note").filter(has_text="done")
        expect(note).to_be_visible()
        note.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Undone: 1 visits are as they were.")).to_be_visible()
    [omar] = visits(day, starts_at=first)
    assert omar.provider_id == day.practice.providers["hale"].id
    with day.visited_by("sally", "/appointments/unscheduled/", dark=True) as sally:
        sally.look("unscheduled-dark")
    with day.visited_by("olive", "/appointments/rules/") as olive:
        olive.look("rules")
        olive.go("/appointments/rules/reasons/")
        olive.look("reasons")


def test_booking(day):
    prepare(day)
    for act in (hold_and_series, overbook, group, sick_day):
        act(day)
