"""Forms of codes, lists of the caller's own, and the grammar notation."""

from __future__ import annotations

import pytest

from wellrun.engines.x12 import CodeSets, check, is_npi
from wellrun.engines.x12.checking.forms import CodeForms
from wellrun.engines.x12.grammar import GUIDES, LoopRule, SegmentRule, load_grammar
from wellrun.engines.x12.grammar.notation import parse_grammar
from wellrun.engines.x12.testing import make_npi

from .faults import clean_claims, clean_remittances


def test_npi_check_digit():
    assert is_npi("1234567893"), "the example of the standard's own documentation"
    assert not is_npi("1234567890")
    assert not is_npi("3234567893"), "an NPI starts with 1 or 2"
    assert all(is_npi(make_npi(number)) for number in range(500))
    assert sum(is_npi(f"123456789{digit}") for digit in range(10)) == 1


@pytest.mark.parametrize(
    ("number", "qualifier", "good", "bad"),
    [
        (
            "1271",
            "ABK",
            ["I10", "E119", "S93401A", "Z0000", "U071", "C7A010"],
            ["I1", "10I", "I10.1", "i10", "S934012345"],
        ),
        ("1271", "BK", ["4019", "V700", "E9068"], ["I10", "40"]),
        ("1271", "HE", ["M15", "MA130", "N362"], ["Z1", "N", "MB12"]),
        ("1034", "", ["1", "45", "253", "A1", "B7", "P12", "W1"], ["0", "999", "045", "Z9", "CO"]),
        ("1331", "", ["11", "02", "10", "22"], ["00", "97", "1"]),
        ("234", "HC", ["99213", "G0438", "0001U", "J1885"], ["9921", "992133", "ABCDE"]),
        ("1339", "", ["25", "LT", "X5"], ["2", "255"]),
        ("67", "XX", [make_npi(5)], ["1000000000", "12345"]),
        ("127", "EI", ["610000001", "61-0000001"], ["61000000", "ABC"]),
        ("156", "", ["KY", "PR", "AE", "ON"], ["QQ", "ky"]),
    ],
)
def test_forms(number: str, qualifier: str, good: list[str], bad: list[str]):
    judge = CodeForms(CodeSets()).by_number[number]
    assert [text for text in good if judge(text, qualifier) is not None] == []
    assert [text for text in bad if judge(text, qualifier) is None] == []


def test_the_callers_lists_are_asked_after_the_form():
    sets = CodeSets(
        diagnoses={"I10"}, reasons={"45"}, procedures={"99213", "99214", "36415", "85025", "93000"}
    )
    claims = {(found.code, found.value) for found in check(clean_claims(), code_sets=sets)}
    assert ("code.diagnosis", "ABF:E119") not in claims
    assert {code for code, _ in claims} == {"code.diagnosis"}
    assert ("code.diagnosis", "E119") in claims
    remitted = list(check(clean_remittances(), code_sets=sets))
    assert {(found.code, found.value) for found in remitted} == {("code.reason", "2")}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.versions[0])
def test_every_grammar_is_well_formed(guide):
    root = load_grammar(guide.transaction_set, guide.versions[0])
    assert root is not None

    def walk(loop: LoopRule) -> int:
        assert loop.children
        places = [child.place for child in loop.children]
        assert places == sorted(places)
        count = 0
        for child in loop.children:
            if isinstance(child, LoopRule):
                assert child.title, child.id
                assert isinstance(child.children[0], SegmentRule)
                count += walk(child)
            else:
                assert child.elements
                assert all(at <= 40 for _, places in child.notes for at in places)
                count += 1
        return count

    assert walk(root) > 9
    assert root.children[0].id == "ST"
    assert root.children[-1].id == "SE"


def test_a_new_transaction_is_a_new_text():
    root = parse_grammar(
        "ST R 1 | 143!=270 329! 1705!\n@2000 R 0 source\n  HL R 1 | 628! 734 735!=20,21 736!\n"
        "  & @2100 S 2 name\n    NM1 R 1 | 98!=PR 1065!=1,2\n      + 1035! | P0809\n"
        "  USE EQ\nSE R 1 | 96! 329!\n",
        {"EQ": "@2110 S 9 question\n  AMT R 1 | 522!=R,PB 782! (355!=UN 128)*3\n"},
    )
    source = root.children[1]
    assert isinstance(source, LoopRule)
    assert (source.id, source.title, source.limit) == ("2000", "source", 0)
    heading, name, question = source.children
    assert (heading.place, name.place, question.place) == (0, 0, 1)
    assert len(name.children[0].elements) == 3
    assert name.children[0].notes == (("P", (8, 9)),)
    amount = question.children[0]
    assert amount.elements[0].codes == frozenset({"R", "PB"})
    assert amount.elements[2].repeats == 3
    with pytest.raises(ValueError, match="not an element"):
        parse_grammar("ST R 1 | 143?\n", {})
