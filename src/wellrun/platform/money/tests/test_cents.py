"""Money as people write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellrun.platform.money import MAX_CENTS, MoneyError, format_cents, parse_cents


@given(st.integers(-MAX_CENTS, MAX_CENTS))
def test_what_is_written_is_read_back(cents):
    assert parse_cents(format_cents(cents)) == cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [("25", 2500), ("$1,234.5", 123450), (".5", 50), ("(3.00)", -300), ("-3", -300), (" 7.05 ", 705)],
)
def test_reads_the_usual_forms(text, cents):
    assert parse_cents(text) == cents


@pytest.mark.parametrize("text", ["", "ten", "1.234", "1,23.00", "(5", "NaN", "1e9", "$", "99999999999"])
def test_refuses_the_rest_with_a_sentence(text):
    with pytest.raises(MoneyError, match="amount"):
        parse_cents(text)


@pytest.mark.parametrize(
    ("cents", "text"),
    [(0, "$0.00"), (5, "$0.05"), (123456, "$1,234.56"), (-2050, "($20.50)"), (100_000_000, "$1,000,000.00")],
)
def test_money_is_dollars_with_negatives_in_parentheses(cents, text):
    assert format_cents(cents) == text
