"""The patient arrives: check-in, the day board, and every step back and forth."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from wellrun.practice.billing.models import Payment
from wellrun.practice.frontdesk.models import CashDrawer, CheckIn
from wellrun.practice.ledger.api import Account, balance_of
from wellrun.practice.patients.models import Patient
from wellrun.practice.scheduling.models import Appointment, AppointmentStep
from wellrun.practice.timebook.models import Reservation


def open_the_drawer(day) -> None:
    """A float goes into the drawer before any cash is taken; a double click opens one drawer."""
    with day.visited_by("sally") as sally:
        page = sally.page
        page.get_by_role("link", name="My drawer").click()
        sally.look("drawer-open")
        page.get_by_label("Float").fill("150")
        page.get_by_role("button", name="Open the drawer").dblclick()
        expect(page.get_by_text("Should hold").first).to_be_visible()
        sally.look("drawer")
    with day.practice.as_program():
        assert CashDrawer.objects.count() == 1


def check_in(day) -> None:
    """Two identifiers, changes side by side, insurance, signatures and money; a stale form says so first."""
    visit = day.practice.visits["dana"]
    with day.visited_by("sally") as sally, day.visited_by("simon") as simon:
        page = sally.page
        row = page.get_by_role("row").filter(has_text="Whitcomb")
        row.get_by_role("link", name="Check in").click()
        sally.look("check-in")
        expect(page.get_by_label("Take now")).to_have_value("30.00")
        page.get_by_label("Method").select_option(label="Cash")
        page.get_by_label(re.compile("^Full name")).check()
        page.get_by_role("button", name="Check in").click()
        expect(page.get_by_text("Ask for two identifiers and tick them.")).to_be_visible()
        page.get_by_label(re.compile("^Date of birth")).check()
        street = page.get_by_label("Street")
        street.fill("48 Birch Ln")
        street.blur()
        changes = page.get_by_role("table", name="What changes when you check in")
        expect(changes.get_by_role("row").filter(has_text="Street")).to_contain_text("12 Elm St")
        expect(changes.get_by_role("row").filter(has_text="Street")).to_contain_text("48 Birch Ln")
        page.get_by_label("What the payer says").select_option(label="Active")
        for signature in page.get_by_role("group", name="Signed now").get_by_role("checkbox").all():
            signature.check()
        sally.look("check-in-filled")
        sally.look_narrow("check-in-narrow")
        _change_the_city(simon, visit.patient_id)
        page.get_by_role("button", name="Check in").click()
        expect(page.get_by_text("Somebody changed this patient meanwhile")).to_be_visible()
        sally.look("check-in-stale")
        assert _count(day, CheckIn) == 0, "a stale form has written nothing"
        expect(page.get_by_label("City", exact=True)).to_have_value("Lower Linden")
        expect(changes.get_by_role("row").filter(has_text="City")).to_have_count(0)
        page.get_by_role("button", name="Check in").dblclick()
        expect(page.get_by_role("heading", name="Checked in")).to_be_visible()
        sally.look("checked-in")
        receipt = page.get_by_role("link", name=re.compile("^receipt"))
        pdf = sally.context.request.get(day.address + receipt.get_attribute("href"))
        assert pdf.ok and pdf.body().startswith(b"%PDF-")
    with day.practice.as_program():
        dana = Patient.objects.get(id=visit.patient_id)
        assert (dana.street, dana.city) == ("48 Birch Ln", "Lower Linden"), "both changes stand"
        done = CheckIn.objects.get(appointment_id=visit.id)
        assert (done.payment.amount_cents, done.payment.method) == (3_000, "cash")
        assert set(done.identifiers) == {"name", "birth date"} and len(done.consents_signed) == 4
        assert Payment.objects.count() == 1
        assert day.practice.acts_on(visit.id)[-2:] == ["visit.arrived", "visit.checked_in"]
        assert balance_of(account=Account.CASH_DRAWER, drawer_id=done.payment.drawer_id) == 18_000


def _change_the_city(simon, patient_id) -> None:
    """Meanwhile, at the other window."""
    simon.go(f"/patients/{patient_id}/demographics/")
    simon.page.get_by_label("City").fill("Lower Linden")
    simon.page.get_by_role("button", name="Save").click()
    expect(simon.page.get_by_text("Lower Linden").first).to_be_visible()


def both_change_the_patient(day) -> None:
    """Whoever comes second sees what is on file and what they typed side by side, and chooses."""
    ruth = day.practice.patients["ruth"]
    with day.visited_by("sally") as sally, day.visited_by("simon") as simon:
        for visitor, email in ((sally, "ruth@sally.example"), (simon, "ruth@simon.example")):
            visitor.go(f"/patients/{ruth.id}/demographics/")
            visitor.page.get_by_label("E-mail").fill(email)
        sally.look("demographics")
        sally.page.get_by_role("button", name="Save").click()
        expect(sally.page.get_by_role("heading", name="Okafor, Ruth", level=1)).to_be_visible()
        simon.page.get_by_role("button", name="Save").click()
        expect(
            simon.page.get_by_text("Somebody saved this patient while you had the form open.")
        ).to_be_visible()
        row = simon.page.get_by_role("row").filter(has_text="ruth@simon.example")
        expect(row).to_contain_text("ruth@sally.example")
        simon.look("demographics-stale")
        simon.look_narrow("demographics-stale-narrow")
        simon.page.get_by_role("link", name="Keep what is on file").click()
    with day.practice.as_program():
        assert Patient.objects.get(id=ruth.id).email == "ruth@sally.example"


def move_along_the_board(day) -> None:
    """The board goes with the visit, refreshes by itself for everybody else, and takes steps back."""
    with day.visited_by("clara") as clara, day.visited_by("simon", dark=True) as simon:
        simon.go("/board/?state=all")
        theirs = simon.page.get_by_role("row").filter(has_text="Whitcomb")
        expect(theirs).to_contain_text("Arrived")
        simon.look("board-dark")
        clara.go("/board/?state=all")
        mine = clara.page.get_by_role("row").filter(has_text="Whitcomb")
        for button, state in (("Room", "Roomed"), ("Provider in", "With provider")):
            mine.get_by_role("button", name=re.compile(f"^{button} ")).click()
            expect(mine.get_by_role("cell", name=state, exact=True)).to_be_visible()
        clara.look("board")
        clara.look_narrow("board-narrow")
        clara.page.get_by_role("region", name="Notices").get_by_role("button", name="Undo").last.click()
        expect(mine.get_by_role("cell", name="Roomed", exact=True)).to_be_visible()
        mine.get_by_role("button", name=re.compile("^Provider in ")).click()
        expect(mine.get_by_role("cell", name="With provider", exact=True)).to_be_visible()
        _miss_a_visit(clara)
        expect(theirs, "nobody reloaded the other board").to_contain_text("With provider", timeout=13_000)
    visit = day.practice.visits["dana"]
    with day.practice.as_program():
        assert Appointment.objects.get(id=visit.id).state == "with_provider"
        undone = AppointmentStep.objects.filter(appointment_id=visit.id, undone_at__isnull=False)
        assert [step.to_state for step in undone] == ["with_provider"]
        told = ["visit.roomed", "visit.with_provider", "visit.step_undone", "visit.with_provider"]
        assert day.practice.acts_on(visit.id)[-4:] == told
        missed = day.practice.visits["ruth"]
        assert Appointment.objects.get(id=missed.id).state == "no_show"
        assert not Reservation.objects.filter(booking_id=missed.id, active=True).exists(), (
            "its time is free again"
        )


def _miss_a_visit(clara) -> None:
    """A patient who is late and does not come is a no-show; the step is taken back and taken again."""
    row = clara.page.get_by_role("row").filter(has_text="Okafor").first
    expect(row).to_contain_text("late")
    row.get_by_role("button", name="No-show").click()
    expect(row.get_by_role("cell", name="No-show", exact=True)).to_be_visible()
    row.get_by_role("button", name=re.compile("Undo")).click()
    expect(row.get_by_role("cell", name="Booked", exact=True)).to_be_visible()
    row.get_by_role("button", name="No-show").click()
    expect(row.get_by_role("cell", name="No-show", exact=True)).to_be_visible()


def stay_out_of_other_sections(day) -> None:
    """Another site's visit does not exist for this desk, whatever its id: not shown, not moved."""
    visit = day.practice.visits["theo"]
    with day.visited_by("sally") as sally:
        for path in (f"/appointments/{visit.id}/check-in/", f"/appointments/{visit.id}/"):
            assert sally.go(path).status == 404, path
            expect(sally.page.locator("body")).not_to_contain_text("Lindqvist")
        sally.look("not-found")


def _count(day, model) -> int:
    with day.practice.as_program():
        return model.objects.count()
