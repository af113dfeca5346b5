from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from wellrun.platform.money import format_cents
from wellrun.platform.ui.fields import BirthDateField, MoneyField, PersonNameField, PhoneField, PlainTextField
from wellrun.platform.ui.refused_text import passes_luhn


def refusal(field, text):
    with pytest.raises(ValidationError) as refused:
        field.clean(text)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("text", "cents"),
    [("$1,234.56", 123456), ("12", 1200), (".50", 50), ("12.5", 1250), (" $ 7.00 ", 700), ("0", 0)],
)
def test_money_is_cleaned_to_cents(text, cents):
    assert MoneyField().clean(text) == cents


@pytest.mark.parametrize("text", ["thirty", "1,23", "1.234", "1..2", "$", "1e5", "12,3456.00"])
def test_what_is_no_amount_is_refused_with_an_example(text):
    assert refusal(MoneyField(), text) == "Enter an amount in dollars, such as 1,234.56."


def test_money_keeps_its_bounds():
    assert refusal(MoneyField(), "-1") == "Enter $0.00 or more."
    assert refusal(MoneyField(max_cents=10_000), "100.01") == "Enter $100.00 or less."
    assert MoneyField(min_cents=None).clean("(20.50)") == -2050
    assert MoneyField(required=False).clean("") is None


@given(st.integers(min_value=-99_999_999, max_value=99_999_999))
def test_money_reads_what_money_writes(cents):
    assert MoneyField(min_cents=None).clean(format_cents(cents)) == cents


def test_an_amount_written_otherwise_has_not_changed():
    assert not MoneyField().has_changed(3500, "$35.00")
    assert MoneyField().has_changed(3500, "36")


@pytest.mark.parametrize("text", ["(312) 555-0142", "312.555.0142", "3125550142", "+1 312 555 0142"])
def test_phones_are_cleaned_to_one_form(text):
    assert PhoneField().clean(text) == "+13125550142"


@pytest.mark.parametrize("text", ["555-0142", "12", "call me", "(012) 555-0142", "(312) 155-0142"])
def test_a_number_nobody_can_dial_is_refused(text):
    assert refusal(PhoneField(), text).startswith("Enter ten digits, such as (312) 555-0142")


def test_an_extension_is_refused_and_not_lost():
    assert "extension" in refusal(PhoneField(), "(312) 555-0142 x12")


@pytest.mark.parametrize("text", ["4/7/1962", "04/07/1962", "04071962", "1962-04-07", "4-7-1962"])
def test_birth_dates_are_read_however_they_are_typed(text):
    assert BirthDateField(today=lambda: date(2026, 11, 23)).clean(text) == date(1962, 4, 7)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("4/7/2062", "Apr 7, 2062 is in the future. Check the year."),
        ("11/24/2026", "Nov 24, 2026 is in the future. Check the year."),
        ("4/7/1862", "Apr 7, 1862 is more than 125 years ago. Check the year."),
        ("2/30/1962", "There is no such day. Enter month/day/year, such as 4/7/1962."),
        ("4/7/62", "Write the year with four digits, such as 4/7/1962."),
        ("April 7", "Enter the birth date as month/day/year, such as 4/7/1962."),
    ],
)
def test_impossible_birth_dates_are_refused_in_a_sentence(text, sentence):
    assert refusal(BirthDateField(today=lambda: date(2026, 11, 23)), text) == sentence


def test_a_birth_today_is_accepted():
    assert BirthDateField(today=lambda: date(2026, 11, 23)).clean("11/23/2026") == date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    ["4111 1111 1111 1111", "paid with 5500-0000-0000-0004 today", "378282246310005", "x4111111111111111."],
)
def test_card_numbers_are_refused_in_free_text(text):
    assert "payment card number" in refusal(PlainTextField(), text)


@pytest.mark.parametrize("text", ["123-45-6789", "his is 123 45 6789", "SSN: 123456789"])
def test_social_security_numbers_are_refused_in_free_text(text):
    assert "Social Security number" in refusal(PlainTextField(), text)


@pytest.mark.parametrize(
    "text",
    ["call (312) 555-0142", "4111 1111 1111 1112", "NPI 1234567893", "ZIP 60601-1234", "member 123456789"],
)
def test_other_numbers_are_left_alone(text):
    assert PlainTextField().clean(text) == text


@given(st.text(alphabet="0123456789", min_size=12, max_size=18))
def test_luhn_accepts_exactly_one_check_digit(digits):
    assert sum(passes_luhn(digits + str(last)) for last in range(10)) == 1


def test_names_are_tidied_and_bounded():
    assert PersonNameField().clean("  Ana   Maria ") == "Ana Maria"
    assert refusal(PersonNameField(), "1234") == "A name has at least one letter."
    assert refusal(PersonNameField(), "a" * 101)
