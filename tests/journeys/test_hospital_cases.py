"""A hospital case in a browser, as the surgical coordinator does it: the hospital, a card, the request, the checklist,
the confirmation, the visits around it, and a clinic in the way."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from playwright.sync_api import expect

from wellrun.platform.access.matrix import Role
from wellrun.practice.organization.api import add_person, add_user, grant_role
from wellrun.practice.procedures.api import Case

from .founding import LONG_AGO, PASSWORD
from .visiting import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER


def hire_sonia(day):
    """The surgical coordinator of Main Street."""
    practice = day.practice
    with practice.as_program() as by:
        person = add_person(organization=practice.organization, given_name="Sonia", family_name="Park", by=by)
        add_user(person=person, username="sonia", password=PASSWORD, by=by)
        grant_role(
            person=person,
            unit=practice.units["main"],
            role=Role.SURGICAL_COORDINATOR,
            starts_on=LONG_AGO,
            by=by,
        )


def keep_hospital_and_card(day):
    """A hospital that takes packets, and what Dr. Hale wants for a catheter."""
    with day.visited_by("sonia") as sonia:
        page = sonia.page
        expect(page.get_by_role("heading", name="Cases", exact=True)).to_be_visible()
        sonia.look("cases-empty")
        sonia.go("/cases/facilities/new/")
        page.get_by_label("Name", exact=False).first.fill("Mercy Hospital")
        page.get_by_label("Travel, minutes each way").fill("30")
        sonia.look("case-hospital")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("link", name="Mercy Hospital")).to_be_visible()
        sonia.go("/cases/cards/new/")
        page.get_by_label("Surgeon").select_option(label="Dr. Hale")
        page.get_by_label("Procedure code").fill("93458")
        page.get_by_label("In our words").fill("Left heart catheter")
        page.get_by_label("Position").fill("Supine")
        page.get_by_label("Global period").select_option("0")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("link", name="Dr. Hale")).to_be_visible()
        sonia.look("case-cards")


def request(day, on):
    """The case from the sheet; the card fills it."""
    with day.visited_by("sonia", f"/cases/new/?patient={day.practice.patients['dana'].id}") as sonia:
        page = sonia.page
        page.get_by_label("Surgeon").select_option(label="Dr. Hale")
        page.get_by_label("Hospital or center").select_option(label="Mercy Hospital")
        page.get_by_label("Code", exact=False).first.fill("93458")
        page.get_by_role("button", name="Fill from the preference card").click()
        expect(page.get_by_label("Position")).to_have_value("Supine")
        page.get_by_label("Diagnoses").fill("I10")
        page.get_by_label("Day", exact=True).fill(on.isoformat())
        page.get_by_label("Room from").fill("08:00")
        sonia.look("case-form")
        sonia.look_narrow("case-form-narrow")
        page.get_by_role("button", name="Request the case").click()
        expect(page.get_by_text("Left heart catheter").first).to_be_visible()
        sonia.look("case")
        sonia.look_narrow("case-narrow")
        return page.url.removeprefix(day.address)


def bring_it_along(day, address):
    """Sent, confirmed, one line settled, and not ready yet: the page says what is missing."""
    with day.visited_by("sonia", address) as sonia:
        page = sonia.page
        page.get_by_role("button", name="The packet was sent").click()
        page.get_by_role("button", name="Hospital confirmed…").click()
        page.get_by_label("The hospital's number").fill("OR-1001")
        sonia.look("case-confirm")
        page.get_by_role("button", name="Confirm", exact=True).click()
        expect(page.get_by_text("OR-1001").first).to_be_visible()
        page.get_by_role("link", name="Settle Consents signed").click()
        page.get_by_label("Day of the document").fill(day.practice.today.isoformat())
        page.get_by_label("Note").fill("Signed here, in the chart")
        sonia.look("case-item")
        page.get_by_role("button", name="Done", exact=True).click()
        page.get_by_role("button", name="Ready", exact=True).click()
        expect(page.get_by_text(re.compile("not ready. Missing:.*History and physical"))).to_be_visible()
        sonia.look("case-not-ready")


def book_around(day, address):
    """The visits before and after, in one act."""
    with day.visited_by("sonia", f"{address}visits/") as sonia:
        page = sonia.page
        page.get_by_label("Before the case").select_option(label="Follow-up (30 min)")
        page.get_by_label("After the case").select_option(label="Follow-up (30 min)")
        page.get_by_role("button", name="Show times").click()
        sonia.look("case-visits")
        page.get_by_role("button", name="Book all that are chosen").click()
        expect(page.get_by_role("link", name="Follow-up")).to_have_count(2)


def meet_the_clinic(day, address, on):
    """A time at which the surgeon has the other case's travel is refused, with what is in the way."""
    with day.visited_by(
        "sonia", f"/cases/new/?patient={day.practice.patients['omar'].id}", dark=True
    ) as sonia:
        page = sonia.page
        page.get_by_label("Surgeon").select_option(label="Dr. Hale")
        page.get_by_label("Hospital or center").select_option(label="Mercy Hospital")
        page.get_by_label("Code", exact=False).first.fill("93458")
        page.get_by_role("button", name="Fill from the preference card").click()
        page.get_by_label("Diagnoses").fill("I10")
        page.get_by_label("Day", exact=True).fill(on.isoformat())
        page.get_by_label("Room from").fill("09:00")
        page.get_by_role("button", name="Request the case").click()
        expect(page.get_by_role("link", name=re.compile("Whitcomb"))).to_be_visible()
        sonia.look("case-conflict-dark")
        sonia.go(address)
        sonia.look("case-dark")
        sonia.go("/cases/")
        sonia.look("cases-dark")
        sonia.look_narrow("cases-narrow")


def keep_blocks(day, on):
    """Block time of that weekday shows how much the case uses."""
    with day.visited_by("sonia", "/cases/blocks/") as sonia:
        page = sonia.page
        page.get_by_role("link", name="Add a block").click()
        page.get_by_label("Surgeon").select_option(label="Dr. Hale")
        page.get_by_label("Weekday").select_option(str(on.weekday()))
        page.locator("#id_starts").fill("08:00")
        page.locator("#id_ends").fill("12:00")
        page.get_by_label("First day").fill(LONG_AGO.isoformat())
        page.get_by_role("button", name="Save").click()
        sonia.go(f"/cases/blocks/?on={on.isoformat()}")
        expect(page.get_by_text(re.compile("41 % used")).first).to_be_visible()
        sonia.look("case-blocks")
        sonia.look_narrow("case-blocks-narrow")


def test_a_case_from_the_decision_to_the_theater(day):
    on = day.practice.today + timedelta(days=24)
    hire_sonia(day)
    keep_hospital_and_card(day)
    address = request(day, on)
    bring_it_along(day, address)
    book_around(day, address)
    meet_the_clinic(day, address, on)
    keep_blocks(day, on)
    with day.practice.as_program():
        case = Case.objects.get()
        assert (case.state, case.hospital_number) == ("confirmed", "OR-1001")
        assert case.starts_at > datetime.combine(day.practice.today, time(), tzinfo=UTC)
