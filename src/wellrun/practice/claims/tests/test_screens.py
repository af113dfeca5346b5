"""The pages of the claims room over HTTP: what is seen, by whom, in how many queries, and what may be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wellrun.engines import x12
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.billing.testing import charge, make_encounter
from wellrun.practice.claims import api as claims
from wellrun.practice.claims.models import Claim, ClaimStep, EditFinding, RemittanceClaim
from wellrun.practice.claims.testing import PAID_AT, SENT_AT, deliver, make_claims, remit, sent_claims, submit
from wellrun.practice.coverage.testing import make_coverage
from wellrun.practice.patients.api import move_to_compartment
from wellrun.practice.patients.testing import make_patient

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(SENT_AT)) as found:
        yield found


@pytest.fixture
def biller(office, client):
    client.force_login(office.users["biller"], backend=BACKEND)
    client.get("/claims/")
    return client


def sign_in(client, office, name):
    client.force_login(office.users[name], backend=BACKEND)
    return client


def held_claim(office):
    patient = make_patient(office)
    make_coverage(office, patient)
    encounter = charge(office, make_encounter(office, patient_id=patient.id))
    return claims.Claim.objects.get(encounter=encounter)


def posted(office, **changes):
    made = make_claims(office, 2)
    payment = remit(sent_claims(submit(office, made)))
    deliver(office, x12.write_835(replace(payment, **changes)))
    return made, claims.remittance_rows()[0]


def upload(client, content, name="pay.835"):
    return client.post(reverse("claims:upload"), {"file": SimpleUploadedFile(name, content)})


def test_the_desk_counts_by_state_and_each_number_opens_into_its_rows(
    office, biller, django_assert_max_num_queries
):
    make_claims(office, 3)
    held = held_claim(office)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = biller.get("/claims/")
    queues = {queue["label"]: queue for queue in page.context["queues"]}
    assert (queues["Ready"]["value"], queues["Held"]["value"]) == (3, 1)
    assert queues["Ready"]["hint"] == "$375.00 open"
    rows = biller.get("/claims/" + queues["Held"]["url"])
    assert [row.number for row in rows.context["rows"]] == [held.number]
    assert "Ask again" in rows.text


def test_the_list_begins_with_what_needs_work_and_the_oldest_of_it(office, biller):
    ready, sent, older = make_claims(office, 3)
    Claim.objects.filter(id=sent.id).update(state="submitted")
    Claim.objects.filter(id=older.id).update(service_on=older.service_on - timedelta(days=9))
    page = biller.get("/claims/")
    assert [row.number for row in page.context["rows"]] == [older.number, ready.number]
    assert page.context["total"].claims == 2
    assert len(biller.get("/claims/?state=all").context["rows"]) == 3
    found = biller.get("/claims/", {"text": sent.number})
    assert [row.number for row in found.context["rows"]] == [sent.number]


def test_filters_stand_in_the_address(office, biller):
    first, second = make_claims(office, 2)
    found = biller.get("/claims/", {"text": second.number}).context["rows"]
    assert [row.number for row in found] == [second.number]
    assert (
        biller.get("/claims/", {"payer": "nonsense", "state": "x", "sort": "y", "page": "z"}).status_code
        == 200
    )
    assert first.number != second.number


def test_ready_claims_are_sent_in_one_batch_and_a_second_click_sends_nothing(office, biller):
    made = make_claims(office, 3)
    page = biller.get("/claims/?state=ready")
    assert page.text.count('name="claim"') == 3
    form = {
        "claim": [str(claim.id) for claim in made[:2]],
        "submission": "01920000-0000-7000-8000-000000000001",
    }
    for _ in range(2):
        assert biller.post(reverse("claims:batches"), form).status_code == 302
    office.program()
    assert claims.Claim.objects.filter(state="submitted").count() == 2
    assert biller.post(reverse("claims:batches"), {"all": "yes", "payer": ""}).status_code == 302
    office.program()
    assert claims.Claim.objects.filter(state="submitted").count() == 3
    assert biller.post(reverse("claims:batches"), {"all": "yes"}).status_code == 409


def test_a_claim_shows_its_whole_story(office, biller, django_assert_max_num_queries):
    made, _ = posted(office)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = biller.get(reverse("claims:claim", args=[made[0].id]))
    for told in (
        "99213",
        "Sent in batch WR",
        "Paid $75.00",
        "CO 45",
        "Contractual adjustments",
        "Coinsurance"[:2],
    ):
        assert told in page.text
    sent = biller.get(reverse("claims:sent", args=[made[0].id]))
    assert f"{made[0].number}*125" in sent.text
    assert made[1].number not in sent.text


def test_a_finding_is_overridden_on_the_claims_page(office, biller):
    claim = held_claim(office)
    finding = EditFinding.objects.get(claim=claim, severity="D", outcome="failed")
    address = reverse("claims:override", args=[finding.id])
    assert biller.post(address, {"reason": ""}).status_code == 422
    assert biller.post(address, {"reason": "Asked by phone."}).status_code == 302
    office.program()
    claim.refresh_from_db()
    assert claim.state == "ready"
    page = biller.get(reverse("claims:claim", args=[claim.id]))
    assert "Asked by phone." in page.text


def test_checking_again_says_what_is_left(office, biller):
    claim = held_claim(office)
    biller.post(reverse("claims:judgment", args=[claim.id]))
    assert "1 still in the way" in biller.get(reverse("claims:claim", args=[claim.id])).text


def test_a_claim_that_was_turned_back_says_why_and_leads_to_what_is_mended(office, biller):
    claim = make_claims(office, 1)[0]
    Claim.objects.filter(id=claim.id).update(state="rejected")
    ClaimStep.objects.create(organization_id=claim.organization_id, unit_id=claim.unit_id, claim=claim, at=SENT_AT,
                             from_state="submitted", to_state="rejected", reason="The NPI is missing.")  # fmt: skip
    shown = biller.get(reverse("claims:claim", args=[claim.id])).text
    assert "The NPI is missing. Mend the charges" in shown
    assert "Nothing stands against it" not in shown
    for name, one in (("billing:encounter", claim.encounter_id), ("patients:patient", claim.patient_id)):
        assert f'href="{reverse(name, args=[one])}"' in shown
        assert biller.get(reverse(name, args=[one])).status_code == 200


def test_a_refusal_is_answered_on_the_claims_page(office, biller, client):
    made = make_claims(office)
    payment = remit(sent_claims(submit(office, made)))
    line = replace(payment.claims[0].lines[0], paid_cents=0, adjustments=[x12.Adjustment("CO", "16", 12_500)])
    denied = replace(
        payment.claims[0], status="4", paid_cents=0, patient_responsibility_cents=0, lines=[line]
    )
    deliver(office, x12.write_835(replace(payment, claims=[denied], amount_cents=0, method="NON")))
    address = reverse("claims:answer", args=[made[0].id])
    shown = biller.get(reverse("claims:claim", args=[made[0].id])).text
    assert "Answer the refusal" in shown
    assert "Something is missing or wrong; the remark codes say what." in shown
    assert biller.post(address, {"answer": "patient", "because": ""}).status_code == 422
    refusal = biller.post(address, {"answer": "write_off", "because": "Old."})
    assert refusal.status_code == 404
    assert biller.post(address, {"answer": "patient", "because": "Signed for."}).status_code == 302


def test_remittances_and_one_of_them(office, biller, django_assert_max_num_queries):
    made, row = posted(office)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert row.trace_number in biller.get("/claims/remittances/").text
    with django_assert_max_num_queries(MOST_QUERIES):
        page = biller.get(reverse("claims:remittance", args=[row.id]))
    assert page.text.count("Holds") == 3
    for claim in made:
        assert claim.number in page.text
    assert [level.holds for level in page.context["levels"]] == [True] * 3


def test_an_unbalanced_remittance_says_what_is_off(office, biller):
    _, row = posted(office, amount_cents=15_100)
    page = biller.get(reverse("claims:remittance", args=[row.id]))
    assert "but the payment is $151.00" in page.text
    assert [level.holds for level in page.context["levels"]] == [True, True, False]
    assert "do not balance: 1" in biller.get("/claims/").text


def test_an_exception_is_settled_on_the_page(office, biller):
    made = make_claims(office, 2)
    payment = remit(sent_claims(submit(office, made)))
    lost = payment.claims[1].patient_control_number
    payment.claims[1].patient_control_number, payment.claims[1].payer_claim_number = "X9", "NEVER"
    payment.claims[1].patient = x12.Party("QC", "STRANGER", "SAM", person=True)
    deliver(office, x12.write_835(payment))
    member = RemittanceClaim.objects.get(outcome="exception")
    address = reverse("claims:settlement", args=[member.id])
    assert "no claim with this number" in biller.post(address, {"number": "C0"}).text
    assert biller.post(address, {"number": lost}).status_code == 302
    office.program()
    member.refresh_from_db()
    assert member.outcome == "posted"


@pytest.mark.parametrize(
    "content, sentence",
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 not what its name says", "This is not an X12 file"),
        (b"<html>ISA</html>", "This is not an X12 file"),
        (b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*OFF", "breaks off before its first payment"),
    ],
)
def test_a_file_that_is_no_remittance_gets_one_sentence(office, biller, content, sentence):
    page = upload(biller, content)
    assert page.status_code == 422
    assert sentence in page.text
    assert claims.remittance_rows() == []


def test_a_claim_file_is_not_a_remittance(office, biller):
    from wellrun.practice.exchange.api import content_of

    content = content_of(submit(office, make_claims(office)).transmission)
    assert "holds a 837P, not a remittance" in upload(biller, content).text


@pytest.mark.parametrize("fault", ["none", "mark", "separators", "truncated", "unbalanced"])
def test_an_uploaded_remittance_goes_the_same_way(office, biller, clock, fault):
    made = make_claims(office, 3)
    payment = remit(sent_claims(submit(office, made)))
    if fault == "unbalanced":
        payment.amount_cents += 1
    if fault == "separators":
        payment.envelope.separators = x12.Separators("|", ">", "^", "\n")
    content = x12.write_835(payment)
    content = b"\xef\xbb\xbf" + content if fault == "mark" else content
    content = content[: len(content) // 2] if fault == "truncated" else content
    clock.advance(timedelta(days=20))
    biller.logout()
    biller.force_login(office.users["biller"], backend=BACKEND)
    answer = upload(biller, content)
    assert answer.status_code == 302
    page = biller.get(answer.url).text
    office.program()
    state = claims.remittance_rows()[0].state
    if fault in ("none", "mark", "separators"):
        assert state == "posted"
        assert "Posted 1 payment, $225.00." in page
    else:
        assert state == "unbalanced"
        assert ("breaks off" if fault == "truncated" else "but the payment is $225.01") in page
    again = upload(biller, content)
    assert "came in before" in again.text
    assert len(claims.remittance_rows()) == 1


@pytest.mark.parametrize("name", ["hr", "north_desk", "provider", "buyer", "auditor"])
def test_nobody_else_finds_claims(office, client, name):
    made, row = posted(office)
    client = sign_in(client, office, name)
    for address in (
        "/claims/", reverse("claims:claim", args=[made[0].id]), "/claims/remittances/",
        reverse("claims:remittance", args=[row.id]), reverse("claims:sent", args=[made[0].id]),
    ):  # fmt: skip
        assert client.get(address).status_code == 404


def test_a_section_biller_finds_no_claim_of_another_section(office, client):
    from wellrun.platform.access.matrix import Role

    made, row = posted(office)
    office.hire("south_biller", Role.BILLER, office.south)
    client = sign_in(client, office, "south_biller")
    assert client.get(reverse("claims:claim", args=[made[0].id])).status_code == 404
    assert client.get("/claims/").context["rows"] == []
    page = client.get(reverse("claims:remittance", args=[row.id]))
    assert made[0].number not in page.text
    assert "2 of the claims are not yours to see" in page.text
    assert upload(client, b"x").status_code == 404


def test_a_record_of_reading_names_the_patient(office, biller):
    from wellrun.platform.audit.models import AuditEvent

    claim = make_claims(office)[0]
    biller.get(reverse("claims:claim", args=[claim.id]))
    office.actor("auditor")
    read = AuditEvent.objects.filter(kind="read", act="claims.read").last()
    assert claim.patient_id in read.patients
    assert PAID_AT > SENT_AT


@pytest.mark.parametrize("kind", ["837P", "835"])
def test_a_file_that_speaks_of_a_hidden_chart_is_not_shown(office, biller, kind):
    made = make_claims(office, 2)
    batch = submit(office, made)
    outgoing = sent_claims(batch)
    file = batch.transmission if kind == "837P" else deliver(office, x12.write_835(remit(outgoing)))
    pages = [reverse(f"exchange:{name}", args=[file.id]) for name in ("transmission", "file")]
    assert [biller.get(page).status_code for page in pages] == [200, 200]
    assert made[0].number in biller.get(pages[0]).text
    move_to_compartment(
        patient_id=made[0].patient_id, compartment="restricted", reason="Asked for.",
        by=office.program(), at=SENT_AT,
    )  # fmt: skip
    page = biller.get(pages[0])
    assert page.status_code == 200
    assert made[0].number not in page.text
    assert "not yours to see" in page.text
    assert biller.get(pages[1]).status_code == 404
