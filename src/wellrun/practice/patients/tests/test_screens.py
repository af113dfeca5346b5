"""The patients' pages over HTTP: what is shown, to whom, recorded how, saved once."""

from __future__ import annotations

import json
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wellrun.platform.audit.models import AuditEvent
from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.testing.queries import own_queries
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.api import HistoryDetails, Patient
from wellrun.practice.patients.testing import make_patient

#: Statements of a page; a patient's page has a panel of every room, each of one or two.
MOST_QUERIES = {"search": 12, "patient": 17}
NEW = {
    "given_name": "Ana",
    "family_name": "Rivera",
    "birth_on": "4/7/1962",
    "sex": "F",
    "phone_mobile": "(312) 555-0142",
    "language": "en",
    "note_for_desk": "",
}


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


@pytest.fixture
def sign_in(office, client):
    def as_user(name):
        client.force_login(office.users[name])
        return client

    return as_user


def page_of(patient, name="patient"):
    return reverse(f"patients:{name}", args=[patient.id])


def post_new(client, **fields):
    return client.post("/patients/new/", NEW | {"submission": str(uuid.uuid4())} | fields)


def reads(office, patient):
    office.actor("auditor")
    return AuditEvent.objects.filter(kind="read", patients__contains=[patient.id]).count()


def test_registering_leads_to_the_chart(office, sign_in):
    answer = post_new(sign_in("north_desk"))
    office.program()
    patient = Patient.objects.get()
    assert answer.headers["Location"] == page_of(patient)
    assert (patient.phone_mobile, patient.birth_on) == ("+13125550142", date(1962, 4, 7))


