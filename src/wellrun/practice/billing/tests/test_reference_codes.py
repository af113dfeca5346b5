"""Official lists are read from their files, loaded whole, and asked by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wellrun.practice.billing import api as billing
from wellrun.practice.billing.api import CodeFileRefused, CodeList, read_modifiers, read_taxonomy
from wellrun.practice.organization.testing import NOW

TAXONOMY = '\ufeffCode,Grouping,Classification\r\n101YA0400X,A,B\r\n207Q00000X,C,"D, E\r\nand F"\r\n'
DAY = date(2026, 6, 10)


def hcpcs_line(code, kind="7", added="19900101", ended="        ", sequence="00100"):
    """A record of CMS's file: 320 positions, the modifier in the last two of the first five."""
    line = f"{code:>5}{sequence}{kind}{'A text of ours':<80}".ljust(268) + added + added + ended
    return line.ljust(320)


def modifier_file(*lines):
    return "\n".join([hcpcs_line("A0021", "3"), *lines]) + "\n"


def load(rows, codes=CodeList.MODIFIERS, at=NOW):
    return billing.load_reference_codes(codes=codes, rows=rows, file_name="file", at=at)


def test_the_taxonomy_file_gives_its_codes():
    assert [row.code for row in read_taxonomy(TAXONOMY)] == ["101YA0400X", "207Q00000X"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kode\n101YA0400X\n", "no column called Code"),
        ("Code\n101YA0400\n", "Line 2: 101YA0400 is not a taxonomy code"),
        ("Code\n", "no taxonomy codes"),
        ("", "no column called Code"),
    ],
)
def test_what_is_not_the_taxonomy_is_refused(text, said):
    with pytest.raises(CodeFileRefused, match=said):
        read_taxonomy(text)


def test_the_hcpcs_file_gives_modifiers_with_their_days():
    text = modifier_file(
        hcpcs_line("LT"), hcpcs_line("LT", "8", sequence="00200"), hcpcs_line("QQ", ended="20251231")
    )
    (left, ended) = read_modifiers(text)
    assert (left.code, left.effective_from, left.effective_to) == ("LT", date(1990, 1, 1), None)
    assert (ended.code, ended.effective_to) == ("QQ", date(2026, 1, 1))


def test_a_file_that_passed_through_other_programs_gives_the_same():
    lines = [hcpcs_line("LT"), hcpcs_line("LT", "8", sequence="00200"), hcpcs_line("QQ", ended="20251231")]
    trimmed = "\r\n".join(line.rstrip() for line in lines).replace("   LT", "LT   ") + "\r\n\x1a\r\n"
    assert read_modifiers(trimmed) == read_modifiers("\n".join(lines))


def test_the_spreadsheet_saved_as_csv_gives_the_same():
    text = (
        "A title of the spreadsheet\nHCPC,SEQNUM,RECID,LONG DESCRIPTION,ADD DT,ACT EFF DT,TERM DT\n"
        'A0021,100,3,"A, text",19900101,19900101,\nLT,100,7,Side,19900101,19900101,\nQQ,100,7,Old,19900101,,20251231\n'
    )
    fixed = modifier_file(hcpcs_line("LT"), hcpcs_line("QQ", ended="20251231"))
    assert read_modifiers(text) == read_modifiers(fixed)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("short", "Line 1 is not a record"),
        (hcpcs_line("A0021", "3"), "no modifiers"),
        (modifier_file(hcpcs_line("L-")), "Line 2: L- is not a modifier"),
        (modifier_file(hcpcs_line("LT", added="19901399")), "Line 2: 19901399 is not a day"),
        ("HCPC,RECID\nLT,7\n", "no column called ADD DT, TERM DT"),
    ],
)
def test_what_is_not_the_hcpcs_file_is_refused(text, said):
    with pytest.raises(CodeFileRefused, match=said):
        read_modifiers(text)


def test_a_list_that_was_never_imported_knows_nothing(office):
    assert billing.reference_codes(["207Q00000X"]).known(CodeList.TAXONOMY, "207Q00000X") is None


def test_a_later_file_ends_what_it_no_longer_has(office):
    first = load(read_taxonomy(TAXONOMY), CodeList.TAXONOMY)
    assert (first.codes, first.added, first.ended) == (2, 2, 0)
    again = load(read_taxonomy(TAXONOMY), CodeList.TAXONOMY)
    assert (again.added, again.ended) == (0, 0)
    later = load(read_taxonomy("Code\n207Q00000X\n207R00000X\n"), CodeList.TAXONOMY)
    assert (later.codes, later.added, later.ended) == (2, 1, 1)
    found = billing.reference_codes(["101YA0400X", "207Q00000X", "207R00000X"])
    answers = [
        found.known(CodeList.TAXONOMY, code) for code in ("101YA0400X", "207Q00000X", "207R00000X", "X")
    ]
    assert answers == [False, True, True, False]
    assert found.known(CodeList.MODIFIERS, "LT") is None
    back = load(read_taxonomy(TAXONOMY), CodeList.TAXONOMY, NOW + timedelta(days=90))
    assert (back.added, back.ended) == (0, 1)


def test_a_modifier_is_known_on_its_days_only(office):
    load(
        read_modifiers(modifier_file(hcpcs_line("LT", added="20260610"), hcpcs_line("QQ", ended="20260609")))
    )
    found = billing.reference_codes(["LT", "QQ"])
    assert found.known(CodeList.MODIFIERS, "LT", DAY) and not found.known(CodeList.MODIFIERS, "QQ", DAY)
    before = DAY - timedelta(days=1)
    assert found.known(CodeList.MODIFIERS, "QQ", before) and not found.known(CodeList.MODIFIERS, "LT", before)
