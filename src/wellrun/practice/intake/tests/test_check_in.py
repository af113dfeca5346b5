"""Checking in online: kept as it is typed, sent once, and in the record only after a person took it over."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.files import store
from wellrun.platform.verification import checks
from wellrun.practice.documents.api import documents_of
from wellrun.practice.intake.api import signaled, waiting_submissions
from wellrun.practice.intake.models import ItemKind, Submission, SubmissionItem
from wellrun.practice.intake.operations.review import (
    ChangedOnFile,
    Decided,
    NobodyReviews,
    accept_all,
    accept_item,
    decline_item,
    reopen_item,
)
from wellrun.practice.intake.operations.take_over import ChangedSince
from wellrun.practice.intake.testing import Linked, a_photograph
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.api import (
    AlreadyListed,
    HistoryDetails,
    add_history,
    consents_of,
    history_of,
    patient,
    update_demographics,
)
from wellrun.practice.scheduling.testing import NINE
from wellrun.practice.worklist.api import Task

DETAILS = {"phone_mobile": "(312) 555-0199", "email": "new@example.org", "street": "7 Elm St", "city": "Chicago",
           "state": "il", "zip": "60610", "language": "en"}  # fmt: skip
CONSENTS = {"treatment": "yes", "messages": "yes", "signature": "Ana Adler"}
MEDICINES = {"medications.0.name": "Metformin", "medications.0.detail": "500 mg, twice a day",
             "no-medications": "yes", "allergies.0.name": "Penicillin", "allergies.0.detail": "rash"}  # fmt: skip


@pytest.fixture(autouse=True)
def clock():
    held = VirtualClock(NOW)
    with running(held):
        yield held


@pytest.fixture
def linked(office):
    found = Linked(office)
    found.ask_forms("consents", "medications-allergies")
    found.prove()
    return found


def post(linked, step, data, name="visit-step", **options):
    return linked.browser.post(linked.url(name, step, **options), data)


def fill(linked):
    """Every step, with a photograph of the card's front."""
    card = SimpleUploadedFile("card.jpg", a_photograph(), "image/jpeg")
    for step, data in (
        ("details", DETAILS),
        ("insurance", {"changed": "yes", "note": "Now Oak Mutual", "front": card}),
        ("form-consents", CONSENTS),
        ("form-medications-allergies", MEDICINES),
    ):
        answer = post(linked, step, data)
        assert answer.status_code == 302, answer.content.decode()
    return linked.browser.post(linked.url("visit-check-in"), {"act": "send"})


def items(linked):
    linked.office.actor("north_desk")
    return {f"{each.kind}:{each.key}": each for each in SubmissionItem.objects.order_by("position")}


def test_nothing_enters_the_record_before_it_is_reviewed(linked):
    before = patient(linked.patient.id)
    assert fill(linked).status_code == 302
    linked.office.actor("manager")
    after = patient(linked.patient.id)
    assert (after.version, after.email, after.street) == (before.version, before.email, before.street)
    assert not documents_of(patient_id=after.id) and not consents_of(after.id)
    assert not any(history_of(after.id).values())
    assert set(items(linked)) == {
        "detail:phone_mobile", "detail:email", "detail:address", "insurance:changed", "card:front", "form:consents",
        "consent:treatment", "consent:messages", "form:medications-allergies", "entry:medication: Metformin",
        "entry:allergy: Penicillin",
    }  # fmt: skip
    assert waiting_submissions([linked.visit.id])[linked.visit.id].items == 11
    roles = set(Task.objects.filter(kind="intake.review", state="open").values_list("role", flat=True))
    assert roles == {"medical secretary", "clinical assistant"}


