"""The calendar of a day in a browser: a visit is dragged, moved by its keys, and taken back each time."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from wellrun.practice.scheduling.api import Appointment, book_appointment

from .visiting import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER

#: The height of an hour in the columns: four quarters of an hour, 22 px each.
HOUR_PX = 88


def book_tomorrow(day):
    """A visit with Dr. Hale at two in the morning of tomorrow: hours are around the clock, and nothing is scrolled."""
    practice = day.practice
    on = practice.today + timedelta(days=1)
    starts_at = datetime.combine(on, time(2), tzinfo=ZoneInfo(practice.zone))
    with practice.as_program() as by:
        visit = book_appointment(
            patient_id=practice.patients["theo"].id,
            visit_type_id=practice.visit_types["follow-up"].id,
            provider_id=practice.providers["hale"].id,
            starts_at=starts_at,
            by=by,
            at=by.at,
        )
    return visit, f"/appointments/calendar/?unit={practice.units['cardiology'].id}&on={on.isoformat()}"


def place_of(day, visit) -> tuple[str, str]:
    """When and with whom a visit is, by the database."""
    with day.practice.as_program():
        found = Appointment.objects.select_related("provider").get(id=visit.id)
    wall = found.starts_at.astimezone(ZoneInfo(day.practice.zone))
    return f"{wall:%H:%M}", found.provider.display_name


def face(page):
    return page.locator(".calendar-host").get_by_role("button", name=re.compile("Lindqvist"))


def toast(page):
    return page.locator("#toasts .toast-note").filter(has_text="Moved to")


def drag_and_take_back(day, visit, address):
    """Dragged to another time and another provider; one press on Undo brings it back."""
    with day.visited_by("sally", address) as sally:
        page = sally.page
        expect(face(page)).to_be_visible()
        page.locator(".calendar-host").scroll_into_view_if_needed()
        box = face(page).bounding_box()
        other = page.locator(".calendar-host").get_by_text("Dr. Ito", exact=True).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + 8
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 10, y + 10, steps=4)
        page.mouse.move(other["x"] + other["width"] / 2, y + HOUR_PX, steps=12)
        page.mouse.up()
        expect(toast(page)).to_be_visible()
        assert place_of(day, visit) == ("03:00", "Dr. Ito")
        sally.look("calendar-dragged")
        toast(page).get_by_role("button", name="Undo").click()
        expect(page.locator("#toasts").get_by_text(re.compile("^Undone"))).to_be_visible()
    assert place_of(day, visit) == ("02:00", "Dr. Hale")


def drag_to_a_taken_time(day, visit, address):
    """A time that somebody has springs back and says why."""
    practice = day.practice
    with practice.as_program() as by:
        book_appointment(
            patient_id=practice.patients["omar"].id,
            visit_type_id=practice.visit_types["follow-up"].id,
            provider_id=practice.providers["ito"].id,
            starts_at=visit.starts_at,
            by=by,
            at=by.at,
        )
    with day.visited_by("sally", address) as sally:
        page = sally.page
        box = face(page).bounding_box()
        taken = page.locator(".calendar-host").get_by_role("button", name=re.compile("Reyes")).bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 8)
        page.mouse.down()
        page.mouse.move(taken["x"] + taken["width"] / 2, taken["y"] + 8, steps=12)
        page.mouse.up()
        expect(page.locator("#toasts").get_by_text(re.compile("Dr. Ito"))).to_be_visible()
        assert face(page).bounding_box()["x"] == pytest.approx(box["x"], abs=2)
    assert place_of(day, visit) == ("02:00", "Dr. Hale")


def move_by_keyboard(day, visit, address):
    """The same without a mouse: M, a time from the list, Undo."""
    with day.visited_by("sally", address) as sally:
        page = sally.page
        face(page).focus()
        page.keyboard.press("m")
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("button", name="12:00 AM, Dr. Hale")).to_be_focused()
        sally.look("calendar-move-dialog")
        dialog.get_by_role("button", name="12:15 AM, Dr. Ito").focus()
        page.keyboard.press("Enter")
        expect(toast(page)).to_be_visible()
        expect(dialog).to_have_count(0)
        assert place_of(day, visit) == ("00:15", "Dr. Ito")
        toast(page).get_by_role("button", name="Undo").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#toasts").get_by_text(re.compile("^Undone"))).to_be_visible()
    assert place_of(day, visit) == ("02:00", "Dr. Hale")


def open_today(day):
    """A day that is under way opens at the hour before now."""
    address = f"/appointments/calendar/?unit={day.practice.units['cardiology'].id}"
    with day.visited_by("sally", address) as sally:
        expect(sally.page.locator(".calendar-host .ec-time-grid")).to_be_visible()
        scrolled = sally.page.evaluate(
            "Math.max(...[...document.querySelectorAll('.calendar-host *')].map((each) => each.scrollTop))"
        )
    hour = datetime.now(ZoneInfo(day.practice.zone)).hour
    assert scrolled == pytest.approx((hour - 1) * HOUR_PX, abs=HOUR_PX / 2)


def test_a_day_in_the_calendar(day):
    visit, address = book_tomorrow(day)
    for act in (drag_and_take_back, drag_to_a_taken_time, move_by_keyboard):
        act(day, visit, address)
    open_today(day)
