"""Files as they really come: marks, line ends, odd separators, several interchanges, no end, no start."""

from __future__ import annotations

import gc
import io
import tracemalloc
from collections import deque

import pytest

from wellrun.engines.x12 import (
    Separators,
    check,
    read_claims,
    read_remittances,
    read_segments,
    read_transactions,
    write_835,
    write_837p,
    write_segments,
)
from wellrun.engines.x12.segments import read_blocks
from wellrun.engines.x12.separators import detect_separators
from wellrun.engines.x12.testing import make_batch, make_remittance

from .faults import clean_claims, clean_remittances


def _codes(source: bytes) -> set[str]:
    return {found.code for found in check(source)}


def _claim_numbers(source: bytes) -> list[str]:
    return [claim.control_number for claim in read_claims(source)]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r", b" \n"])
def test_line_ends_after_segments_do_not_matter(line_end: bytes):
    broken = clean_claims().replace(b"~", b"~" + line_end)
    assert _claim_numbers(broken) == _claim_numbers(clean_claims())
    assert list(check(broken)) == []


def test_text_wrapped_at_eighty_columns_is_joined():
    text = clean_claims()
    wrapped = b"\n".join(text[at : at + 80] for at in range(0, len(text), 80))
    assert _claim_numbers(wrapped) == _claim_numbers(text)
    assert list(check(wrapped)) == []


def test_a_byte_order_mark_is_a_warning_only():
    marked = b"\xef\xbb\xbf" + clean_claims()
    assert _codes(marked) == {"envelope.byte-order-mark"}
    assert _claim_numbers(marked) == _claim_numbers(clean_claims())


def test_bytes_before_the_interchange_are_told():
    assert _codes(b"mail header\r\n\r\n" + clean_claims()) == {"envelope.leading-bytes"}
    assert _codes(b"  \r\n\r\n" + clean_claims()) == set()


@pytest.mark.parametrize(
    ("element", "component", "repetition", "segment"),
    [("|", ">", "!", "\n"), ("\x1d", "\x1f", "\x1e", "\x1c"), ("+", "<", "`", "'"), ("*", ":", "^", "\r")],
)
def test_odd_separators_are_found(element: str, component: str, repetition: str, segment: str):
    marks = str.maketrans({"*": element, ":": component, "^": repetition, "~": segment})
    odd = clean_claims().decode().translate(marks).encode()
    assert detect_separators(odd[:400]) == Separators(element, component, repetition, segment)
    assert _claim_numbers(odd) == _claim_numbers(clean_claims())
    assert list(check(odd)) == []


def test_an_isa_without_fixed_width_is_read_with_a_warning():
    thin = clean_claims().replace(b"          ", b"").replace(b"OFFICE01       ", b"OFFICE01")
    assert _codes(thin) == {"envelope.isa-width"}
    assert _claim_numbers(thin) == _claim_numbers(clean_claims())


def test_an_isa_without_its_last_elements_is_read_by_what_follows_it():
    short = clean_claims().replace(b"*0*T*:~", b"*0~", 1)
    assert "envelope.isa-elements" in _codes(short)
    assert _claim_numbers(short) == _claim_numbers(clean_claims())


def test_interchanges_with_different_separators_stand_in_one_file():
    marks = str.maketrans({"*": "|", ":": ">", "~": "\n"})
    other = write_837p(make_batch(2, first=40, control=2)).decode().translate(marks).encode()
    both = clean_claims() + b"\r\n" + other + clean_remittances().replace(b"000000001", b"000000003")
    assert _claim_numbers(both) == _claim_numbers(clean_claims()) + ["C00000040", "C00000041"]
    assert len(list(read_remittances(both))) == 2
    assert list(check(both)) == []