def test_taking_all_over_goes_through_the_rooms_and_is_done_once(linked):
    fill(linked)
    submission = items(linked)["detail:email"].submission_id
    desk = linked.office.actor("north_desk")
    assert accept_all(submission_id=submission, by=desk, at=NOW) == (9, [])
    assert accept_all(submission_id=submission, by=desk, at=NOW) == (0, [])
    now_on_file = patient(linked.patient.id)
    assert (now_on_file.email, now_on_file.phone_mobile, now_on_file.zip) == (
        "new@example.org",
        "+13125550199",
        "60610",
    )
    filed = {each.category: each for each in documents_of(patient_id=now_on_file.id)}
    assert set(filed) == {"insurance card", "consent", "clinical"}
    signed = {each.kind: each.document_id for each in consents_of(now_on_file.id)}
    assert set(signed) == {"treatment", "messages"} and set(signed.values()) == {filed["consent"].id}
    assert Task.objects.filter(kind="coverage.verify", state="open").count() == 1
    # What changes a history waits for whoever may write it.
    assert not any(history_of(now_on_file.id).values())
    clinical = linked.office.actor("assistant")
    assert accept_all(submission_id=submission, by=clinical, at=NOW) == (2, [])
    assert [each.text for each in history_of(now_on_file.id)["medication"]] == ["Metformin"]
    assert Submission.objects.get(id=submission).state == "reviewed"
    linked.office.program()
    assert not Task.objects.filter(kind="intake.review", state="open").exists()
    assert not [breach for check in checks() if check.room == "intake" for breach in check.run()]


def test_the_program_is_no_reviewer(linked):
    fill(linked)
    item = items(linked)["detail:email"]
    with pytest.raises(NobodyReviews):
        accept_item(item_id=item.id, by=linked.office.program(), at=NOW)


def test_what_somebody_changed_meanwhile_is_shown_and_not_overwritten(linked, client):
    fill(linked)
    found = items(linked)
    desk = linked.office.actor("north_desk")
    update_demographics(patient_id=linked.patient.id, changes={"email": "third@example.org"},
                        expected_version=linked.patient.version, by=desk, at=NOW)  # fmt: skip
    item = found["detail:email"]
    with pytest.raises(ChangedOnFile):
        accept_item(item_id=item.id, by=desk, at=NOW)
    client.force_login(linked.office.users["north_desk"])
    page = client.get(f"/intake/reviews/{item.submission_id}/")
    assert "third@example.org" in page.text and "Take it over all the same" in page.text
    linked.office.actor("north_desk")
    assert accept_item(item_id=item.id, despite=True, by=desk, at=NOW).state == "accepted"
    assert patient(linked.patient.id).email == "new@example.org"


def test_every_decision_can_be_taken_back(linked):
    fill(linked)
    found = items(linked)
    submission = found["detail:email"].submission_id
    old = patient(linked.patient.id)
    for name in ("north_desk", "assistant"):
        by = linked.office.actor(name)
        accept_all(submission_id=submission, by=by, at=NOW)
    for name, mine in (("assistant", {ItemKind.ENTRY}), ("north_desk", set(ItemKind) - {ItemKind.ENTRY})):
        by = linked.office.actor(name)
        for item in found.values():
            if item.kind in mine:
                assert reopen_item(item_id=item.id, by=by, at=NOW).state == "waiting"
    linked.office.actor("manager")
    back = patient(old.id)
    assert (back.email, back.street, back.phone_mobile) == (old.email, old.street, old.phone_mobile)
    assert not documents_of(patient_id=old.id) and not consents_of(old.id)
    assert not any(each.in_force for entries in history_of(old.id).values() for each in entries)
    assert Submission.objects.get(id=submission).state == "waiting"


def test_a_decision_is_one_person_s_and_a_changed_record_is_not_set_back(linked):
    fill(linked)
    found = items(linked)
    desk = linked.office.actor("north_desk")
    declined = decline_item(item_id=found["detail:email"].id, because="Typing error", by=desk, at=NOW)
    assert decline_item(item_id=declined.id, by=desk, at=NOW).because == "Typing error"
    with pytest.raises(Decided):
        accept_item(item_id=declined.id, by=desk, at=NOW)
    taken = accept_item(item_id=found["detail:phone_mobile"].id, by=desk, at=NOW)
    version = patient(linked.patient.id).version
    update_demographics(patient_id=linked.patient.id, changes={"phone_mobile": "+13125550177"},
                        expected_version=version, by=desk, at=NOW)  # fmt: skip
    with pytest.raises(ChangedSince):
        reopen_item(item_id=taken.id, by=desk, at=NOW)