def test_a_double_click_registers_once_and_leads_to_the_same_chart(office, sign_in):
    client, key = sign_in("north_desk"), str(uuid.uuid4())
    answers = [post_new(client, submission=key).headers["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    office.program()
    assert Patient.objects.count() == 1


def test_a_likely_duplicate_is_compared_opened_or_registered_with_a_reason(office, sign_in):
    known = make_patient(office, given_name="Anna", family_name="Riviera", birth_on=date(1962, 4, 7))
    client = sign_in("north_desk")
    compared = post_new(client)
    assert compared.status_code == 409
    assert page_of(known) in compared.text
    assert "The birth date is the same (Apr 7, 1962)." in compared.text
    without = post_new(client, despite="yes")
    assert without.status_code == 409
    assert "Say why this is another person." in without.text
    assert post_new(client, despite="yes", reason="Cousin").status_code == 302
    office.program()
    assert Patient.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"given_name": "x" * 10_000}, "Use at most 35 characters; this has 10000."),
        ({"birth_on": "6/3/2062"}, "Jun 3, 2062 is in the future. Check the year."),
        ({"birth_on": "2/30/1980"}, "There is no such day."),
        ({"phone_mobile": "12"}, "Enter ten digits"),
        ({"note_for_desk": "4111 1111 1111 1111"}, "This looks like a payment card number."),
        ({"note_for_desk": "123-45-6789"}, "This looks like a Social Security number."),
        ({"zip": "123"}, "A ZIP code has five digits, or nine."),
        ({"ssn": "12"}, "A Social Security number has nine digits."),
        ({"ssn": "000-12-3456"}, "No Social Security number looks like this."),
        ({"guarantor_id": str(uuid.UUID(int=7))}, "Choose another patient on file"),
        ({"guarantor_id": "x"}, "Choose somebody of the list"),
        ({"state": "ZZ"}, "Choose one of the list"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_nothing_is_saved(office, sign_in, fields, sentence):
    answer = post_new(sign_in("north_desk"), **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    office.program()
    assert Patient.objects.count() == 0


def test_a_typed_number_is_never_drawn_back(office, sign_in):
    assert "219-09-9999" not in post_new(sign_in("north_desk"), ssn="219-09-9999", birth_on="").text


def test_extra_fields_of_a_form_change_nothing(office, sign_in):
    post_new(sign_in("north_desk"), number="7", compartment="restricted", organization_id=str(uuid.uuid4()))
    office.program()
    patient = Patient.objects.get()
    assert (patient.compartment, patient.organization_id) == ("normal", office.organization.id)
    assert patient.number != 7


def test_search_shows_who_was_found_and_records_it(office, sign_in):
    patient = make_patient(office, family_name="Quillfeather")
    client = sign_in("north_desk")
    assert page_of(patient) in client.get("/patients/", {"q": "quillfether"}).text
    assert "Nobody found" in client.get("/patients/", {"q": "zzzzqqq"}).text
    assert reads(office, patient) == 1


def test_typeahead_and_palette_answer_options_and_record_them(office, sign_in):
    patient = make_patient(office, family_name="Quillfeather")
    options = json.loads(sign_in("north_desk").get("/patients/typeahead/", {"q": "quill"}).text)
    assert options[0]["value"] == str(patient.id)
    assert f"chart {patient.number}" in options[0]["hint"]
    assert reads(office, patient) == 1


@pytest.mark.parametrize("name", ["north_desk", "manager", "biller", "assistant"])
def test_a_restricted_chart_is_nowhere(office, sign_in, name):
    hidden = make_patient(office, family_name="Quillfeather", compartment="restricted")
    client = sign_in(name)
    assert str(hidden.id) not in client.get("/patients/", {"q": "quillfeather"}).text
    assert client.get("/patients/typeahead/", {"q": "quillfeather"}).text == "[]"
    for each in ("patient", "demographics", "history", "documents", "ssn"):
        assert client.get(page_of(hidden, each)).status_code == 404
    assert reads(office, hidden) == 0


@pytest.mark.parametrize("name", ["hr", "buyer", "facilities", "auditor"])
def test_who_has_no_patients_finds_no_pages(office, sign_in, name):
    patient, client = make_patient(office), sign_in(name)
    for path in ("/patients/", "/patients/new/", "/patients/typeahead/?q=ad", page_of(patient)):
        assert client.get(path).status_code == 404
    assert post_new(client).status_code == 404


def test_the_chart_shows_what_the_role_may_know_and_records_the_look(office, sign_in):
    patient = make_patient(office, note_for_desk="Call before noon", interpreter=True, language="es")
    entry = HistoryDetails(kind="allergy", text="Penicillin", detail="hives")
    patients.add_history(patient_id=patient.id, entry=entry, by=office.program(), at=NOW)
    text = sign_in("north_desk").get(page_of(patient)).text
    for shown in ("Call before noon", "Interpreter: Spanish", "Penicillin", "Insurance", "Documents"):
        assert shown in text
    assert "Penicillin" not in sign_in("biller").get(page_of(patient)).text
    assert "Insurance" not in sign_in("provider").get(page_of(patient)).text
    assert reads(office, patient) == 3


def test_the_ssn_is_shown_to_billing_alone(office, sign_in):
    patient = make_patient(office, ssn="219099999")
    assert "219-09-9999" in sign_in("biller").get(page_of(patient, "ssn")).text
    client = sign_in("north_desk")
    assert client.get(page_of(patient, "ssn")).status_code == 404
    assert "219-09-9999" not in client.get(page_of(patient)).text


@pytest.mark.parametrize("path", ["search", "patient"])
def test_a_page_asks_the_database_a_bounded_number_of_times(office, sign_in, path):
    found = [make_patient(office, family_name=f"Quillfeather{n}") for n in "abcde"]
    client = sign_in("north_desk")
    address = "/patients/?q=quillf" if path == "search" else page_of(found[0])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    own = own_queries(asked.captured_queries)
    assert len(own) <= MOST_QUERIES[path], "\n".join(statement[:150] for statement in own)


def opened_form(client, patient):
    """What a browser would post back from the form as it stands, hidden memory included."""
    form = client.get(page_of(patient, "demographics")).context["form"]
    posted = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False, "")}
    posted["birth_on"] = form["birth_on"].value()
    memory = {
        bound.html_initial_name: bound.field.prepare_value(bound.initial)
        for bound in form
        if bound.field.show_hidden_initial and bound.initial not in (None, False, "")
    }
    return {**posted, **memory}


def test_two_who_change_one_chart_see_both_versions_and_lose_nothing(office, sign_in):
    patient = make_patient(office, city="Chicago", email="old@example.com")
    client = sign_in("north_desk")
    mine = opened_form(client, patient) | {"city": "Cicero"}
    patients.update_demographics(
        patient_id=patient.id, changes={"city": "Evanston", "email": "new@example.com"}, expected_version=1,
        by=office.program(), at=NOW,
    )  # fmt: skip
    stale = client.post(page_of(patient, "demographics"), mine)
    assert stale.status_code == 409
    assert [(row.name, row.old, row.new) for row in stale.context["meanwhile"]] == [
        ("city", "Evanston", "Cicero")
    ]
    again = mine | {"version": stale.context["current_version"], "resolving": "yes", "accept": ["city"]}
    assert client.post(page_of(patient, "demographics"), again).status_code == 302
    office.program()
    patient.refresh_from_db()
    assert (patient.city, patient.email, patient.version) == ("Cicero", "new@example.com", 3)


