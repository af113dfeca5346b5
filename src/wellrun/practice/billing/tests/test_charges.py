"""Charges: complete before they are saved, posted once, reversed and corrected, never changed."""

from __future__ import annotations

import pytest

from wellrun.platform.access.api import NotFound, Stale
from wellrun.platform.events import subscribe
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.queries.gaps import read_draft
from wellrun.practice.billing.testing import EVENING, charge, draft_of, make_encounter, pay
from wellrun.practice.coverage.testing import make_coverage
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Line
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.workforce.testing import make_provider


@pytest.fixture
def patient(office):
    return make_patient(office)


def sentences(draft, encounter):
    return {gap.field: gap.sentence for gap in read_draft(draft, encounter=encounter).gaps}


def test_an_insured_visit_is_charged_to_the_insurer(office, patient):
    coverage = make_coverage(office, patient)
    encounter = charge(office, make_encounter(office, patient_id=patient.id), draft_of("99213", "93000"))
    assert (encounter.state, encounter.coverage_id, encounter.version) == ("charged", coverage.id, 2)
    assert billing.balances([patient.id])[patient.id] == billing.Balance(insurance_pending_cents=17_000)
    line = billing.charge_lines(encounter.id)[0]
    posted = ledger.lines(organization_id=office.organization.id, charge_id=line.id)
    assert {(row.account, row.amount_cents, row.payer_id, row.source_key) for row in posted} == {
        (Account.INSURANCE_RECEIVABLE, 12_500, coverage.payer_id, f"charge:{line.id}"),
        (Account.PATIENT_REVENUE, -12_500, coverage.payer_id, f"charge:{line.id}"),
    }


def test_an_uninsured_visit_is_charged_to_the_patient_and_earlier_money_pays_it(office, patient):
    pay(office, patient.id, 5_000)
    charge(office, make_encounter(office, patient_id=patient.id))
    assert billing.balances([patient.id])[patient.id] == billing.Balance(patient_due_cents=7_500)


def test_charges_are_news(office, patient):
    heard = []
    subscribe(billing.ChargesEntered, heard.append)
    encounter = charge(office, make_encounter(office, patient_id=patient.id))
    assert [(news.encounter_id, news.patient_id) for news in heard] == [(encounter.id, patient.id)]


def test_everything_missing_is_told_at_once(office, patient):
    encounter = make_encounter(office, patient_id=patient.id)
    draft = billing.ChargeDraft(
        diagnoses=("E11", "X99", "I10", "I10"),
        lines=(
            billing.LineDraft("99213", ("25", "25"), 0, ()),
            billing.LineDraft("99999", ("5",), 1, (9,)),
            billing.LineDraft("9921", (), 1, (1, 1)),
        ),
        place_of_service="1",
    )
    assert sentences(draft, encounter) == {
        "diagnoses.0": "E11 is a heading. Choose one of the codes beneath it.",
        "diagnoses.1": "X99 is not a diagnosis code.",
        "diagnoses.3": "I10 is listed twice.",
        "place_of_service": "The place of service is two digits, such as 11 for an office.",
        "lines.0.modifiers": "The same modifier stands there twice.",
        "lines.0.units": "Units run from 1 to 999.",
        "lines.0.pointers": "Say which diagnosis this was done for.",
        "lines.1.code": "99999 is not among the practice's codes.",
        "lines.1.modifiers": "5 is no modifier: one has two letters or digits.",
        "lines.1.pointers": "It points to a diagnosis 9, which is not there.",
        "lines.2.code": "A procedure code has five characters, such as 99213 or G0439.",
        "lines.2.pointers": "It points to the same diagnosis twice.",
        "coverage": "No insurance on file for June 3, 2026: the patient will be charged.",
    }
    with pytest.raises(billing.ChargesIncomplete) as refused:
        charge(office, encounter, draft)
    assert len(refused.value.gaps) == 12
    assert billing.charge_lines(encounter.id) == []


def test_an_empty_draft_lacks_diagnoses_and_charges(office, patient):
    encounter = make_encounter(office, patient_id=patient.id)
    assert {"diagnoses", "lines"} <= set(sentences(billing.ChargeDraft(), encounter))


def test_a_code_without_a_fee_on_the_day_is_a_gap(office, patient):
    encounter = make_encounter(office, patient_id=patient.id)
    billing.keep_procedure_code(
        code="71046", nickname="Chest x-ray", kind="imaging", by=office.program(), at=NOW
    )
    assert sentences(draft_of("71046"), encounter)["lines.0.code"] == "71046 has no fee on June 3, 2026."


def test_a_provider_without_a_license_is_a_gap(office, patient):
    provider = make_provider(office, license_until=EVENING.date().replace(month=5))
    encounter = make_encounter(office, patient_id=patient.id, provider=provider)
    assert "license" in sentences(draft_of(), encounter)["provider"]
    with pytest.raises(billing.ChargesIncomplete):
        charge(office, encounter)


def test_a_diagnosis_outside_its_days_is_a_gap(office, patient):
    encounter = make_encounter(office, patient_id=patient.id)
    rows = [("I10", "Essential (primary) hypertension", True), ("Z998", "New in this edition", True)]
    billing.load_diagnosis_codes(codes=rows, edition_from=EVENING.date().replace(day=3))
    found = sentences(draft_of(diagnoses=("E119", "I10", "Z998")), encounter)
    assert found["diagnoses.0"] == "E11.9 was no longer valid on June 3, 2026."
    assert "diagnoses.2" not in found
    office.program()
    billing.load_diagnosis_codes(
        codes=[*rows, ("Z999", "Later", True)], edition_from=EVENING.date().replace(day=4)
    )
    assert sentences(draft_of(diagnoses=("Z999",)), encounter)["diagnoses.0"].endswith(
        "did not exist yet on June 3, 2026."
    )


