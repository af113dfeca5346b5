"""A freed time in a browser: a visit is canceled, who waits is asked, one says yes, and the old time is offered on."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect
from procrastinate.contrib.django.models import ProcrastinateJob

from wellrun.practice.scheduling import jobs
from wellrun.practice.scheduling.api import (
    Opening,
    appointment,
    book_appointment,
    set_recall,
)

from .visiting import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER
WORK = {each.name: each for each in (jobs.offer_time, jobs.tend)}


def work(done):
    """What a worker would do by now: the jobs of the wait list, and those that they cause."""
    while todo := [each for each in ProcrastinateJob.objects.order_by("id") if each.id not in done]:
        for each in todo:
            done.add(each.id)
            if each.task_name in WORK:
                WORK[each.task_name](**each.args)


def found_visits(day):
    """Three visits an hour apart on the third day from now; the later two want to come earlier."""
    practice = day.practice
    on = practice.today + timedelta(days=3)
    visits = []
    for number, name in enumerate(("theo", "omar", "dana")):
        starts_at = datetime.combine(on, time(9 + number), tzinfo=ZoneInfo(practice.zone))
        with practice.as_program() as by:
            visits.append(
                book_appointment(
                    patient_id=practice.patients[name].id,
                    visit_type_id=practice.visit_types["follow-up"].id,
                    provider_id=practice.providers["hale"].id,
                    starts_at=starts_at,
                    by=by,
                    at=by.at,
                )
            )
    return visits


def put_on_the_list(day, visit):
    """From the visit itself: the patient wants an earlier time."""
    with day.visited_by("sally", f"/appointments/{visit.id}/") as sally:
        page = sally.page
        page.locator("summary", has_text="More").click()
        page.get_by_role("link", name="Wants earlier").click()
        expect(page.get_by_text(re.compile("wants an earlier time"))).to_be_visible()
        sally.look("waiting-new")
        page.get_by_role("button", name="Put on the list").click()
        expect(page.get_by_text(re.compile("1 patient|2 patients"))).to_be_visible()
        sally.look("waiting-list")
        sally.look_narrow("waiting-list-narrow")


def cancel_and_offer(day, visit, done):
    """Canceled as the desk cancels; a moment later somebody has been asked."""
    with day.visited_by("sally", f"/appointments/{visit.id}/") as sally:
        page = sally.page
        page.get_by_role("button", name="Cancel…").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label(re.compile("^Reason")).select_option("Patient asked")
        dialog.get_by_role("button", name="Cancel the visit").click()
        expect(page.locator("#toasts").get_by_text(re.compile("Canceled"))).to_be_visible()
    work(done)


def say_yes(day, done):
    """The patient says yes on the telephone; the winner's old time is offered in turn."""
    with day.visited_by("sally", "/appointments/openings/") as sally:
        page = sally.page
        sally.look("openings")
        page.locator("a.row-link").first.click()
        expect(page.get_by_role("button", name=re.compile("^Says yes")).first).to_be_visible()
        sally.look("opening")
        sally.look_narrow("opening-narrow")
        page.get_by_role("button", name=re.compile("^Says yes")).first.click()
        expect(page.locator("#toasts").get_by_text(re.compile("Booked for"))).to_be_visible()
        work(done)
        page.reload()
        expect(page.get_by_text("Filled from the wait list")).to_be_visible()
        expect(page.get_by_text(re.compile("old time is offered in turn"))).to_be_visible()
        sally.look("opening-filled")


def read_the_report(day):
    """What came of it, whose numbers open into rows; in the dark too."""
    with day.visited_by("sally", "/appointments/openings/report/", dark=True) as sally:
        page = sally.page
        expect(page.get_by_role("heading", name="By department")).to_be_visible()
        sally.look("offer-report")
        sally.look_narrow("offer-report-narrow")
        page.get_by_role("link", name=re.compile("Accepted: show the rows")).click()
        expect(page.get_by_text(re.compile("^1 offer"))).to_be_visible()
        sally.look("offers")


def work_the_recalls(day):
    """A patient who is due is chosen from the list and asked."""
    with day.practice.as_program() as by:
        set_recall(
            patient_id=day.practice.patients["theo"].id,
            visit_type_id=day.practice.visit_types["follow-up"].id,
            due_on=day.practice.today + timedelta(days=20),
            by=by,
            at=datetime.now(UTC),
        )
    with day.visited_by("sally", "/appointments/recalls/") as sally:
        page = sally.page
        page.get_by_role("checkbox", name=re.compile("^Choose")).check()
        sally.look("recalls")
        sally.look_narrow("recalls-narrow")
        page.get_by_role("button", name="Ask now").click()
        expect(page.locator("#toasts").get_by_text("1 asked.")).to_be_visible()
        sally.go("/appointments/recalls/?view=asked")
        page.locator("a.row-link").first.click()
        expect(page.get_by_role("heading", name="Attempts")).to_be_visible()
        sally.look("recall")


def test_a_freed_time_goes_to_who_waits(day):
    visits, done = found_visits(day), set()
    for visit in visits[1:]:
        put_on_the_list(day, visit)
    cancel_and_offer(day, visits[0], done)
    say_yes(day, done)
    with day.practice.as_program():
        first = Opening.objects.order_by("made_at").first()
        assert first.state == "filled"
        moved = [visit for visit in visits[1:] if appointment(visit.id).starts_at == visits[0].starts_at]
        assert len(moved) == 1
        assert Opening.objects.get(after=first).starts_at == moved[0].starts_at
    read_the_report(day)
    work_the_recalls(day)