def test_history_is_added_and_ended_by_those_who_may(office, sign_in):
    patient, client = make_patient(office), sign_in("provider")
    entry = {"kind": "problem", "text": "Type 2 diabetes", "code_system": "icd10cm", "code": "e11.9",
             "source": "provider", "onset_on": "3/1/2015", "detail": ""}  # fmt: skip
    assert client.post(page_of(patient, "history-new"), entry).status_code == 302
    listed = client.get(page_of(patient, "history")).text
    assert "ICD-10-CM E11.9" in listed
    assert "by Provider Vale" in listed
    assert "on the list already" in client.post(page_of(patient, "history-new"), entry).text
    office.program()
    listed = patients.history_of(patient.id)["problem"][0]
    end = reverse("patients:history-end", args=[listed.id])
    assert client.post(end, {"ended_on": "6/2/2026", "reason": ""}).status_code == 422
    assert client.post(end, {"ended_on": "6/2/2026", "reason": "Resolved"}).status_code == 302
    assert "Resolved" in client.get(page_of(patient, "history")).text
    assert sign_in("north_desk").get(page_of(patient, "history-new")).status_code == 404


def test_a_signature_is_noted_and_can_be_undone(office, sign_in):
    patient, client = make_patient(office), sign_in("north_desk")
    client.post(page_of(patient, "consents"), {"kind": "treatment"})
    office.program()
    consent = patients.consents_of(patient.id)[0]
    client.post(reverse("patients:consent-withdrawal", args=[consent.id]))
    office.program()
    assert patients.consents_of(patient.id) == []
    assert client.get(page_of(patient, "consents")).status_code == 405


def test_a_document_is_filed_under_what_was_chosen_and_not_without_a_choice(office, sign_in):
    who = make_patient(office)
    client = sign_in("north_desk")
    url = reverse("patients:documents", args=[who.id])
    letter = {"title": "Letter", "file": SimpleUploadedFile("letter.txt", b"Seen today.")}
    refused = client.post(url, letter)
    assert refused.status_code == 422
    assert "Choose what kind of document it is." in refused.text
    letter["file"] = SimpleUploadedFile("letter.txt", b"Seen today.")
    assert client.post(url, letter | {"category": "correspondence"}).status_code == 302


def test_what_is_signed_and_what_is_not_is_said_in_words(office, sign_in):
    who = make_patient(office)
    client = sign_in("north_desk")
    url = reverse("patients:patient", args=[who.id])
    before = client.get(url).text
    assert before.count("Not signed") == 4
    client.post(reverse("patients:consents", args=[who.id]), {"kind": "treatment"})
    after = client.get(url).text
    assert after.count("Not signed") == 3
    assert "signed <" in after


def test_a_script_in_a_name_is_shown_as_text(office, sign_in):
    patient = make_patient(office, family_name="<script>alert(1)</script>", note_for_desk="{{settings}}<b>x")
    text = sign_in("north_desk").get(page_of(patient)).text
    assert "<script>alert(1)" not in text
    assert "{{settings}}&lt;b&gt;x" in text


def test_registering_leads_back_to_the_page_where_the_patient_was_missing(office, sign_in):
    desk = sign_in("north_desk")
    new = NEW | {"submission": str(uuid.uuid4())}
    answer = desk.post("/patients/new/?next=/appointments/new/%3Fat%3Dx%26patient%3D", new)
    office.program()
    assert answer["Location"] == f"/appointments/new/?at=x&patient={Patient.objects.get().id}"


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_registering_never_leads_out_of_the_office(office, sign_in, elsewhere):
    desk = sign_in("north_desk")
    answer = desk.post(f"/patients/new/?next={elsewhere}", NEW | {"submission": str(uuid.uuid4())})
    office.program()
    assert answer["Location"] == page_of(Patient.objects.get())


def test_a_diagnosis_is_read_with_its_dot(office, sign_in):
    patient = make_patient(office)
    entry = HistoryDetails(kind="problem", text="Reflux disease", code_system="icd10cm", code="K219")
    patients.add_history(patient_id=patient.id, entry=entry, by=office.actor("provider"), at=NOW)
    assert "K21.9" in sign_in("provider").get(page_of(patient, "history")).text


def test_several_entries_are_noted_one_after_another(office, sign_in):
    patient, client = make_patient(office), sign_in("provider")
    entry = {
        "kind": "allergy",
        "text": "Penicillin",
        "code_system": "none",
        "source": "patient",
        "again": "yes",
    }
    answer = client.post(page_of(patient, "history-new"), entry)
    assert answer["Location"] == page_of(patient, "history-new") + "?kind=allergy"
    assert '<option value="allergy" selected' in client.get(answer["Location"]).text
