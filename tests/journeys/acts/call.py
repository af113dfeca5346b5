"""The secretary takes a call: finds the caller, or registers one; a likely duplicate is not let through."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import expect

from wellrun.practice.frontdesk.models import PhoneCall
from wellrun.practice.patients.models import Patient


def find_while_typing(day) -> None:
    """Name, phone, birth date and number find the caller; a name spelled wrong does too."""
    with day.visited_by("sally") as sally:
        page = sally.page
        page.get_by_role("link", name="Patients", exact=True).click()
        sally.look("patients-empty")
        search = page.get_by_role("searchbox", name="Name, birth date, phone or chart number")
        chart = str(day.practice.patients["dana"].number)
        for typed in ("Danyel Witcom", "555-0111", "4/9/1961", chart):
            search.fill(typed)
            found = page.get_by_role("row").filter(has_text="Whitcomb, Danielle")
            expect(found, f"“{typed}” finds her while it is typed").to_be_visible()
            assert page.url.endswith("/patients/"), "no page was turned to find her"
        sally.look("patients-found")
        sally.look_narrow("patients-found-narrow")
        page.get_by_role("link", name="Whitcomb, Danielle").click()
        expect(page.get_by_role("heading", name="Whitcomb, Danielle", level=1)).to_be_visible()
        sally.look("patient")
        sally.look_narrow("patient-narrow")


def refuse_a_duplicate(day) -> None:
    """Somebody who is on file under another spelling is shown with the evidence, and nobody is registered."""
    with day.practice.as_program():
        before = Patient.objects.count()
    with day.visited_by("simon", "/patients/?q=whitcombe+daniele", dark=True) as simon:
        page = simon.page
        page.get_by_role("link", name="Register a patient").first.click()
        simon.look("register-dark")
        page.get_by_label("First name").fill("Daniele")
        page.get_by_label("Last name").fill("Whitcombe")
        page.get_by_label("Birth date").fill("04/09/1961")
        page.get_by_label("Sex on the insurance card").select_option(label="Female")
        page.get_by_label("Mobile phone").fill("309-555-0111")
        page.get_by_role("button", name="Register").click()
        warning = page.get_by_role("alert").filter(has_text="may be this person")
        expect(warning).to_contain_text("Whitcomb, Danielle")
        evidence = warning.get_by_role("row")
        expect(evidence.filter(has_text="Birth date")).to_contain_text("For")
        expect(evidence.filter(has_text="Phone")).to_contain_text("(309) 555-0111")
        simon.look("duplicate-dark")
        simon.look_narrow("duplicate-narrow")
        page.get_by_role("button", name="Register anyway").click()
        expect(page.get_by_text("Say why this is another person.", exact=True)).to_be_visible()
        page.get_by_role("link", name="This is the same person: open").click()
        expect(page.get_by_role("heading", name="Whitcomb, Danielle", level=1)).to_be_visible()
    with day.practice.as_program():
        assert Patient.objects.count() == before


def register_once(day) -> None:
    """A new caller is registered; a double click registers one person, not two."""
    with day.visited_by("sally", "/patients/new/") as sally:
        page = sally.page
        for label, value in (
            ("First name", "Nkechi"),
            ("Last name", "Abara"),
            ("Birth date", "08/14/1979"),
            ("Mobile phone", "(309) 555-0177"),
            ("Street", "77 Cedar Ct"),
            ("City", "Linden Falls"),
            ("ZIP code", "61601"),
        ):
            page.get_by_label(label).fill(value)
        page.get_by_label("State").select_option("IL")
        page.get_by_role("button", name="Register").dblclick()
        expect(page.get_by_role("heading", name="Abara, Nkechi", level=1)).to_be_visible()
        expect(page.get_by_role("status").filter(has_text="is registered with chart number")).to_be_visible()
        page.get_by_role("link", name="Add insurance").click()
        sally.look("coverage-new")
        page.get_by_label("Payer").select_option(label="Strict Plan")
        page.get_by_label("Member id").fill("ZZ123456")
        page.get_by_label("In force from").fill("2026-01-01")
        page.get_by_role("button", name="Add insurance").click()
        expect(page.get_by_text("Strict Plan").first).to_be_visible()
    with day.practice.as_program():
        abara = Patient.objects.get(family_name="Abara")
        assert abara.birth_on == date(1979, 8, 14)
        assert day.practice.acts_on(abara.id)[:1] == ["patient.registered"]
    day.practice.patients["nkechi"] = abara


def log_the_call(day) -> None:
    """The number that rings is the caller's; the call is written down and leads on to a time."""
    dana = day.practice.patients["dana"]
    with day.visited_by("sally") as sally:
        page = sally.page
        page.get_by_role("link", name="Calls", exact=True).click()
        page.get_by_label("Caller's number").press_sequentially("309-555-0111", delay=15)
        caller = page.get_by_role("radio", name=re.compile("Whitcomb, Danielle"))
        expect(caller, "the number names the caller").to_be_checked()
        page.get_by_label("Reason").select_option(index=1)
        page.get_by_label("What became of it").select_option(index=1)
        page.get_by_label("Message").fill("Chest tightness on stairs, wants to be seen today.")
        sally.look("call-typed")
        sally.look_narrow("call-narrow")
        page.get_by_role("button", name="Log it and book a visit").click()
        page.wait_for_url(re.compile(rf"patient={dana.id}"))
        expect(page.get_by_text("For Whitcomb, Danielle")).to_be_visible()
    with day.practice.as_program():
        assert PhoneCall.objects.get(patient_id=dana.id).caller_number == "+13095550111"
