"""Every public sample file: nothing raises, and what an independent look noted is found, or the
difference explained.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter, deque
from pathlib import Path

import pytest

from wellrun.engines.x12 import (
    Finding,
    build_acknowledgements,
    check,
    read_acknowledgements,
    read_claim_acknowledgements,
    read_claims,
    read_remittances,
    read_segments,
    read_transactions,
    tree,
    write_segments,
)
from wellrun.engines.x12.testing import make_envelope

pytestmark = pytest.mark.samples

TYPED = (
    "005010X222A1",
    "005010X222A2",
    "005010X222",
    "005010X221A1",
    "005010X231A1",
    "005010X231",
    "005010X214",
)

# Where our findings differ from the index's note, and why.
EXPLAINED = {
    "blue_cross_nc_sample.txt": "no ISA and no GS name a version, so only the envelope is checked; SE01 is found wrong",
    "bad-header.edi": "institutional guide: no grammar here, the index's claim sums are outside our checks",
    "tertiary-payment.835": "the note counts SVC02 against CLP03; we also find the line that does not balance",
    "invalid999.edi": "the file repeats IK5 and mixes 997 habits in; found as unexpected segments",
}


def _folder() -> Path:
    named = os.environ.get("WELLRUN_SAMPLES")
    repository = Path(__file__).parents[5]
    return Path(named) / "x12" if named else repository.parent / "shared" / "data" / "x12"


def _index() -> list[dict[str, str]]:
    path = _folder() / "index.tsv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


ROWS = _index()
if not ROWS:
    pytestmark = [
        pytest.mark.samples,
        pytest.mark.skip(reason="the shared sample files are not here: set WELLRUN_SAMPLES"),
    ]


def _bytes(row: dict[str, str]) -> bytes:
    return (_folder() / row["file"]).read_bytes()


def _codes(source: bytes) -> Counter[str]:
    return Counter(found.code for found in check(source))


def test_there_are_samples():
    assert len(ROWS) > 250


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"][-60:])
def test_no_sample_makes_anything_raise(row: dict[str, str]):
    source = _bytes(row)
    for reader in (read_transactions, read_claims, read_remittances, read_acknowledgements, tree, check):
        deque(reader(source), 0)
    deque(read_claim_acknowledgements(source), 0)
    build_acknowledgements(source, envelope=make_envelope())
    kept = re.sub(rb"[\s\x1a]|\xef\xbb\xbf", b"", source)
    assert re.sub(rb"[\s\x1a]", b"", write_segments(read_segments(source))) == kept


@pytest.mark.parametrize("row", [row for row in ROWS if row["note"]], ids=lambda row: row["file"][-60:])
def test_findings_agree_with_the_note(row: dict[str, str]):
    name, note = Path(row["file"]).name, row["note"]
    codes = _codes(_bytes(row))
    assert ("UTF8-BOM" in note) == (codes["envelope.byte-order-mark"] > 0)
    if "SE01 count" in note:
        assert codes["envelope.se-count"] > 0
    if "ISA not fixed" in note:
        assert codes["envelope.isa-width"] > 0
    if "GE02" in note:
        assert codes["envelope.ge-control"] > 0
    if "no ISA" in note:
        assert codes["envelope.no-isa"] > 0
    if not set(row["version"].split("+")) & set(TYPED) or name in EXPLAINED:
        return
    if "CLP unbalanced" in note:
        assert codes["balance.claim"] > 0
    if "sum SVC02" in note:
        assert codes["balance.claim-charge"] > 0
    if "CLM02!=" in note:
        assert codes["balance.claim"] > 0
    told = re.search(r"(\d+)/\d+ NPI fail", note)
    if told:
        assert _wrong_npis(_bytes(row)) >= int(told[1])


def _wrong_npis(source: bytes) -> int:
    return len({found.value for found in check(source) if found.code == "code.npi"})


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if not row["note"] and row["transaction"] in ("835", "837")],
    ids=lambda row: row["file"][-60:],
)
def test_a_sample_without_a_note_has_a_sound_envelope(row: dict[str, str]):
    wrong = [
        found.code for found in check(_bytes(row))
        if found.code in ("envelope.se-count", "envelope.isa-width", "balance.claim", "envelope.byte-order-mark")
    ]  # fmt: skip
    assert wrong == []


def _typed(row: dict[str, str], transaction: str) -> bool:
    return row["transaction"] == transaction and bool(set(row["version"].split("+")) & set(TYPED))


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if _typed(row, "837") or _typed(row, "835")],
    ids=lambda row: row["file"][-60:],
)
def test_as_many_claims_as_an_independent_count(row: dict[str, str]):
    source = _bytes(row)
    if row["transaction"] == "837":
        counted = len(list(read_claims(source)))
    else:
        counted = sum(len(found.claims) for found in read_remittances(source))
    assert counted == int(row["claims"])


def test_every_finding_in_a_sample_says_where_it_stands():
    def places(found: Finding) -> bool:
        return found.segment_position > 0 or found.code.startswith("envelope.")

    for row in ROWS:
        assert all(places(found) for found in check(_bytes(row)))