def test_each_transaction_of_several_groups_is_its_own_payment():
    payments = [make_remittance(make_batch(2, first=at), transaction=f"{at:04d}") for at in range(1, 18)]
    for at, payment in enumerate(payments):
        payment.envelope.group_control = str(at // 5 + 1)
    read = list(read_remittances(write_835(payments)))
    assert [found.amount_cents for found in read] == [payment.amount_cents for payment in payments]
    assert [found.trace_number for found in read] == [payment.trace_number for payment in payments]
    assert {found.envelope.group_control for found in read} == {"1", "2", "3", "4"}


def test_a_transaction_without_an_envelope_is_read_and_told():
    bare = clean_remittances().partition(b"ST*")
    body = b"ST*" + bare[2].partition(b"GE*")[0]
    assert [found.amount_cents for found in read_remittances(body)] == [
        found.amount_cents for found in read_remittances(clean_remittances())
    ]
    assert _codes(body) == {"envelope.no-isa", "guide.unknown"}


def test_a_file_cut_short_gives_what_it_holds():
    cut = clean_claims()[:2_000]
    assert _claim_numbers(cut) == [
        number for number in _claim_numbers(clean_claims()) if number.encode() in cut
    ]
    assert {"envelope.unclosed", "segment.unterminated"} <= _codes(cut)


@pytest.mark.parametrize("nothing", [b"", b"hello", b"\x00" * 5_000, b"ISA", b"PK\x03\x04" + b"ISA" * 50])
def test_what_is_not_x12_is_said_to_be_none(nothing: bytes):
    assert "envelope.none" in _codes(nothing)
    assert list(read_transactions(nothing)) == []


def test_what_is_read_is_written_back_the_same():
    ugly = clean_claims().replace(b"ADA", b"ADA\xff\xe9").replace(b"~", b"~\r\n")
    assert write_segments(read_segments(ugly)) == ugly
    typed = list(read_remittances(clean_remittances()))
    assert write_835(typed) == clean_remittances()


def test_an_accent_in_utf8_is_text_and_a_stray_byte_survives():
    accented = clean_claims().replace(b"ALDER", "ÅLDER".encode())
    assert next(iter(read_claims(accented))).subscriber.party.name == "ÅLDER"
    assert write_segments(read_segments(accented)) == accented


def test_any_transaction_set_is_an_envelope_with_segments():
    other = (
        clean_remittances()
        .replace(b"ST*835*", b"ST*820*")
        .replace(b"GS*HP*", b"GS*RA*")
        .replace(b"X221A1", b"X306")
    )
    read = list(read_transactions(other))
    assert [found.envelope.transaction_set for found in read] == ["820", "820"]
    assert read[0].segments[0].id == "ST"
    assert read[0].segments[-1].id == "SE"
    assert read[0].segments[1].element(2) == read[0].segments[1].elements[2]
    assert _codes(other) == {"guide.unknown"}


def test_chunks_of_any_size_make_the_same_segments():
    class Dripping(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 7, 7))

    text = b"\xef\xbb\xbf" + clean_claims() + b"\n" + clean_remittances()
    assert [found.text for found in read_segments(Dripping(text))] == [
        found.text for found in read_segments(text)
    ]


def test_a_file_without_terminators_is_cut_into_bounded_pieces():
    endless = clean_claims()[:106] + b"A" * 9_000_000
    longest = max(len(text) for block in read_blocks(endless) for text in block.texts)
    assert longest < 5_000_000


def test_memory_does_not_grow_with_the_file():
    one = write_837p(make_batch(120), verify=False)

    def peak(source: bytes) -> int:
        stream = io.BytesIO(source)
        tracemalloc.start()
        for _ in check(stream):
            pass
        stream.seek(0)
        for _ in read_claims(stream):
            pass
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    small, large = peak(one * 6), peak(one * 18)
    assert large < small * 1.2


def test_what_was_read_is_freed_without_the_collector():
    gc.collect()
    gc.disable()
    try:
        for reader in (read_remittances, read_claims, check):
            deque(reader(clean_remittances() + clean_claims()), 0)
        assert gc.collect() < 50
    finally:
        gc.enable()
