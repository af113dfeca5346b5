"""Real-shaped texts become typed views, whole."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from wellrun.engines.x12 import (
    Finding,
    balance,
    check,
    is_balanced,
    read_acknowledgements,
    read_claim_acknowledgements,
    read_claims,
    read_remittances,
)

from . import texts
from .faults import clean_claims


def test_a_remittance_tells_payment_and_parties():
    (found,) = read_remittances(texts.REMITTANCE)
    assert (found.amount_cents, found.method, found.handling, found.credit_debit) == (18_750, "ACH", "I", "C")
    assert (found.trace_number, found.payer_trace_id, found.paid_on) == (
        "88120044",
        "1610000009",
        date(2026, 10, 12),
    )
    assert (found.payer.name, found.payer.reference("2U"), found.payer.address.zip) == (
        "UPLAND HEALTH PLAN", "UP001", "401010002",
    )  # fmt: skip
    assert [contact.function for contact in found.payer.contacts] == ["CX", "BL"]
    assert (found.payee.npi, found.reference("TJ")) == ("1000000012", "610000001")
    envelope = found.envelope
    assert (envelope.interchange_control, envelope.group_control, envelope.transaction_control) == (
        "000000417", "417", "0001",
    )  # fmt: skip
    assert (envelope.sender, envelope.written_at) == ("PAYERGATE", datetime(2026, 10, 12, 8, 15))
    assert found.problems == []


def test_a_remitted_claim_tells_lines_and_reasons():
    (found,) = read_remittances(texts.REMITTANCE)
    claim, reversal, corrected = found.claims
    assert (claim.patient_control_number, claim.status, claim.payer_claim_number) == (
        "A-1001",
        "1",
        "UP55001",
    )
    assert (claim.charge_cents, claim.paid_cents, claim.patient_responsibility_cents) == (
        30_000,
        14_000,
        3_000,
    )
    assert (claim.patient.display_name, claim.patient.id) == ("ALDER, ADA M", "U000000001")
    assert [party.entity for party in claim.other_parties] == ["74"]
    assert list(claim.remarks) == ["MA01", "N130"]
    assert claim.received_on == date(2026, 9, 25)
    first, second = claim.lines
    assert (first.procedure, first.modifiers, first.control_number) == ("99214", ("25", "95"), "1001L1")
    assert (first.allowed_cents, list(first.remarks)) == (12_000, ["N362"])
    assert [(found.group, found.reason, found.amount_cents) for found in second.adjustments] == [
        ("CO", "45", 4_000), ("CO", "253", 1_000),
    ]  # fmt: skip
    assert second.adjustments[0].quantity == Decimal(1)
    assert second.submitted_modifiers == ("90",)
    assert (second.submitted_procedure, second.submitted_units, second.units) == (
        "85027",
        Decimal(3),
        Decimal(2),
    )
    assert (second.from_on, second.through_on) == (date(2026, 9, 15), date(2026, 9, 16))
    assert reversal.is_reversal
    assert not corrected.is_reversal
    assert [(one.reason, one.reference, one.amount_cents) for one in found.provider_adjustments] == [
        ("WO", "UP50900", -4_000), ("L6", "INT", -250), ("FB", "0931", 1_000),
    ]  # fmt: skip


def test_reversal_correction_and_provider_adjustments_balance():
    (found,) = read_remittances(texts.REMITTANCE)
    assert balance(found) == []
    assert is_balanced(found)
    assert list(check(texts.REMITTANCE)) == []


def test_a_claim_tells_everything_it_inherits():
    findings: list[Finding] = []
    (claim,) = read_claims(texts.CLAIM, findings)
    assert findings == []
    assert (claim.control_number, claim.charge_cents, claim.place_of_service, claim.frequency) == (
        "K-77",
        26_250,
        "11",
        "7",
    )
    assert (claim.header.reference, claim.header.submitter.contacts[0].numbers[1]) == (
        "B20261012A",
        ("EX", "12"),
    )
    assert (claim.billing.npi, claim.billing.taxonomy, claim.billing.reference("EI")) == (
        "1000000012", "207Q00000X", "610000001",
    )  # fmt: skip
    assert claim.pay_to.address.line1 == "PO BOX 9"
    assert (claim.subscriber.responsibility, claim.subscriber.member_id) == ("S", "U000000003")
    assert (claim.patient_relationship, claim.patient_party.first_name) == ("19", "JONAS")
    assert claim.patient_party.birth_on == date(2015, 3, 3)
    assert (claim.accident_causes, claim.accident_state, claim.patient_signature) == (("AA",), "KY", "P")
    assert (claim.reference("F8"), claim.reference("G1"), claim.patient_paid_cents) == (
        "UP44001",
        "AUTH77",
        1_250,
    )
    assert [(found.qualifier, found.code) for found in claim.diagnoses] == [
        ("ABK", "S93401A"),
        ("ABF", "W010XXA"),
    ]
    assert (claim.rendering.name, claim.referring.name, claim.facility.address.line1) == (
        "ROWAN",
        "LARCH",
        "14 MILL ROAD",
    )


def test_a_claim_tells_lines_and_the_earlier_payer():
    (claim,) = read_claims(texts.CLAIM)
    first, second = claim.lines
    assert (first.procedure, first.modifiers, first.pointers, first.emergency) == (
        "99213",
        ("25",),
        (1, 2),
        True,
    )
    assert (first.control_number, first.from_on) == ("77L1", date(2026, 9, 2))
    assert (second.description, second.place_of_service, second.units) == ("KETOROLAC", "22", Decimal(2))
    assert second.through_on == date(2026, 9, 3)
    assert (second.drug.ndc, second.drug.quantity, second.drug.unit, second.drug.prescription) == (
        "00409379501", Decimal(2), "ML", "RX9",
    )  # fmt: skip
    assert (second.rendering.name, second.notes[0].text) == ("HAZEL", "BOTH DAYS")
    (decided,) = first.adjudications
    assert (decided.payer_id, decided.paid_cents, decided.paid_on) == ("VM002", 6_250, date(2026, 9, 20))
    (coverage,) = claim.other_coverages
    assert (coverage.payer.name, coverage.paid_cents, coverage.subscriber.id) == (
        "VALLEY MUTUAL",
        10_000,
        "Z123",
    )
    assert (coverage.paid_on, coverage.remarks) == (date(2026, 9, 20), ["MA18"])


def test_a_claim_acknowledgement_tells_who_is_turned_back():
    (found,) = read_claim_acknowledgements(texts.CLAIM_ANSWER)
    assert (found.batch_reference, found.received_on, found.processed_on) == (
        "B20261012A", date(2026, 10, 11), date(2026, 10, 12),
    )  # fmt: skip
    assert (found.totals.accepted, found.totals.rejected_cents) == (1, 30_000)
    accepted, rejected = found.claims
    assert (accepted.control_number, accepted.payer_claim_number, accepted.clearinghouse_number) == (
        "A-1001", "UP55001", "CH0001",
    )  # fmt: skip
    assert not accepted.is_rejected
    assert rejected.is_rejected
    status = rejected.statuses[0]
    assert [(code.category, code.status, code.entity) for code in status.codes] == [
        ("A7", "562", "85"), ("A7", "500", ""),
    ]  # fmt: skip
    assert status.text == "FIX THE PROVIDER"
    assert rejected.lines[0].control_number == "77L1"
    assert rejected.provider.npi == "1000000012"
    assert list(check(texts.CLAIM_ANSWER)) == []


def test_an_acknowledgement_tells_each_transaction_its_fate():
    (found,) = read_acknowledgements(texts.ACKNOWLEDGEMENT)
    assert (found.group_control, found.verdict, found.included, found.accepted) == ("417", "P", 2, 1)
    accepted, rejected = found.transactions
    assert (accepted.verdict, rejected.verdict, rejected.codes) == ("A", "R", ["5", "I5"])
    segment, missing = rejected.segments
    assert (segment.segment_id, segment.position, segment.code, segment.contexts) == (
        "CLM",
        22,
        "8",
        ["CLM01:K-77"],
    )
    assert [(one.element, one.component, one.code, one.value) for one in segment.elements] == [
        (2, None, "1", ""), (5, 3, "7", "9"),
    ]  # fmt: skip
    assert (missing.segment_id, missing.code) == ("REF", "3")
    assert missing.contexts == ["SITUATIONAL TRIGGER^SITUATIONAL TRIGGER:2*CLM*22**5:3*1325"]
    assert list(check(texts.ACKNOWLEDGEMENT)) == []


def test_the_secondary_claim_is_clean_but_for_the_money_of_the_earlier_payer():
    codes = {found.code for found in check(texts.CLAIM)}
    assert codes == {"balance.earlier-claim"}, "the payer's 50 of claim level repeats the line's"
    once = texts.CLAIM.replace(b"CAS*PR*1*50~\nAMT*D*100", b"AMT*D*100").replace(b"SE*67*", b"SE*66*")
    assert list(check(once)) == []


def test_a_problem_of_the_subscriber_belongs_to_the_claims_under_it():
    spoilt = clean_claims().replace(b"DMG*D8*19700202*", b"DMG*D8*19701302*", 1)
    problems = {
        claim.control_number: [found.value for found in claim.problems] for claim in read_claims(spoilt)
    }
    assert {number: values for number, values in problems.items() if values} == {"C00000001": ["19701302"]}
    parent = clean_claims().replace(b"DMG*D8*19700303*", b"DMG*D8*19701303*", 1)
    assert [claim.control_number for claim in read_claims(parent) if claim.problems] == ["C00000002"]
