"""The assistant manager of a section says what is booked and when: visit types, hours, holidays, assistants."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from wellrun.platform.access.matrix import Role
from wellrun.practice.organization.api import add_person, add_user, grant_role
from wellrun.practice.scheduling.api import book_appointment, find_times, visit_type
from wellrun.practice.workforce.api import add_employee, add_skill

from .founding import LONG_AGO, PASSWORD
from .visiting import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER


def appoint(day):
    """Nora leads cardiology; Ada is an assistant there who can do stress tests."""
    practice = day.practice
    cardiology = practice.units["cardiology"]
    with practice.as_program() as by:
        nora = add_person(organization=practice.organization, given_name="Nora", family_name="Tester", by=by)
        add_user(person=nora, username="nora", password=PASSWORD, by=by)
        grant_role(person=nora, unit=cardiology, role=Role.ASSISTANT_MANAGER, starts_on=LONG_AGO, by=by)
        ada = add_person(organization=practice.organization, given_name="Ada", family_name="Moss", by=by)
        employee = add_employee(
            person=ada, unit=cardiology, post="Medical assistant", starts_on=LONG_AGO, by=by, at=by.at
        )
        add_skill(employee_id=employee.id, skill="stress test", since=LONG_AGO, by=by, at=by.at)
    return employee


def add_a_type(day):
    """A stress test takes longer with a nurse practitioner and needs an assistant who can do it."""
    with day.visited_by("nora", "/appointments/types/") as nora:
        page = nora.page
        nora.look("supply-types")
        page.get_by_role("link", name="Add a visit type").first.click()
        page.get_by_label("Name", exact=False).first.fill("Stress test")
        page.get_by_label("Minutes (required)").or_(page.locator("#id_minutes")).first.fill("45")
        page.get_by_text("Longer or shorter with some providers").click()
        page.get_by_label("Nurse practitioner or physician assistant").fill("60")
        page.get_by_label("Assistant with the skill").fill("Stress test")
        page.get_by_label("From age").fill("18")
        nora.look("supply-type")
        nora.look_narrow("supply-type-narrow")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_text("Stress test can be booked now.")).to_be_visible()
        expect(page.get_by_role("cell", name="assistant for stress test")).to_be_visible()
    with day.visited_by("nora", "/appointments/types/new/", dark=True) as nora:
        nora.look("supply-type-dark")


def give_the_assistant_hours(day):
    """Ada works mornings; nothing can be found for her skill before that."""
    with day.visited_by("nora", "/appointments/assistants/") as nora:
        page = nora.page
        expect(page.get_by_role("cell", name="No hours yet")).to_be_visible()
        nora.look("supply-assistants")
        page.get_by_role("link", name="Ada Moss").click()
        for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
            page.get_by_label(name).fill("8:00-12:00")
        nora.look("supply-assistant")
        page.get_by_role("button", name="Save hours").click()
        expect(page.get_by_role("cell", name="Mon to Sun 8:00 AM to 12:00 PM")).to_be_visible()


def booked_in_a_week(day):
    """A follow-up with Dr. Hale at nine, a week from now."""
    practice = day.practice
    on = practice.today + timedelta(days=7)
    starts_at = datetime.combine(on, time(9), tzinfo=ZoneInfo(practice.zone))
    with practice.as_program() as by:
        book_appointment(
            patient_id=practice.patients["theo"].id,
            visit_type_id=practice.visit_types["follow-up"].id,
            provider_id=practice.providers["hale"].id,
            starts_at=starts_at,
            by=by,
            at=by.at,
        )
    return on


def keep_and_limit(day, on: date):
    """Mornings of that weekday are kept for another visit: who would be stranded is told before it is saved."""
    place = f"{day.practice.units['cardiology'].id}/{day.practice.providers['hale'].id}"
    with day.visited_by("nora", f"/appointments/hours/{place}/") as nora:
        page = nora.page
        keeping = page.locator("form[action$='/kept/']")
        keeping.get_by_label("Stress test").check()
        keeping.get_by_label("Weekday").select_option(str(on.weekday()))
        keeping.get_by_label("Hours").fill("8:00-12:00")
        keeping.get_by_role("button", name="Keep this time").click()
        expect(page.get_by_text("1 booked visit would lie outside these hours")).to_be_visible()
        nora.look("supply-stranded")
        page.get_by_role("button", name="Save all the same").click()
        expect(page.get_by_text("1 booked visit must be moved.")).to_be_visible()
        limiting = page.locator("form[action$='/limits/']")
        limiting.get_by_label("Weekday").select_option(str(on.weekday()))
        limiting.get_by_label("Hours").fill("8:00-12:00")
        limiting.get_by_label("At most").fill("3")
        limiting.get_by_role("button", name="Limit this session").click()
        expect(page.locator(".week-note", has_text="at most 3 visits")).to_be_visible()
        nora.look("supply-hours")
        nora.look_narrow("supply-hours-narrow")
    with day.visited_by("nora", f"/appointments/hours/{place}/", dark=True) as nora:
        nora.look("supply-hours-dark")


def close_a_holiday(day):
    """A federal holiday is chosen from the list and closes the section."""
    with day.visited_by("nora", "/appointments/closed-days/") as nora:
        page = nora.page
        nora.look("supply-holidays-empty")
        page.locator(".rule-list a").nth(2).click()
        page.get_by_role("button", name="Close the day").click()
        expect(page.get_by_role("cell", name="all day")).to_be_visible()
        nora.look("supply-holidays")
        nora.look_narrow("supply-holidays-narrow")


def found_as_said(day, on: date):
    """What is found keeps to all of it."""
    practice = day.practice
    with practice.as_program() as by:
        follow_up = visit_type(practice.visit_types["follow-up"].id)
        found = find_times(
            visit_type_id=follow_up.id,
            provider_id=practice.providers["hale"].id,
            starts_on=on,
            days=1,
            limit=200,
            by=by,
            at=by.at,
        )
    hours = {offer.starts_at.astimezone(ZoneInfo(practice.zone)).hour for offer in found}
    assert hours
    assert not hours & {8, 9, 10, 11}


def test_a_section_says_what_is_booked_and_when(day):
    appoint(day)
    add_a_type(day)
    give_the_assistant_hours(day)
    on = booked_in_a_week(day)
    keep_and_limit(day, on)
    close_a_holiday(day)
    found_as_said(day, on)
