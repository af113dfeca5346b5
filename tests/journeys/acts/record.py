"""The visit is written down: history, documents, and charges against the fee schedule."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from wellrun.platform.database.home import home
from wellrun.practice.billing.models import ChargeLine, Encounter
from wellrun.practice.documents.models import Document
from wellrun.practice.ledger.api import Account, balance_of
from wellrun.practice.patients.models import HistoryEntry
from wellrun.practice.scheduling.models import Appointment

#: What the provider notes: part, text, coded in, code, told by.
NOTES = (
    ("Problems", "Hypertension", "ICD-10-CM", "I10", "Patient"),
    ("Allergies", "Penicillin", "RxNorm", "7980", "Patient"),
    ("Medications", "Lisinopril 10 mg daily", "RxNorm", "314076", "Outside record"),
    ("Surgeries", "Appendectomy", "SNOMED CT", "80146002", "Patient"),
    ("Family history", "Heart attack", "SNOMED CT", "22298006", "Family or proxy"),
    ("Social history", "Never smoked", "SNOMED CT", "266919005", "Patient"),
)


def write_the_history(day) -> None:
    """Each entry is coded, sourced and dated; an allergy stands in the head of the chart from then on."""
    dana = day.practice.patients["dana"]
    with day.visited_by("hale", f"/patients/{dana.id}/history/") as hale:
        page = hale.page
        hale.look("history-empty")
        for part, text, system, code, source in NOTES:
            page.get_by_role("link", name="Add an entry").click()
            page.get_by_label("Part").select_option(label=part)
            page.get_by_label("What").fill(text)
            page.get_by_label("Coded in").select_option(label=system)
            page.get_by_label("Code", exact=True).fill(code)
            page.get_by_label("Told by").select_option(label=source)
            page.get_by_label("Since").fill("03/15/2019")
            if part == "Problems":
                hale.look("history-form")
            page.get_by_role("button", name="Add", exact=True).click()
            expect(page.get_by_role("row").filter(has_text=text)).to_contain_text(code)
        hale.look("history")
        hale.look_narrow("history-narrow")
        hale.go(f"/patients/{dana.id}/")
        expect(page.get_by_role("main").get_by_text("Penicillin").first).to_be_visible()
        hale.look("chart")
    with day.practice.as_program():
        entries = HistoryEntry.objects.filter(patient_id=dana.id)
        assert {entry.code for entry in entries} == {code for _, _, _, code, _ in NOTES}
        assert all(entry.recorded_by_id and entry.source and entry.onset_on for entry in entries)


def attach_a_document(day) -> None:
    """A letter is filed to the chart and opens again as it was."""
    dana = day.practice.patients["dana"]
    letter = home() / "letter.txt"
    letter.write_text("Seen in the emergency room for chest pain on exertion.")
    with day.visited_by("clara", f"/patients/{dana.id}/documents/", dark=True) as clara:
        page = clara.page
        page.get_by_label("Scan, photo or PDF").set_input_files(letter)
        page.get_by_label("Title").fill("Emergency room letter")
        page.get_by_label("Filed under").select_option("clinical")
        clara.look("file-document-dark")
        page.get_by_role("button", name="File it").click()
        expect(page.get_by_role("heading", name="Emergency room letter")).to_be_visible()
        clara.look("document-dark")
    with day.practice.as_program():
        assert Document.objects.get(title="Emergency room letter").patient_id == dana.id


def enter_the_charges(day) -> None:
    """The sheet tells what is missing before it is saved; saved twice at once, it is posted once."""
    visit = day.practice.visits["dana"]
    with day.visited_by("clara", "/board/?state=all") as clara:
        row = clara.page.get_by_role("row").filter(has_text="Whitcomb")
        row.get_by_role("button", name=re.compile("^Check out ")).click()
        expect(row.get_by_role("cell", name="Checked out", exact=True)).to_be_visible()
    with day.visited_by("hale", "/board/?state=all") as hale:
        page = hale.page
        row = page.get_by_role("row").filter(has_text="Whitcomb")
        row.get_by_role("button", name=re.compile("^Charges ")).click()
        expect(page.get_by_role("heading", name="Enter charges")).to_be_visible()
        hale.look("charges-empty")
        page.get_by_role("combobox", name="Charge 1").fill("99214")
        page.get_by_role("option", name=re.compile("99214")).click()
        check = page.get_by_role("complementary")
        expect(check, "told while it is typed").to_contain_text("Charge 1: Say which diagnosis")
        hale.look("charges-missing")
        page.get_by_role("button", name="Enter charges").click()
        with day.practice.as_program():
            assert not ChargeLine.objects.exists(), "nothing is posted while something is missing"
        page.get_by_role("combobox", name="Diagnosis A").fill("hypert")
        page.get_by_role("option", name=re.compile("I10")).click()
        page.get_by_role("combobox", name="Diagnosis B").fill("R07.9")
        page.get_by_role("option", name=re.compile("R07.9")).click()
        page.get_by_label("Modifiers of charge 1").fill("25")
        page.get_by_label("Diagnoses of charge 1, as letters").fill("AB")
        page.get_by_role("combobox", name="Charge 2").fill("93000")
        page.get_by_role("option", name=re.compile("93000")).click()
        page.get_by_label("Diagnoses of charge 2, as letters").fill("B")
        page.get_by_label("Diagnoses of charge 2, as letters").blur()
        expect(page.get_by_text("Nothing is missing.")).to_be_visible()
        expect(page.get_by_text("Say which diagnosis this was done for.")).to_have_count(0)
        expect(page.get_by_text("$225.00")).to_be_visible()
        hale.look("charges-filled")
        hale.look_narrow("charges-narrow")
        page.get_by_role("button", name="Enter charges").dblclick()
        expect(page.get_by_role("heading", name=re.compile("Charged"))).to_be_visible()
        hale.look("encounter")
    with day.practice.as_program():
        assert Appointment.objects.get(id=visit.id).state == "checked_out"
        encounter = Encounter.objects.get(appointment_id=visit.id)
        assert encounter.diagnoses == ["I10", "R079"] and encounter.place_of_service == "11"
        lines = list(ChargeLine.objects.filter(encounter=encounter).order_by("position"))
        assert [(x.procedure_code, x.modifiers, x.units, x.pointers, x.charge_cents) for x in lines] == [
            ("99214", ["25"], 1, [1, 2], 18_000),
            ("93000", [], 1, [2], 4_500),
        ]
        assert balance_of(account=Account.INSURANCE_RECEIVABLE) == 22_500
        assert balance_of(account=Account.PATIENT_REVENUE) == -22_500