def test_what_is_on_the_list_already_is_not_sent_and_not_taken_twice(linked):
    by = linked.office.actor("assistant")
    add_history(
        patient_id=linked.patient.id, entry=HistoryDetails(kind="medication", text="METFORMIN"), by=by, at=NOW
    )
    fill(linked)
    found = items(linked)
    assert "entry:medication: Metformin" not in found
    by = linked.office.actor("assistant")
    add_history(
        patient_id=linked.patient.id, entry=HistoryDetails(kind="allergy", text="penicillin"), by=by, at=NOW
    )
    with pytest.raises(AlreadyListed):
        accept_item(item_id=found["entry:allergy: Penicillin"].id, by=by, at=NOW)


def test_two_tabs_send_one_submission(linked):
    assert fill(linked).status_code == 302
    assert linked.browser.post(linked.url("visit-check-in"), {"act": "send"}).status_code == 302
    assert (
        post(linked, "details", DETAILS | {"email": "late@example.org"})
        .headers["Location"]
        .endswith("/check-in/")
    )
    linked.office.actor("north_desk")
    assert Submission.objects.count() == 1
    assert SubmissionItem.objects.filter(kind="detail", key="email").get().new == {"email": "new@example.org"}


def test_answers_are_kept_while_the_page_is_closed(linked):
    half = {"treatment": "yes", "messages": "", "signature": "Ana"}
    refused = post(linked, "form-consents", half)
    assert refused.status_code == 422 and "Type your first and last name to sign." in refused.text
    again = linked.browser.get(linked.url("visit-step", "form-consents"))
    assert 'value="Ana"' in again.text
    sent = linked.browser.post(linked.url("visit-check-in"), {"act": "send"})
    assert sent.status_code == 422 and "finish every step" in sent.text


def test_refusals_are_sentences_in_the_patients_language(linked):
    linked.browser.get(linked.url() + "?lang=es")
    page = post(
        linked, "details", DETAILS | {"zip": "606", "phone_mobile": "12", "street": "4111 1111 1111 1111"}
    )
    for sentence in ("cinco cifras", "Escriba diez cifras", "números de tarjetas"):
        assert sentence in page.text
    page = post(linked, "form-consents", {"treatment": "perhaps"})
    assert "elija sí o no" in page.text
    page = post(
        linked, "form-medications-allergies", {"medications.0.detail": "500 mg", "no-medications": "yes"}
    )
    assert page.status_code == 422


def test_the_check_in_opens_a_week_before(linked, clock):
    linked.office.program()
    type(linked.visit).objects.filter(id=linked.visit.id).update(
        starts_at=NINE + timedelta(days=10), ends_at=NINE + timedelta(days=10, minutes=30)
    )
    assert linked.browser.get(linked.url("visit-check-in")).headers["Location"] == linked.url()
    assert post(linked, "details", DETAILS).headers["Location"] == linked.url()


def test_i_am_here_is_said_on_the_day_and_marks_no_arrival(linked, clock):
    fill(linked)
    early = linked.browser.post(linked.url("visit-check-in"), {"act": "here"})
    assert early.status_code == 409
    clock.advance(NINE - timedelta(minutes=15) - NOW)
    linked.prove()
    for _ in range(2):
        assert linked.browser.post(linked.url("visit-check-in"), {"act": "here"}).status_code == 302
    linked.office.actor("north_desk")
    assert signaled([linked.visit.id]) == {linked.visit.id: NINE - timedelta(minutes=15)}
    assert type(linked.visit).objects.get(id=linked.visit.id).state == "booked"


def test_a_link_for_forms_asks_forms_alone_and_is_used_up(linked):
    link = linked.make_link("forms")
    linked.prove("forms", link)
    page = linked.browser.get(linked.url("forms", link=link))
    assert "Medicines and allergies" in page.text and "Your insurance" not in page.text
    assert post(linked, "details", DETAILS, "forms-step", link=link).status_code == 302
    for step, data in (("form-consents", CONSENTS), ("form-medications-allergies", MEDICINES)):
        assert post(linked, step, data, "forms-step", link=link).status_code == 302
    assert "We have everything" in linked.browser.post(linked.url("forms", link=link), {"act": "send"}).text
    assert linked.browser.get(linked.url("forms", link=link)).status_code == 410
    # The forms are not asked again, the rest of the check-in is.
    page = linked.browser.get(linked.url("visit-check-in"))
    assert "Your insurance" in page.text and "Medicines and allergies" not in page.text