def test_charges_are_entered_once(office, patient):
    encounter = make_encounter(office, patient_id=patient.id)
    opened = encounter.version
    charge(office, encounter)
    for version, refusal in ((opened, Stale), (opened + 1, billing.AlreadyCharged)):
        with pytest.raises(refusal):
            billing.enter_charges(encounter_id=encounter.id, draft=draft_of(), expected_version=version,
                                  by=office.program(), at=EVENING)  # fmt: skip
    assert billing.balances([patient.id])[patient.id].patient_due_cents == 12_500


def test_a_visit_has_one_encounter_and_none_when_nobody_came(office, patient):
    encounter = make_encounter(office, patient_id=patient.id)
    again = billing.open_encounter(appointment_id=encounter.appointment_id, by=office.program(), at=EVENING)
    assert again.id == encounter.id
    with pytest.raises(Exception, match="did not take place"):
        make_encounter(office, patient_id=patient.id, state="no_show")


def test_a_reversed_charge_gives_the_patients_money_back_to_them(office, patient):
    encounter = charge(office, make_encounter(office, patient_id=patient.id), draft_of("99213", "36415"))
    pay(office, patient.id, 13_500)
    visit = billing.charge_lines(encounter.id)[0]
    after = billing.reverse_charge(
        charge_id=visit.id, because="wrong patient", by=office.program(), at=EVENING
    )
    assert after.state == "charged"
    assert billing.balances([patient.id])[patient.id] == billing.Balance(unapplied_cents=12_500)
    with pytest.raises(Exception, match="reversed already"):
        billing.reverse_charge(charge_id=visit.id, because="again", by=office.program(), at=EVENING)
    draw = billing.charge_lines(encounter.id)[0]
    assert (
        billing.reverse_charge(charge_id=draw.id, because="all", by=office.program(), at=EVENING).state
        == "open"
    )


def test_correcting_keeps_what_is_alike(office, patient):
    encounter = charge(office, make_encounter(office, patient_id=patient.id), draft_of("99213", "36415"))
    before = {line.procedure_code: line.id for line in billing.charge_lines(encounter.id)}
    billing.correct_charges(
        encounter_id=encounter.id, draft=draft_of("99214", "36415"), because="level of visit",
        expected_version=encounter.version, by=office.program(), at=EVENING,
    )  # fmt: skip
    after = {line.procedure_code: line.id for line in billing.charge_lines(encounter.id)}
    assert set(after) == {"99214", "36415"}
    assert after["36415"] == before["36415"]
    assert billing.balances([patient.id])[patient.id].patient_due_cents == 19_000


def test_a_charge_that_the_insurer_answered_is_not_reversed(office, patient):
    make_coverage(office, patient)
    encounter = charge(office, make_encounter(office, patient_id=patient.id))
    line = billing.charge_lines(encounter.id)[0]
    dimensions = {"patient_account_id": line.account_id, "charge_id": line.id, "unit_id": line.unit_id}
    ledger.post(source_kind="remittance", source_key="remittance:1", effective_on=EVENING.date(), by=office.program(),
                at=EVENING, lines=[Line(Account.BANK, 9_000, **dimensions),
                                   Line(Account.INSURANCE_RECEIVABLE, -9_000, **dimensions)])  # fmt: skip
    with pytest.raises(Exception, match="already answered for 99213"):
        billing.reverse_charge(charge_id=line.id, because="oops", by=office.program(), at=EVENING)


def test_another_section_has_no_such_encounter(office, patient):
    encounter = make_encounter(office, patient_id=patient.id, unit=office.family_south)
    assistant = office.actor("assistant")
    with pytest.raises(NotFound):
        billing.enter_charges(
            encounter_id=encounter.id, draft=draft_of(), expected_version=1, by=assistant, at=EVENING
        )
    with pytest.raises(NotFound):
        billing.open_encounter(appointment_id=encounter.appointment_id, by=assistant, at=EVENING)


def test_nothing_to_bill_leaves_the_list_of_missing_charges_and_comes_back(office, patient):
    encounter = make_encounter(office, patient_id=patient.id)

    def missing():
        rows = billing.missing_charges(unit_ids=[office.cardiology.id], at=EVENING)
        return [row.appointment_id for row in rows]

    assert missing() == [encounter.appointment_id]
    billing.void_encounter(encounter_id=encounter.id, because="nurse visit", by=office.program(), at=EVENING)
    assert missing() == []
    with pytest.raises(Exception, match="nothing to bill"):
        billing.enter_charges(encounter_id=encounter.id, draft=draft_of(), expected_version=2,
                              by=office.program(), at=EVENING)  # fmt: skip
    billing.reopen_encounter(encounter_id=encounter.id, by=office.program(), at=EVENING)
    assert missing() == [encounter.appointment_id]
    charge(office, billing.encounter(encounter.id))
    assert missing() == []


def test_favorites_are_the_codes_in_use(office, patient):
    encounter = charge(
        office, make_encounter(office, patient_id=patient.id), draft_of("93000", diagnoses=("R079",))
    )
    place = {"unit_id": encounter.unit_id, "provider_id": encounter.provider_id, "on": EVENING.date()}
    assert [row.text for row in billing.favorite_procedures(**place)] == ["EKG with reading"]
    assert [row.shown for row in billing.favorite_diagnoses(**place)] == ["R07.9"]
