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

# Errors beyond what the index notes, by file: what they are, and why they are right.
SEPARATOR = {"element.code", "element.missing", "element.number", "element.too-long", "code.place-of-service"}
BEYOND = {
    # composites are separated by another character than the ISA names
    "demo.cob.2ndary.example4.837": SEPARATOR | {"claim.pointer"},
    "demo.example6.837": SEPARATOR | {"claim.pointer"},
    "demo.example9.837": SEPARATOR,
    "demo.example11.837": SEPARATOR | {"claim.pointer"},
    "demo.example12.837": SEPARATOR | {"claim.pointer"},
    "cob-contractural-adjustment.835": {"element.code", "element.missing", "segment.missing"},
    "secondary-payment.835": {"element.code", "element.missing", "segment.missing"},
    # the technical contact PER*BL is required; tertiary-payment also has shifted SVC elements
    "tertiary-payment.835": {"balance.line", "element.code", "element.missing", "segment.missing"},
    "demo.835": {"element.unused", "segment.missing"},
    "medicare-part-a.835": {"element.unused", "segment.missing"},
    "managed-care.835": {"element.date", "segment.missing"},
    "sample2.txt": {"element.date"},
    # CLM05-2 left empty; a missing 2330B; ZIP codes of four digits; an AMT of 4010; a state that is none
    "demo.ambulance.example5.837": {"element.missing"},
    "demo.cob.example3.A.837": {"segment.missing"},
    "demo.cob.example3.B.837": {"code.zip"},
    "COB-claim-from-billing-provider-to-payer-b.edi": {"code.zip"},
    "X222-COB-claim-from-billing-provider-to-payer-b.edi": {"code.zip"},
    "demo.cob.example4.837": {"element.code"},
    "united_healthcare_legacy_sample.txt": {"code.state"},
    # a negative payment by no method, twice under one trace number
    "sample1.txt": {"remittance.negative", "remittance.no-payment", "remittance.twice"},
    # lines point to a second diagnosis where the claim has one
    "sample.txt": {"claim.pointer"},
    # an 835 in a group HC; a group count of one for two transactions; a status without its day
    "835.test.0001.edi": {"envelope.functional-group"},
    "837p.test.0002.edi": {"envelope.ge-count"},
    "277CA.test.0001.edi": {"element.missing"},
    # an interchange of a TA1 alone has no group to count
    "x12_interchange_ack.txt": {"envelope.iea-count"},
    # cut down or broken on purpose
    "837-header-ref-only.edi": {"element.code", "segment.missing", "segment.unexpected"},
    "sample837-small.edi": {"hierarchy.children", "segment.missing"},
    "invalid999.edi": {
        "element.code", "element.components", "element.extra", "element.number", "element.too-long",
        "segment.repeats",
        "segment.unexpected",
    },
}  # fmt: skip
NOTED = {
    "CLP unbalanced": "balance.claim", "sum SVC02": "balance.claim-charge", "CLM02!=": "balance.claim",
    "SE01 count": "envelope.se-count", "GE02": "envelope.ge-control", "NPI fail": "code.npi",
}  # fmt: skip


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
    pytest.skip("the shared sample files are not here: set WELLRUN_SAMPLES", allow_module_level=True)


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
    note = row["note"]
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
    if not set(row["version"].split("+")) & set(TYPED):
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


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"][-60:])
def test_errors_beyond_the_note_are_the_explained_ones(row: dict[str, str]):
    findings = list(check(_bytes(row)))
    if any(found.code == "guide.unknown" for found in findings):
        return
    noted = {code for words, code in NOTED.items() if words in row["note"]}
    errors = {found.code for found in findings if found.severity == "error"} - noted - {"code.npi"}
    allowed = BEYOND.get(Path(row["file"]).name, set())
    assert errors <= allowed
    if allowed != SEPARATOR and not allowed > SEPARATOR:
        assert errors == allowed


def test_every_finding_in_a_sample_says_where_it_stands():
    def places(found: Finding) -> bool:
        return found.segment_position > 0 or found.code.startswith("envelope.")

    for row in ROWS:
        assert all(places(found) for found in check(_bytes(row)))