def jpeg_with(comment: bytes) -> bytes:
    return a_photograph(comment=comment)


def bomb() -> bytes:
    held = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(held, "PNG", optimize=False)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7\n1 0 obj\n", "not a photograph"),
        (b"GIF89a" + b"\0" * 50, "not a photograph"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a photograph"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 200, "not a photograph"),
        (b"\xff\xd8\xff" + b"x" * (10 * 1024 * 1024), "at most 10 MB"),
        (bomb(), "at most 10 MB"),
    ],
    ids=["pdf", "gif", "svg", "broken", "too large", "pixel bomb"],
)
def test_what_is_no_photograph_is_refused_in_words(linked, content, sentence):
    page = post(
        linked, "insurance", {"changed": "no", "front": SimpleUploadedFile("card.jpg", content, "image/jpeg")}
    )
    assert page.status_code == 422 and sentence in page.text
    linked.office.actor("north_desk")
    assert "cards" not in Submission.objects.get().draft


def test_a_picture_is_made_anew_and_what_hid_in_it_is_gone(linked, client):
    hidden = b"<script>alert(1)</script> PK\x03\x04 41.8781,-87.6298"
    picture = jpeg_with(hidden) + b"%PDF-1.7 " + hidden
    answer = post(
        linked, "insurance", {"changed": "no", "back": SimpleUploadedFile("c.jpg", picture, "image/jpeg")}
    )
    assert answer.status_code == 302
    linked.office.actor("north_desk")
    kept = store.get(Submission.objects.get().draft["cards"]["back"]["digest"])
    assert hidden not in kept and b"%PDF" not in kept and Image.open(io.BytesIO(kept)).size == (60, 40)


def test_a_picture_is_shown_to_reviewers_alone(linked, client):
    fill(linked)
    item = items(linked)["card:front"]
    address = f"/intake/reviews/{item.submission_id}/items/{item.id}/picture/"
    for name, status in (("north_desk", 200), ("south_desk", 404), ("biller", 404)):
        client.force_login(linked.office.users[name])
        assert client.get(address).status_code == status
    assert linked.browser.get(address).status_code == 302


def test_the_review_over_http_with_its_way_back(linked, client):
    fill(linked)
    item = items(linked)["detail:email"]
    client.force_login(linked.office.users["north_desk"])
    assert linked.patient.family_name in client.get("/intake/reviews/").text
    page = f"/intake/reviews/{item.submission_id}/"
    assert "new@example.org" in client.get(page).text
    client.post(f"{page}items/{item.id}/", {"to": "accepted"})
    assert f"{page}items/{item.id}/undo/" in client.get(page).text
    client.post(f"{page}items/{item.id}/undo/")
    client.post(page)
    linked.office.actor("north_desk")
    assert patient(linked.patient.id).email == "new@example.org"
    client.force_login(linked.office.users["south_desk"])
    assert client.get(page).status_code == 404
    assert client.post(f"{page}items/{item.id}/", {"to": "declined"}).status_code == 404


def test_what_is_refused_is_not_kept_in_the_draft_either(linked):
    typed = MEDICINES | {"medications.0.detail": "card 4111 1111 1111 1111", "allergies.0.name": "x" * 90_000}
    page = linked.browser.post(linked.url("visit-step", "form-medications-allergies"), typed)
    assert page.status_code == 422
    linked.office.program()
    held = str(Submission.objects.get().draft)
    assert "4111" not in held and "xxxx" not in held
    assert (
        linked.browser.post(linked.url("visit-step", "form-medications-allergies"), MEDICINES).status_code
        == 302
    )


def test_a_null_in_an_answer_is_refused_and_breaks_nothing(linked):
    answer = linked.browser.post(linked.url("visit-step", "details"), DETAILS | {"street": "7 Elm\x00 St"})
    assert answer.status_code == 400
    linked.office.program()
    assert not Submission.objects.exists()
