"""Every planted fault is found, alone and where it is; a clean file has none."""

from __future__ import annotations

import pytest

from wellrun.engines.x12 import check

from .faults import CLAIM_FAULTS, REMITTANCE_FAULTS, Fault, clean_claims, clean_remittances


def test_clean_files_have_no_findings():
    assert list(check(clean_claims())) == []
    assert list(check(clean_remittances())) == []


@pytest.mark.parametrize("fault", CLAIM_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_in_claims_is_found(fault: Fault):
    _found(fault, clean_claims())


@pytest.mark.parametrize("fault", REMITTANCE_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_in_remittances_is_found(fault: Fault):
    _found(fault, clean_remittances())


def _found(fault: Fault, clean: bytes) -> None:
    assert fault.old in clean, "the fault could not be planted"
    findings = list(check(clean.replace(fault.old, fault.new, 1)))
    fitting = [found for found in findings if found.code == fault.code]
    assert fitting, [found.code for found in findings]
    if fault.segment:
        assert fitting[0].segment_id == fault.segment
    if fault.element:
        assert fitting[0].element == fault.element
    assert all(found.segment_position > 0 for found in findings)


def test_a_finding_says_where_it_stands():
    broken = clean_claims().replace(b"ASHFORD*KY*40101~", b"ASHFORD*QQ*40101~", 1)
    (found,) = check(broken)
    segments = broken.split(b"~")
    assert segments[found.segment_position - 1] == b"N4*ASHFORD*QQ*40101"
    assert segments[found.segment_position - found.position_in_transaction].startswith(b"ST*837*0001")
    assert (found.loop, found.transaction, found.value) == ("2010BA", "0001", "QQ")
    assert found.place == f"segment {found.segment_position}, N402 (2010BA)"
