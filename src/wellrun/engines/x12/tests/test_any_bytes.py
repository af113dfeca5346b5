"""No bytes make the library raise, hang or lose its place."""

from __future__ import annotations

import time
from collections import deque

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wellrun.engines.x12 import (
    Unwritable,
    balance,
    build_acknowledgements,
    check,
    read_acknowledgements,
    read_claim_acknowledgements,
    read_claims,
    read_remittances,
    read_segments,
    read_transactions,
    tree,
    write_999,
    write_segments,
)
from wellrun.engines.x12.testing import make_envelope

from . import texts
from .faults import clean_claims, clean_remittances

CALM = settings(max_examples=120, deadline=2_000, suppress_health_check=[HealthCheck.too_slow])
SEEDS = [
    clean_claims()[:2_400], clean_remittances()[:2_400], texts.CLAIM, texts.REMITTANCE, texts.CLAIM_ANSWER,
    texts.ACKNOWLEDGEMENT,
]  # fmt: skip


def _everything(source: bytes) -> None:
    for reader in (read_transactions, read_claims, read_acknowledgements, read_claim_acknowledgements, tree):
        deque(reader(source), 0)
    for remittance in read_remittances(source):
        balance(remittance)
    for finding in check(source):
        assert finding.sentence
        assert finding.code
        assert 1 <= finding.snip <= 5
    deque(read_segments(write_segments(read_segments(source))), 0)
    answers = build_acknowledgements(source, envelope=make_envelope())
    try:
        write_999(answers)
    except Unwritable as refusal:
        assert str(refusal)


@CALM
@given(st.binary(max_size=600))
def test_random_bytes(source: bytes):
    _everything(source)


@CALM
@given(st.binary(max_size=400), st.binary(min_size=1, max_size=1))
def test_random_bytes_after_a_header(source: bytes, separator: bytes):
    _everything(b"ISA" + separator + source)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    text = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(text) - 1)))
        size = draw(st.integers(0, 40))
        kind = draw(st.sampled_from(["replace", "drop", "double", "insert"]))
        if kind == "replace" and text:
            text[at] = draw(st.integers(0, 255))
        elif kind == "drop":
            del text[at : at + size]
        elif kind == "double":
            text[at:at] = text[at : at + size]
        else:
            text[at:at] = draw(
                st.sampled_from([b"~", b"*", b":", b"ISA*", b"~ST*835*1~", b"\x00", b"\xff", b"~SE~", b"\n"])
            )
    return bytes(text)


@CALM
@given(mutated())
def test_mutated_files(source: bytes):
    _everything(source)


def test_degenerate_files_end_soon():
    started = time.perf_counter()
    for source in (
        b"ISA*" * 60_000,
        b"ISA" + b"~" * 300_000,
        clean_claims()[:300] + b"~" * 200_000,
        clean_remittances().replace(b"AMT*B6*101.5~", b"AMT*B6*101.5~" * 20_000),
        clean_claims().replace(b"HL*2*1*22*0~", b"HL*2*1*22*0~" * 20_000),
        (clean_claims()[:106] + b"IEA*0*000000001~") * 2_000,
    ):
        deque(check(source), 0)
        deque(read_claims(source), 0)
    assert time.perf_counter() - started < 30
