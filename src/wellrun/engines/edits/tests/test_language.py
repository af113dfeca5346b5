"""The rule language: what expressions mean, and where a wrong one is wrong."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellrun.engines.edits import (
    EXAMPLE_ON,
    Rule,
    RuleSyntaxError,
    evaluate,
    example_claim,
    example_facts,
    parse,
)
from wellrun.engines.edits.functions import luhn_npi

WORDS = [
    "not",
    "(",
    "[",
    "-",
    "if",
    "then",
    "1",
    "x",
    "true",
    "and",
    "line",
    "for",
    "each",
    "in",
    ":",
    ")",
    ",",
    ".",
]


def rule(expression, message="wrong", **changes):
    blank = Rule("r", 1, 1, "t", "R", expression, message, "link", "source", date(2026, 1, 1))
    return replace(blank, **changes)


def holds(expression, claim=None):
    found = evaluate(claim or example_claim(), [rule(expression)], example_facts(), EXAMPLE_ON)
    return not found


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3 = 7 and not 1 > 2", True),
        ("not (true and false) or false", True),
        ("if false then false", True),
        ("if false then true else false", False),
        ("claim.payer_claim_number = ''", False),
        ("claim.payer_claim_number != 'x'", False),
        ("claim.payer_claim_number is missing", True),
        ("facility.npi is present", False),
        ("on - patient.born_on > 23000", True),
        ("on - 5 = date('2026-06-10')", True),
        ("(count of line where line.charge_cents > 10000) = 1", True),
        ("(sum of line: line.charge_cents) = 18500", True),
        ("for some line: line.procedure in ['93000']", True),
        ("for each pointer in line.pointers: pointer > 0", None),
        ("for each line: (for each pointer in line.pointers: pointer <= size(diagnoses))", True),
        ("unique of line: line.procedure", True),
        ("size(claim.payer_claim_number) = 0", False),
        ("default(claim.delay_reason, '7') = '7'", True),
        ("same(facility.npi, facility.name)", True),
        ("-1 < 0 # a comment", True),
    ],
)
def test_expressions_mean_what_the_page_says(expression, expected):
    if expected is None:
        with pytest.raises(RuleSyntaxError):
            parse(expression)
    else:
        assert holds(expression) is expected


@pytest.mark.parametrize(
    ("expression", "position", "said"),
    [
        ("claim.charge_cents >", 20, "Expected a value, found 'the end'"),
        ("claim.charge_cents > 0 and and", 27, "Expected a value, found 'and'"),
        ("billing.npo is present", 0, "has no field 'npo'"),
        ("true and bill.npi is present", 9, "There is no 'bill' in a claim"),
        ("claim.charge_cents = 'ten'", 19, "A number is compared with a text"),
        ("luhn(billing.npi)", 0, "There is no function 'luhn'"),
        ("luhn_npi(claim.charge_cents)", 9, "a number where a text is needed"),
        ("luhn_npi()", 0, "takes 1 values, not 0"),
        ("matches(billing.npi, '[')", 21, "not a pattern"),
        ("billing.npi = 'x", 14, "no closing quote"),
        ("for each thing: true", 14, "Say where 'thing' comes from"),
        ("for each x in payer.name: true", 14, "not a list"),
        ("billing.npi", 0, "a text where a truth is needed"),
        ("true; true", 4, "has no meaning here"),
        ("claim.charge_cents is absent", 22, "'missing' or 'present'"),
        ("(true", 5, "to close the bracket"),
        ("patient.born_on * 2 = 3", 16, "not defined for a date"),
        ("true\nand tru", 9, "There is no 'tru'"),
    ],
)
def test_a_wrong_expression_is_refused_at_its_place(expression, position, said):
    with pytest.raises(RuleSyntaxError) as refused:
        parse(expression)
    assert said in str(refused.value)
    assert refused.value.position == position


def test_the_message_shows_the_line_and_a_caret():
    with pytest.raises(RuleSyntaxError) as refused:
        parse("true\nand tru")
    assert (refused.value.line, refused.value.column) == (2, 5)
    assert str(refused.value).endswith("and tru\n      ^")


@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_a_refusal(text):
    try:
        parse(text)
    except RuleSyntaxError as refused:
        assert 0 <= refused.position <= len(text)


@given(st.lists(st.sampled_from(WORDS), max_size=300))
def test_any_words_are_a_rule_or_a_refusal(words):
    try:
        parse(" ".join(words))
    except RuleSyntaxError as refused:
        assert refused.said


def test_there_is_no_way_to_python():
    for attempt in (
        "__import__('os') is present",
        "billing.__class__ is present",
        "lines.__len__ is present",
    ):
        with pytest.raises(RuleSyntaxError):
            parse(attempt)


def test_numbers_that_differ_in_one_digit_are_never_both_valid():
    """The Luhn check finds every single wrong digit."""
    for place in range(1, 10):
        for digit in "0123456789":
            changed = "1234567893"[:place] + digit + "1234567893"[place + 1 :]
            assert luhn_npi(changed) is (changed == "1234567893")
