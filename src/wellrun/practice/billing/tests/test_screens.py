"""Pages over HTTP: what they show, what they refuse, how much they ask of the database."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from wellrun.platform.audit.models import AuditEvent
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.jobs import issue_statements
from wellrun.practice.billing.testing import (
    EVENING,
    charge,
    draft_of,
    make_codes,
    make_encounter,
    make_seen_visit,
    pay,
)
from wellrun.practice.coverage.testing import make_coverage
from wellrun.practice.patients.testing import make_patient

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
#: What the door asks of the database around every page: session, user, roles, identity, a savepoint set and released.
AROUND_A_PAGE = 6
MOST_QUERIES = 12
ONE_LINE = {
    "version": "1",
    "place_of_service": "11",
    "diagnosis-0-shown": "i10",
    "line-0-shown": "99213 Office visit, short",
    "line-0": "99213",
}


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(EVENING)):
        yield


@pytest.fixture
def patient(office):
    return make_patient(office, given_name="Ana", family_name="Adler")


@pytest.fixture
def encounter(office, patient):
    return make_encounter(office, patient_id=patient.id)


def as_(office, name):
    client = Client()
    client.force_login(office.users[name], backend=BACKEND)
    return client


def page(client, name, /, *arguments, query=""):
    return client.get(reverse(f"billing:{name}", args=arguments) + query)


def send(client, name, /, *arguments, query="", **fields):
    return client.post(reverse(f"billing:{name}", args=arguments) + query, fields)


def test_charges_are_entered_on_the_sheet_by_typing_codes(office, encounter):
    client = as_(office, "assistant")
    answer = send(
        client, "charges", encounter.id, **ONE_LINE, **{"line-0-modifiers": "25 59", "line-0-units": "2"}
    )
    assert answer.status_code == 302, answer.content.decode()
    office.program()
    [line] = billing.charge_lines(encounter.id)
    assert (line.modifiers, line.units, line.pointers, line.charge_cents) == (["25", "59"], 2, [1], 25_000)
    shown = page(client, "encounter", encounter.id).content.decode()
    assert "99213-25-59" in shown
    assert "$250.00" in shown


def test_the_sheet_says_everything_missing_beside_its_row_and_keeps_what_was_typed(office, encounter):
    client = as_(office, "assistant")
    typed = ONE_LINE | {"diagnosis-1-shown": "e11", "line-1-shown": "99999", "line-1-pointers": "C",
                        "line-2-units": "3"}  # fmt: skip
    answer = send(client, "charges", encounter.id, **typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("E11 is a heading", "99999 is not among", "Diagnosis C is empty", "A procedure code has five",
                     'value="99999"'):  # fmt: skip
        assert sentence in shown
    office.program()
    assert billing.charge_lines(encounter.id) == []


def test_what_is_missing_is_told_while_typing_and_changes_nothing(office, encounter):
    client = as_(office, "assistant")
    key = str(uuid.uuid4())
    shown = send(client, "charge-gaps", encounter.id, **ONE_LINE).content.decode()
    assert "Nothing is missing" in shown
    assert "$125.00" in shown
    assert "<html" not in shown
    assert send(client, "charges", encounter.id, **ONE_LINE, submission=key).status_code == 302
    assert send(client, "charges", encounter.id, **ONE_LINE, submission=key).status_code == 302
    office.program()
    assert len(billing.charge_lines(encounter.id)) == 1


def test_a_stale_sheet_is_refused(office, encounter):
    charge(office, encounter)
    answer = send(as_(office, "assistant"), "charges", encounter.id, **ONE_LINE, because="typo")
    assert answer.status_code == 422
    assert "Somebody changed this" in answer.content.decode()


def test_more_rows_keep_what_was_typed(office, encounter):
    answer = send(as_(office, "assistant"), "charges", encounter.id, **ONE_LINE, more="yes")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="99213 Office visit, short"' in shown
    assert 'name="line-5-shown"' in shown


def test_charges_are_corrected_and_reversed_for_a_reason(office, encounter):
    charge(office, encounter)
    client = as_(office, "biller")
    typed = ONE_LINE | {"version": "2", "line-0": "99214", "line-0-shown": "99214"}
    assert (
        "Fill in “Why the charges change”" in send(client, "charges", encounter.id, **typed).content.decode()
    )
    assert send(client, "charges", encounter.id, **typed, because="level").status_code == 302
    office.program()
    [line] = billing.charge_lines(encounter.id)
    assert line.procedure_code == "99214"
    assert send(client, "reversal", line.id, because="wrong patient", version="3").status_code == 302
    office.program()
    assert billing.balances([encounter.patient_id])[encounter.patient_id] == billing.Balance()


def test_the_code_fields_find_as_they_are_typed(office, encounter):
    client = as_(office, "assistant")
    found = client.get(reverse("billing:diagnosis-options"), {"q": "hyperten", "on": "2026-06-03"}).json()
    assert found == [{"value": "I10", "label": "I10 Essential (primary) hypertension", "hint": ""}]
    assert client.get(reverse("billing:procedure-options"), {"q": "ekg"}).json()[0]["value"] == "93000"


def test_a_visit_without_charges_is_on_the_list_until_it_has_them(office, patient):
    make_codes(office)
    visit = make_seen_visit(office, patient_id=patient.id)
    client = as_(office, "assistant")
    assert "Adler, Ana" in page(client, "missing").content.decode()
    assert "Adler, Ana" not in page(as_(office, "south_desk"), "missing").content.decode()
    there = send(client, "visit-encounter", visit.id).headers["Location"]
    assert client.post(there, ONE_LINE).status_code == 302
    assert "Nothing is missing" in page(client, "missing").content.decode()


def test_nothing_to_bill_can_be_undone(office, encounter):
    client = as_(office, "assistant")
    for because in ("", "card 4111 1111 1111 1111"):
        assert send(client, "encounter-void", encounter.id, because=because).status_code == 422
    send(client, "encounter-void", encounter.id, because="nurse visit")
    assert "nurse visit" in page(client, "encounter", encounter.id).content.decode()
    send(client, "encounter-reopening", encounter.id)
    assert "Not charged yet" in page(client, "encounter", encounter.id).content.decode()


def test_money_is_taken_once_however_often_the_button_is_pressed(office, encounter):
    charge(office, encounter)
    client, key = as_(office, "north_desk"), str(uuid.uuid4())
    patient_id = encounter.patient_id
    typed = {"amount_cents": "25.00", "method": "card", "unit_id": str(office.north.id), "submission": key}
    first, second = (send(client, "payment", patient_id, **typed) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    shown = client.get(first.headers["Location"]).content.decode()
    assert "Receipt 1" in shown
    assert "99213 Office visit, short" in shown
    office.program()
    assert billing.balances([patient_id])[patient_id].patient_due_cents == 10_000


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("amount_cents", "0", "Enter $0.01 or more."),
        ("amount_cents", "-5", "Enter $0.01 or more."),
        ("amount_cents", "1,000,000", "Enter $100,000.00 or less."),
        ("reference", "4111111111111111", "looks like a payment card number"),
        ("method", "gold", "Choose one of the list"),
    ],
)
def test_a_senseless_payment_is_refused_beside_its_field(office, patient, field, typed, sentence):
    fields = {"amount_cents": "25.00", "method": "card", "unit_id": str(office.north.id)} | {field: typed}
    answer = send(as_(office, "north_desk"), "payment", patient.id, **fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_an_accounts_tiles_open_what_they_count(office, patient, encounter):
    charge(office, encounter, draft_of("99213", "93000"))
    other = make_patient(office)
    make_coverage(office, other)
    charge(office, make_encounter(office, patient_id=other.id))
    pay(office, other.id, 1_000, method="card")
    client = as_(office, "biller")
    page = client.get(reverse("billing:account", args=[patient.id]))
    assert [row.code for row, _, _ in page.context["charges"]] == ["99213", "93000"]
    for who in (patient, other):
        url = reverse("billing:account", args=[who.id])
        balance = client.get(url).context["balance"]
        due, pending, ahead = (
            client.get(url, {"open": one}).context for one in ("patient", "insurers", "unapplied")
        )
        assert due["totals"]["patient_owes_cents"] == balance.patient_due_cents
        assert all(row.patient_owes_cents for row, _, _ in due["charges"])
        assert pending["totals"]["insurer_owes_cents"] == balance.insurance_pending_cents
        assert all(row.insurer_owes_cents for row, _, _ in pending["charges"])
        assert sum(left for _, left, _ in ahead["payments"]) == balance.unapplied_cents
    assert client.get(url, {"open": "nonsense"}).context["opened"] == ""


def test_the_copay_of_the_visit_is_asked_for(office, patient):
    make_coverage(office, patient, copay_cents=3_000)
    visit = make_seen_visit(office, patient_id=patient.id)
    shown = page(
        as_(office, "north_desk"), "payment", patient.id, query=f"?visit={visit.id}"
    ).content.decode()
    assert "Copay of this visit" in shown
    assert 'value="30.00"' in shown


def test_a_payment_is_voided_for_a_reason_and_its_receipt_prints(office, patient):
    payment = pay(office, patient.id, 2_500)
    client = as_(office, "manager")
    assert "Fill in" in send(client, "payment-void", payment.id, because="").content.decode()
    assert send(client, "payment-void", payment.id, because="typed twice").status_code == 302
    assert "typed twice" in page(client, "paid", payment.id).content.decode()
    receipt = page(client, "receipt", payment.id)
    assert receipt.headers["Content-Type"] == "application/pdf"
    assert receipt.content.startswith(b"%PDF")


def test_a_statement_is_issued_and_opens_and_another_is_asked_about(office, encounter):
    charge(office, encounter)
    client = as_(office, "biller")
    assert "Adler, Ana" in page(client, "statements").content.decode()
    assert send(client, "statement-new", encounter.patient_id).status_code == 302
    assert (
        "1 statement was sent on Jun 3, 2026"
        in page(client, "account", encounter.patient_id).content.decode()
    )
    assert send(client, "statement-new", encounter.patient_id).status_code == 409
    assert send(client, "statement-new", encounter.patient_id, query="?again=yes").status_code == 302
    office.program()
    statement = billing.Statement.objects.order_by("number").first()
    assert page(client, "statement", statement.id).content.startswith(b"%PDF")


def test_a_run_is_begun_by_a_page_worked_by_a_job_and_watched(office, encounter):
    charge(office, encounter)
    client = as_(office, "biller")
    begun = send(client, "statement-runs", whom="everyone")
    assert begun.status_code == 302
    staged = ProcrastinateJob.objects.get(task_name="billing.issue_statements")
    running_page = client.get(begun.url).content.decode()
    assert "0 left out, 1 waiting" in running_page
    assert "statement-progress" in running_page
    watched = client.get(begun.url + "progress/")
    assert "HX-Refresh" not in watched
    assert issue_statements(**staged.args) == 1
    assert client.get(begun.url + "progress/")["HX-Refresh"] == "true"
    text = client.get(begun.url).content.decode()
    assert "1 statement over" in text
    assert "$125.00" in text
    assert "statement-progress" not in text
    assert begun.url in page(client, "statements").content.decode()


def test_a_run_says_whom_it_left_out(office, encounter):
    charge(office, encounter)
    send(as_(office, "biller"), "statement-new", encounter.patient_id)
    client = as_(office, "biller")
    begun = send(client, "statement-runs", whom="chosen", patient=[str(encounter.patient_id)])
    issue_statements(**ProcrastinateJob.objects.get(task_name="billing.issue_statements").args)
    text = client.get(begun.url).content.decode()
    assert "Adler, Ana" in text
    assert "A statement was sent on June 3, 2026" in text
    assert send(client, "statement-runs", whom="chosen").status_code == 422


def test_fees_are_set_read_with_their_history_and_imported(office):
    schedule = make_codes(office)
    client = as_(office, "manager")
    assert (
        send(
            client, "fees", schedule.id, code="99213", amount_cents="130", starts_on="2026-07-01"
        ).status_code
        == 302
    )
    history = page(client, "fees", schedule.id, query="?code=99213").content.decode()
    assert "$125.00" in history
    assert "$130.00" in history
    csv = b"schedule,code,modifier,nickname,kind,amount,starts_on\nOffice fees,99214,,,,200.00,2026-08-01\n"
    for write, words in (("", "Nothing is written yet"), ("on", "All 1 rows are written")):
        file = SimpleUploadedFile("fees.csv", csv)
        assert words in send(client, "fee-file", file=file, write=write).content.decode()
    assert (
        send(client, "codes", code="G0439", nickname="Yearly wellness", kind="visit", active="on").status_code
        == 302
    )
    assert "Yearly wellness" in page(client, "codes").content.decode()
    assert (
        send(client, "schedules", name="Prairie 2027", payer_id="", starts_on="2027-01-01").status_code == 302
    )
    assert send(as_(office, "biller"), "fees", schedule.id, code="99213", amount_cents="1",
                starts_on="2026-09-01").status_code == 200  # fmt: skip
    office.program()
    assert billing.fee_for("99213", (), None, EVENING.date().replace(month=9)) == 13_000


@pytest.mark.parametrize("file", [b"\xff\xfe\x00", b"a,b\n1,2\n", b""])
def test_a_file_that_is_no_list_of_fees_is_refused(office, file):
    answer = send(as_(office, "manager"), "fee-file", file=SimpleUploadedFile("fees.csv", file))
    assert answer.status_code == 422


def test_another_section_and_other_duties_find_nothing(office, patient):
    encounter = charge(office, make_encounter(office, patient_id=patient.id, unit=office.family_south))
    [line] = billing.charge_lines(encounter.id)
    payment = pay(office, patient.id, 500, unit_id=office.south.id)
    places = [
        ("encounter", encounter.id), ("charges", encounter.id), ("reversal", line.id), ("account", patient.id),
        ("payment", patient.id), ("paid", payment.id), ("receipt", payment.id),
    ]  # fmt: skip
    for name in ("hr", "buyer", "facilities", "auditor"):
        client = as_(office, name)
        assert [page(client, *place).status_code for place in places] == [404] * len(places), name
    cardiology = as_(office, "assistant")
    assert [page(cardiology, *place).status_code for place in places[:3]] == [404] * 3
    assert send(cardiology, "charges", encounter.id, **ONE_LINE).status_code == 404
    assert send(cardiology, "charge-gaps", encounter.id, **ONE_LINE).status_code == 404
    desk = as_(office, "north_desk")
    assert send(desk, "payment-void", payment.id, because="x").status_code == 404
    assert page(desk, "account", patient.id).status_code == 200


def test_pages_say_whose_information_they_show(office, encounter):
    charge(office, encounter)
    payment = pay(office, encounter.patient_id, 500)
    client = as_(office, "biller")
    for place in (("encounter", encounter.id), ("account", encounter.patient_id), ("receipt", payment.id)):
        page(client, *place)
    office.actor("auditor")
    reads = AuditEvent.objects.filter(kind="read", user_id=office.users["biller"].id)
    assert reads.count() == 3


def test_pages_ask_little_of_the_database(office, patient):
    make_coverage(office, patient)
    for turn in range(6):
        encounter = make_encounter(office, patient_id=patient.id)
        charge(office, encounter, draft_of("99213", "93000", "36415"))
        pay(office, patient.id, 100 + turn)
    payment = pay(office, patient.id, 2_500)
    schedule = make_codes(office)
    client = as_(office, "manager")
    counts = {}
    for place in (
        ("missing",), ("encounter", encounter.id), ("charges", encounter.id), ("account", patient.id),
        ("payment", patient.id), ("paid", payment.id), ("statements",), ("schedules",), ("fees", schedule.id),
        ("codes",),
    ):  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            assert page(client, *place).status_code == 200
        counts[place[0]] = len(asked) - AROUND_A_PAGE
    assert {name: count for name, count in counts.items() if count > MOST_QUERIES} == {}, counts
