"""Merging charts: one survives, the other points to it, what hung on it follows, and all of it can be undone."""

from __future__ import annotations

import threading
import uuid
from datetime import date

import pytest
from django.db import connection, transaction

from wellrun.platform.access.api import NotAllowed, NotFound, Refused, Stale
from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.models import AuditEvent
from wellrun.platform.database.identity import assume
from wellrun.practice.documents import api as documents
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.api import HistoryDetails, MergeRefused, MergeUndone, Patient
from wellrun.practice.patients.operations.merge_patients import gather_strays
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.worklist import api as worklist
from wellrun.practice.worklist.api import Task

BORN = date(1962, 4, 7)


@pytest.fixture
def pair(office):
    """Two charts of one person; the second knows a phone and an e-mail that the first does not."""
    first = make_patient(
        office, given_name="Ana", family_name="Rivera", birth_on=BORN, phone_mobile="", ssn="078051121"
    )
    second = make_patient(office, given_name="Anna", family_name="Rivera-Soto", birth_on=BORN,
                          phone_mobile="+13125550199", email="ana@example.com", ssn="219099998")  # fmt: skip
    return first, second


def merge(by, survivor, merged, **options):
    told = {"reason": "same insurance card"} | options
    return patients.merge_patients(survivor_id=survivor.id, merged_id=merged.id, by=by, at=NOW, **told)


def part(by, merged, reason="twins"):
    return patients.unmerge_patients(merge_id=merged.id, reason=reason, by=by, at=NOW)


def found(by, text):
    return [row.id for row in patients.search_patients(text=text, by=by)]


def test_the_chosen_values_stay_and_the_number_finds_the_survivor(office, pair):
    first, second = pair
    by = office.actor("manager")
    merge(by, first, second, take=["phone_mobile", "given_name"])
    now = patients.patient(second.id)
    assert now.id == first.id
    assert (now.given_name, now.phone_mobile, now.email) == ("Anna", "+13125550199", "")
    assert now.former_family_names == ["Rivera-Soto"]
    for text in (str(second.number), str(first.number), "Soto", "ana riv"):
        assert found(by, text) == [first.id], text


def test_what_hangs_on_the_chart_follows_and_goes_back(office, pair):
    first, second = pair
    by = office.actor("provider")
    entry = patients.add_history(
        patient_id=second.id, entry=HistoryDetails(kind="allergy", text="Penicillin"), by=by, at=NOW
    )
    by = office.actor("manager")
    consent = patients.sign_consent(patient_id=second.id, kind=patients.ConsentKind.TREATMENT, by=by, at=NOW)
    paper = documents.file_document(content=b"%PDF-1.4\n%%EOF\n", file_name="card.pdf", title="Card", by=by, at=NOW,
                                    category=documents.Category.INSURANCE_CARD, patient_id=second.id)  # fmt: skip
    worklist.raise_task(kind="call", key="call:1", title="Call", role=Role.MEDICAL_SECRETARY, at=NOW, due_at=NOW,
                        unit_id=office.cardiology.id, organization_id=by.organization_id,
                        compartment="normal", patient_id=second.id)  # fmt: skip
    done = merge(by, first, second)

    def owners():
        office.program()
        return {
            patients.HistoryEntry.objects.get(id=entry.id).patient_id,
            patients.Consent.objects.get(id=consent.id).patient_id,
            documents.Document.objects.get(id=paper.id).patient_id,
            Task.objects.get(key="call:1").patient_id,
        }

    assert owners() == {first.id}
    part(office.actor("manager"), done)
    assert owners() == {second.id}
    by = office.actor("manager")
    assert patients.patient(second.id).id == second.id
    assert found(by, str(second.number)) == [second.id]


def test_what_both_charts_have_is_not_listed_twice(office, pair):
    first, second = pair
    for chart in pair:
        by = office.actor("provider")
        patients.add_history(
            patient_id=chart.id,
            entry=HistoryDetails(kind="allergy", text="Penicillin"),
            by=by,
            at=NOW,
        )
        by = office.actor("manager")
        documents.file_document(content=b"%PDF-1.4\n%%EOF\n", file_name="card.pdf", title="Card", by=by, at=NOW,
                                category=documents.Category.INSURANCE_CARD, patient_id=chart.id)  # fmt: skip
    merge(office.actor("manager"), first, second)
    assert len(patients.history_of(first.id)["allergy"]) == 1
    assert len(documents.documents_of(patient_id=first.id)) == 1


def test_the_number_of_the_other_chart_can_be_taken_and_given_back(office, pair):
    first, second = pair
    done = merge(office.actor("manager"), first, second, take=["ssn"])
    assert patients.read_ssn(patient_id=first.id, by=office.actor("biller")) == "219099998"
    part(office.actor("manager"), done)
    assert patients.read_ssn(patient_id=first.id, by=office.actor("biller")) == "078051121"
    assert patients.read_ssn(patient_id=second.id, by=office.actor("biller")) == "219099998"


def test_parting_restores_what_nobody_changed_since(office, pair):
    first, second = pair
    by = office.actor("manager")
    done = merge(by, first, second, take=["phone_mobile", "email"])
    now = patients.patient(first.id)
    patients.update_demographics(patient_id=first.id, changes={"email": "new@example.com"}, by=by, at=NOW,
                                 expected_version=now.version)  # fmt: skip
    part(by, done)
    now = patients.patient(first.id)
    assert (now.phone_mobile, now.email, now.former_family_names) == ("", "new@example.com", [])
    with pytest.raises(MergeUndone, match="parted again already"):
        part(by, done)


