"""The claim goes out and comes back; the patient's share becomes a statement; the day is closed."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from playwright.sync_api import expect

from wellrun.practice.billing.api import ChargeDraft, LineDraft, balances, enter_charges, open_encounter
from wellrun.practice.billing.models import Statement
from wellrun.practice.claims.models import Claim, Remittance, Submission
from wellrun.practice.documents.api import content_of
from wellrun.practice.exchange.models import Transmission
from wellrun.practice.ledger.api import Account, balance_of
from wellrun.practice.ledger.models import ClosedDay
from wellrun.practice.scheduling.api import VisitState, advance_visit
from wellrun.practice.worklist.models import Task

_STILL_OPEN = re.compile("^Close the day with .* still open$")
_ALL_THE_SAME = "Close it all the same"


def see_another_patient(day) -> None:
    """Meanwhile Omar was seen, too; his payer is the strict one. Entered by those who were there, without a browser."""
    visit, at = day.practice.visits["omar"], datetime.now(UTC)
    with day.practice.as_program() as by:
        for state in (VisitState.ARRIVED, VisitState.WITH_PROVIDER, VisitState.CHECKED_OUT):
            advance_visit(appointment_id=visit.id, to=state, by=by, at=at)
        encounter = open_encounter(appointment_id=visit.id, by=by, at=at)
        draft = ChargeDraft(diagnoses=("E119",), lines=(LineDraft("99213", (), 1, (1,)),))
        enter_charges(
            encounter_id=encounter.id, draft=draft, expected_version=encounter.version, by=by, at=at
        )


def send_the_claims(day) -> None:
    """A held claim says in words why; mended, it is ready, and the batch goes out as one file."""
    with day.visited_by("bruno") as bruno:
        page = bruno.page
        page.get_by_role("link", name="Claims").click()
        bruno.look("claims-desk")
        bruno.look_narrow("claims-desk-narrow")
        page.get_by_role("row").filter(has_text="Reyes, Omar").get_by_role("link").click()
        finding = page.get_by_role("row").filter(has_text="No answer of Strict Plan")
        expect(finding).to_contain_text("Likely denied")
        bruno.look("claim-held")
        bruno.look_narrow("claim-held-narrow")
        finding.get_by_role("link", name=re.compile("^Mend")).click()
        page.get_by_role("button", name=re.compile("^Active")).click()
        page.go_back()
        page.go_back()
        page.get_by_role("button", name="Check again").click()
        expect(page.get_by_text("Checked: the claim is ready to send.")).to_be_visible()
        bruno.look("claim-ready")
        bruno.go("/claims/checks/")
        bruno.look("claims-checks")
        bruno.look_narrow("claims-checks-narrow")
        bruno.go("/claims/?state=ready")
        bruno.look("claims-ready")
        page.get_by_role("button", name="Send the checked claims").dblclick()
        expect(page.get_by_text(re.compile("^Sent 2 claims"))).to_be_visible()
        bruno.go("/transmissions/")
        bruno.look("transmissions")
        page.get_by_role("link", name=re.compile("837")).first.click()
        bruno.look("transmission")
    with day.practice.as_program():
        assert Transmission.objects.filter(kind="837P").count() == 1, "pressed twice, sent once"
        assert set(Claim.objects.values_list("state", flat=True)) == {"submitted"}
        assert day.practice.acts_on(Submission.objects.get().id) == ["claims.submitted"]


def take_in_the_answers(day) -> None:
    """999, 277CA and 835 come back and are posted; the denial becomes a task for the biller."""
    left = day.practice.run_the_line()
    assert {name.rpartition(".")[2] for name in left} == {"999", "277", "835"}
    assert day.practice.run_the_line() == [], "nothing comes twice"
    dana, omar = day.practice.patients["dana"], day.practice.patients["omar"]
    with day.visited_by("bruno", "/claims/remittances/", dark=True) as bruno:
        page = bruno.page
        bruno.look("remittances-dark")
        page.get_by_role("link", name=re.compile("Oak Mutual|^[0-9A-Z]{6,}$")).first.click()
        bruno.look("remittance-dark")
        bruno.go("/work/")
        expect(page.get_by_role("row").filter(has_text="denied").first).to_be_visible()
        bruno.look("worklist-dark")
        bruno.look_narrow("worklist-narrow")
        page.get_by_role("row").filter(has_text="denied").get_by_role("link").first.click()
        bruno.look("denied-claim-dark")
        bruno.go("/transmissions/")
        for kind in ("999", "277CA", "835"):
            expect(page.get_by_role("row").filter(has_text=kind).first).to_be_visible()
    with day.practice.as_program():
        assert Claim.objects.get(patient_id=dana.id).state == "paid"
        assert Claim.objects.get(patient_id=omar.id).state == "denied"
        assert {each.state for each in Remittance.objects.all()} == {"posted"}
        assert (
            Task.objects.filter(kind="claim denied", patient_id=omar.id, ended_at__isnull=True).count() == 1
        )
        # Charged 225.00; 80 % allowed is 180.00; copay 30.00, then 20 % of what remains of each line, 22.80 and 7.20.
        assert balance_of(account=Account.BANK) == 12_000
        assert balance_of(account=Account.CONTRACTUAL_ADJUSTMENT) == 4_500
        assert balances([dana.id])[dana.id].patient_due_cents == 3_000, (
            "60.00, of which 30.00 were paid at check-in"
        )


def send_the_statement(day) -> None:
    """What the patient owes is asked for once, on paper that opens."""
    dana = day.practice.patients["dana"]
    with day.visited_by("bruno", f"/billing/accounts/{dana.id}/") as bruno:
        page = bruno.page
        bruno.look("account")
        bruno.look_narrow("account-narrow")
        page.get_by_role("button", name="Send a statement").dblclick()
        statement = page.get_by_role("link", name=re.compile("^Statement "))
        expect(statement).to_have_count(1)
        bruno.look("account-statement")
        pdf = bruno.context.request.get(day.address + statement.get_attribute("href"))
        opened = pdf.body()
        assert pdf.headers["content-type"] == "application/pdf" and opened.startswith(b"%PDF-")
        bruno.go("/billing/statements/due/")
        bruno.look("statements-due")
    with day.practice.as_program():
        sent = Statement.objects.get(account__patient_id=dana.id)
        assert sent.balance_cents == 3_000
        assert day.practice.acts_on(sent.id) == ["statement.issued"]
        assert content_of(sent.document) == opened, "what is filed is what was opened"


def close_the_day(day) -> None:
    """The drawer is counted, the sheet ties to the ledger, the exceptions are listed, and the day closes once."""
    site, on = day.practice.units["main"], day.practice.today
    with day.visited_by("olive", f"/day/{site.id}/{on}/") as olive:
        olive.page.get_by_text(_STILL_OPEN).click()
        olive.page.get_by_role("button", name=_ALL_THE_SAME).click()
        expect(
            olive.page.get_by_text(re.compile("A drawer is not counted yet: Sally Tester"))
        ).to_be_visible()
        olive.look("day-refused")
    with day.visited_by("sally") as sally:
        page = sally.page
        page.get_by_role("link", name="My drawer").click()
        page.get_by_label("$100").fill("1")
        page.get_by_label("$20").fill("4")
        expect(page.get_by_text("Even")).to_be_visible()
        sally.look("drawer-counted")
        page.get_by_role("button", name="Count and close the drawer").dblclick()
        expect(page.get_by_text("To deposit").first).to_be_visible()
        sally.look("drawer-closed")
        sally.look_narrow("drawer-closed-narrow")
    with day.visited_by("olive") as olive:
        page = olive.page
        page.get_by_role("link", name="Day sheet").click()
        page.get_by_role("link", name="Main Street").click()
        expect(page.get_by_role("heading", name="Day sheet: Main Street")).to_be_visible()
        expect(page.get_by_text("ties to the ledger to the cent")).to_be_visible()
        expect(page.get_by_text("visits neither arrived nor were missed")).to_be_visible()
        olive.look("day-sheet")
        olive.look_narrow("day-sheet-narrow")
        page.get_by_role("row").filter(has_text="Charges").get_by_role("link").click()
        expect(page.get_by_role("row").filter(has_text="Total")).to_contain_text("$350.00")
        olive.look("day-lines")
        page.go_back()
        second = olive.new_page()
        second.goto(page.url)
        second.get_by_text(_STILL_OPEN).click()
        page.get_by_text(_STILL_OPEN).click()
        page.get_by_role("button", name=_ALL_THE_SAME).dblclick()
        expect(page.get_by_text("Closed", exact=True)).to_be_visible()
        olive.look("day-closed")
        second.get_by_role("button", name=_ALL_THE_SAME).click()
        expect(second.get_by_text("Not closed")).to_be_visible()
    with day.practice.as_program():
        closed = ClosedDay.objects.get(site_id=site.id)
        assert closed.closed_on == on and day.practice.acts_on(closed.id) == ["day.closed"]
        assert balance_of(account=Account.CASH_DRAWER) == 0, "the float went back to the change fund"
        assert balance_of(account=Account.BANK) == 15_000, "the remittance, and the copay that was deposited"


def read_the_day(day) -> None:
    """The manager's first page: what happened, what waits and for whom; each number opens into its rows."""
    with day.visited_by("olive", "/") as olive:
        page = olive.page
        expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()
        olive.look("manager")
        olive.look_narrow("manager-narrow")
        addresses = [
            link.get_attribute("href") for link in page.get_by_role("main").get_by_role("link").all()
        ]
        assert len(addresses) > 10
        for address in dict.fromkeys(addresses):
            assert olive.context.request.get(day.address + address).status == 200, address
        page.get_by_role("link", name=re.compile("Claim denied")).click()
        expect(page.get_by_role("row").filter(has_text="denied").first).to_be_visible()
    with day.visited_by("olive", "/", dark=True) as olive:
        olive.look("manager-dark")
