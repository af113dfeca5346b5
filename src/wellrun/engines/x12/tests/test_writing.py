"""What is written is what was given, and nothing wrong is written at all."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellrun.engines.x12 import (
    Adjustment,
    ClaimBatch,
    Envelope,
    Separators,
    Unwritable,
    acknowledge,
    check,
    format_cents,
    parse_cents,
    read_acknowledgements,
    read_claim_acknowledgements,
    read_claims,
    read_remittances,
    write_277ca,
    write_835,
    write_837p,
    write_999,
)
from wellrun.engines.x12.testing import WRITTEN_AT, make_batch, make_envelope, make_remittance
from wellrun.engines.x12.writing.interchange import plain

from . import texts
from .faults import clean_claims


def _body(text: bytes, tag: bytes) -> list[bytes]:
    segments = text.replace(b"\n", b"").split(b"~")
    start = next(at for at, segment in enumerate(segments) if segment.startswith(tag))
    end = next(at for at, segment in enumerate(segments) if segment.startswith(b"SE*"))
    return segments[start:end]


def test_a_claim_with_everything_is_written_segment_for_segment():
    claims = list(read_claims(texts.CLAIM))
    header = claims[0].header
    header.envelope.written_at = WRITTEN_AT
    assert _body(write_837p(ClaimBatch(header, claims)), b"BHT") == _body(texts.CLAIM, b"BHT")


def test_a_claim_acknowledgement_is_written_segment_for_segment():
    (found,) = read_claim_acknowledgements(texts.CLAIM_ANSWER)
    assert _body(write_277ca(found), b"BHT") == _body(texts.CLAIM_ANSWER, b"BHT")


def test_an_acknowledgement_is_written_segment_for_segment():
    (found,) = read_acknowledgements(texts.ACKNOWLEDGEMENT)
    assert _body(write_999(found), b"AK1") == _body(texts.ACKNOWLEDGEMENT, b"AK1")


def test_a_remittance_is_read_back_equal():
    (found,) = read_remittances(texts.REMITTANCE)
    (again,) = read_remittances(write_835(found))
    assert again.claims[0].lines[1].adjustments == found.claims[0].lines[1].adjustments
    assert again.claims[0].lines[1].submitted_modifiers == ("90",)
    plain_zero = texts.REMITTANCE.replace(b"*150*75*0*12*", b"*150*75**12*")
    assert _body(write_835(found), b"BPR") == _body(plain_zero, b"BPR")
    assert [claim.paid_cents for claim in again.claims] == [claim.paid_cents for claim in found.claims]
    assert again.provider_adjustments[0].reference == "UP50900"
    assert write_835(again) == write_835(found)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            Adjustment,
            st.sampled_from(["CO", "PR", "OA", "PI"]),
            st.sampled_from(["1", "45", "253", "B7"]),
            st.integers(-10_000_00, 10_000_00),
            st.one_of(st.none(), st.integers(1, 99).map(Decimal)),
        ),
        max_size=15,
    )
)
def test_any_adjustments_survive_the_six_reasons_of_a_segment(adjustments: list[Adjustment]):
    remittance = make_remittance(make_batch(1))
    line = remittance.claims[0].lines[0]
    line.adjustments = adjustments
    (again,) = read_remittances(write_835(remittance))
    assert list(again.claims[0].lines[0].adjustments) == adjustments


@given(st.integers(-(10**15), 10**15))
def test_money_survives_its_text(cents: int):
    text = format_cents(cents)
    assert parse_cents(text) == cents
    assert not text.endswith(".")


@pytest.mark.parametrize("text", ["1,5", "1.234", "--1", "1e3", "٣", ".", "-", "1" * 19, "1.2.3", " 1"])
def test_what_is_not_money_is_not_read_as_money(text: str):
    assert parse_cents(text) is None


def test_names_are_brought_into_the_basic_set_and_numbers_are_not_touched():
    assert plain("Núñez*Peña ~ Söhne") == "NUNEZ PENA SOHNE"
    batch = make_batch(1)
    batch.claims[0].subscriber.party.name = "O'Brien-Łęcka"
    (claim,) = read_claims(write_837p(batch))
    assert claim.subscriber.party.name == "O'BRIEN- ECKA"
    batch.claims[0].subscriber.party.id = "U1*2"
    with pytest.raises(Unwritable, match=r"NM109 'U1\*2' holds a character"):
        write_837p(batch)


def test_a_claim_that_breaks_the_guide_is_not_written():
    batch = make_batch(1)
    batch.claims[0].subscriber.filing_indicator = ""
    with pytest.raises(Unwritable, match="SBR09 is required") as refusal:
        write_837p(batch)
    assert [found.code for found in refusal.value.findings] == ["element.missing"]
    batch = make_batch(1)
    batch.claims[0].billing.name = "N" * 61
    with pytest.raises(Unwritable, match="NM103 .* is longer than 60"):
        write_837p(batch)
    batch = make_batch(1)
    batch.claims[0].control_number = "C" * 21
    with pytest.raises(Unwritable, match="longer than 20"):
        write_837p(batch)


def test_nothing_is_not_written():
    with pytest.raises(Unwritable, match="nothing to write"):
        write_837p([])
    with pytest.raises(Unwritable, match="1 to 5000 claims"):
        write_837p(make_batch(0))


def test_an_envelope_needs_a_time_and_numbers():
    batch = make_batch(1)
    batch.header.envelope = Envelope("A", "B", "1", "1", "0001")
    with pytest.raises(Unwritable, match="needs the time"):
        write_837p(batch)
    batch.header.envelope = make_envelope()
    batch.header.envelope.interchange_control = "12AB"
    with pytest.raises(Unwritable, match="ISA13 '12AB' is not a control number"):
        write_837p(batch)


def test_families_share_their_levels_and_hls_are_truthful():
    batch = make_batch(3)
    child = batch.claims[2]
    assert child.patient is not None
    sibling = dataclasses.replace(
        child, control_number="C9", patient=dataclasses.replace(child.patient, first_name="IDA")
    )
    batch.claims += [sibling, dataclasses.replace(sibling, control_number="C10")]
    text = write_837p(batch)
    levels = [segment for segment in text.split(b"~") if segment.startswith(b"HL*")]
    assert levels == [
        b"HL*1**20*1", b"HL*2*1*22*0", b"HL*3*1*22*0", b"HL*4*1*22*1", b"HL*5*4*23*0", b"HL*6*4*23*0",
    ]  # fmt: skip
    assert [claim.patient_party.first_name for claim in read_claims(text)][2:] == ["DIRK", "IDA", "IDA"]
    assert list(check(text)) == []


def test_separators_of_the_envelope_are_used():
    batch = make_batch(1)
    batch.header.envelope.separators = Separators("|", ">", "!", "'", "\n")
    text = write_837p(batch)
    assert text.count(b"'\n") == text.count(b"\n")
    assert list(check(text)) == []
    assert next(iter(read_claims(text))).diagnoses[0].code == "I10"


def test_a_file_is_answered_by_a_999():
    two = write_837p([make_batch(2, transaction="0001"), make_batch(2, first=5, transaction="0002")])
    broken = two.replace(b"DMG*D8*", b"DMG*D9*", 1)
    answer = acknowledge(broken, envelope=make_envelope(control=7))
    assert list(check(answer)) == []
    (found,) = read_acknowledgements(answer)
    assert (found.functional_group, found.group_control, found.version) == ("HC", "1", "005010X222A1")
    assert (found.verdict, found.included, found.received, found.accepted) == ("P", 2, 2, 1)
    rejected, accepted = found.transactions
    assert (rejected.control, rejected.verdict, rejected.codes, accepted.verdict) == ("0001", "R", ["5"], "A")
    (segment,) = rejected.segments
    body = broken[broken.index(b"ST*") :].split(b"~")
    assert body[segment.position - 1].startswith(b"DMG*D9")
    assert [(one.element, one.code, one.value) for one in segment.elements] == [(1, "7", "D9")]


def test_a_clean_file_is_accepted_and_wrong_counts_are_named():
    (clean,) = read_acknowledgements(acknowledge(clean_claims(), envelope=make_envelope()))
    assert (clean.verdict, [answer.verdict for answer in clean.transactions]) == ("A", ["A", "A"])
    wrong = clean_claims().replace(b"SE*148*0001", b"SE*140*0007").replace(b"GE*2*1", b"GE*2*4")
    (found,) = read_acknowledgements(acknowledge(wrong, envelope=make_envelope()))
    assert (found.verdict, found.codes) == ("P", ["4"])
    assert found.transactions[0].codes == ["4", "3"]


def test_acknowledgements_are_not_acknowledged():
    with pytest.raises(Unwritable, match="no functional group"):
        acknowledge(texts.ACKNOWLEDGEMENT, envelope=make_envelope())


def test_days_of_service_over_a_period_survive():
    batch = make_batch(1)
    line = batch.claims[0].lines[0]
    line.from_on, line.through_on = date(2026, 3, 2), date(2026, 3, 4)
    (claim,) = read_claims(write_837p(batch))
    assert (claim.lines[0].from_on, claim.lines[0].through_on) == (date(2026, 3, 2), date(2026, 3, 4))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(0, 11), min_size=1, max_size=12, unique=True),
    st.sampled_from(["*:^~", "|>!'", "+<`?"]),
)
def test_any_order_of_claims_is_written_clean_and_read_back(order: list[int], marks: str):
    batch = make_batch(12)
    batch.claims = [batch.claims[at] for at in order]
    batch.header.envelope.separators = Separators(*marks)
    text = write_837p(batch, verify=False)
    assert list(check(text)) == []
    again = list(read_claims(text))
    assert [claim.control_number for claim in again] == [claim.control_number for claim in batch.claims]
    for claim, written in zip(again, batch.claims, strict=True):
        assert claim.patient_party.birth_on == written.patient_party.birth_on
        assert [line.units for line in claim.lines] == [line.units for line in written.lines]
        assert [line.modifiers for line in claim.lines] == [line.modifiers for line in written.lines]