def test_the_same_merge_twice_and_a_cycle_are_refused(office, pair):
    first, second = pair
    by = office.actor("manager")
    merge(by, first, second)
    for survivor, merged in (pair, (second, first)):
        with pytest.raises(
            MergeRefused, match=f"Chart {second.number} was merged into chart {first.number} already"
        ):
            merge(by, survivor, merged)
    with pytest.raises(MergeRefused, match="one chart"):
        merge(by, first, first)


def test_a_survivor_may_be_merged_later_and_all_pointers_find_the_last(office, pair):
    first, second = pair
    third = make_patient(office, given_name="Anne", family_name="Riviera", birth_on=BORN)
    by = office.actor("manager")
    early = merge(by, first, second)
    late = merge(by, third, first)
    assert patients.patient(second.id).id == third.id
    assert found(by, str(second.number)) == [third.id]
    with pytest.raises(MergeRefused, match=f"merged into chart {third.number} since"):
        part(by, early)
    part(by, late)
    assert patients.patient(second.id).id == first.id
    assert found(by, str(second.number)) == [first.id]
    part(by, early)
    assert patients.patient(second.id).id == second.id


def test_who_answered_for_others_still_does(office, pair):
    first, second = pair
    child = make_patient(office, given_name="Leo", family_name="Soto", guarantor_id=second.id)
    done = merge(office.actor("manager"), first, second)
    assert Patient.objects.get(id=child.id).guarantor_id == first.id
    part(office.actor("manager"), done)
    assert Patient.objects.get(id=child.id).guarantor_id == second.id


@pytest.mark.parametrize("name", ["north_desk", "biller", "provider", "assistant", "buyer", "auditor"])
def test_only_managers_merge(office, pair, name):
    with pytest.raises(NotAllowed):
        merge(office.actor(name), *pair)


def test_a_chart_that_one_may_not_see_is_not_there_to_be_merged(office, pair):
    hidden = make_patient(
        office, given_name="Ana", family_name="Rivera", birth_on=BORN, compartment="restricted"
    )
    with pytest.raises(NotFound):
        merge(office.actor("manager"), pair[0], hidden)
    with pytest.raises(MergeRefused, match="restricted"):
        merge(office.program(), pair[0], hidden)


def test_refusals_name_what_is_missing(office, pair):
    by = office.actor("manager")
    with pytest.raises(Refused, match="how you know"):
        merge(by, *pair, reason=" ")
    with pytest.raises(Stale, match="changed while you compared"):
        merge(by, *pair, expected_versions=(1, 9))
    with pytest.raises(NotFound):
        patients.unmerge_patients(merge_id=uuid.uuid4(), reason="x", by=by, at=NOW)


def test_merging_and_parting_are_acts_of_the_audit(office, pair):
    first, second = pair
    part(office.actor("manager"), merge(office.actor("manager"), first, second))
    office.actor("auditor")
    acts = AuditEvent.objects.filter(kind="act", patients__contains=[first.id, second.id]).order_by("id")
    assert list(acts.values_list("act", flat=True)) == ["patients.merged", "patients.unmerged"]
    assert acts[0].detail["because"] == "same insurance card"


def test_a_merged_chart_follows_the_survivor_into_a_compartment(office, pair):
    first, second = pair
    merge(office.actor("manager"), first, second)
    patients.move_to_compartment(
        patient_id=first.id, compartment="restricted", reason="asked", by=office.program(), at=NOW
    )
    office.actor("manager")
    assert patients.patient(second.id) is None
    assert patients.search_patients(text=str(second.number), by=office.actor("manager")) == []
    assert patients.search_patients(text=str(second.number), by=office.actor("provider"))


def test_registering_the_person_again_finds_the_survivor_alone(office, pair):
    first, second = pair
    by = office.actor("manager")
    merge(by, first, second)
    details = patients.PatientDetails(given_name="Anna", family_name="Rivera-Soto", birth_on=BORN)
    assert [match.row.id for match in patients.find_duplicates(details=details, by=by)] == [first.id]


def test_two_who_merge_at_once_merge_once(committed_db):
    with transaction.atomic():
        office = open_small_office()
        first, second = (make_patient(office, family_name="Rivera", birth_on=BORN) for _ in range(2))
        manager = office.actor("manager")
    said, start = [], threading.Barrier(2)

    def try_it(survivor, merged):
        try:
            start.wait()
            with transaction.atomic():
                assume(manager.identity())
                said.append(merge(manager, survivor, merged).id)
        except MergeRefused as refused:
            said.append(refused.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it, args=order) for order in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("was merged into chart" in str(each) for each in said) == 1
    with transaction.atomic():
        office.program()
        assert Patient.objects.filter(merged_into__isnull=False).count() == 1


def test_what_was_hung_on_the_pointer_meanwhile_is_gathered(office, pair):
    first, second = pair
    done = merge(office.actor("manager"), first, second)
    consent = patients.Consent.objects.create(
        organization_id=second.organization_id,
        compartment="normal",
        patient=second,
        kind="treatment",
        signed_at=NOW,
    )
    assert gather_strays(by=office.program(), at=NOW) == 1
    consent.refresh_from_db()
    assert consent.patient_id == first.id
    part(office.actor("manager"), done)
    consent.refresh_from_db()
    assert consent.patient_id == second.id
