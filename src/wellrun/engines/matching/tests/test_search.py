"""What is typed finds whom it means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellrun.engines.matching import (
    Person,
    are_forms,
    birth_dates,
    name_key,
    name_parts,
    phone_digits,
    query_tokens,
    search_tokens,
    sounds_alike,
    street_key,
)

WILLIAM = Person(
    first="William",
    last="O'Shaughnessy-Pérez",
    born_on=date(1962, 4, 7),
    phones=("+1 (614) 555-0142 ext. 3",),
    chart_number="0010422",
    member_ids=("W1234-56789",),
)
TOKENS = search_tokens(WILLIAM)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("oshaughnessy", "name"),
        ("O'Shaughnessey, Bill", "name"),
        ("perez william", "name"),
        ("peres", "name"),
        ("Wiliam Perez", "name"),
        ("osh will", "name"),
        ("4/7/1962", "birth_date"),
        ("04-07-62", "birth_date"),
        ("040762", "birth_date"),
        ("04071962", "birth_date"),
        ("1962-04-07", "birth_date"),
        ("19620407", "birth_date"),
        ("Apr 7, 1962", "birth_date"),
        ("7 April 1962", "birth_date"),
        ("dob: 4/7/62", "birth_date"),
        ("(614) 555-0142", "phone"),
        ("614.555.0142", "phone"),
        ("6145550142", "phone"),
        ("1-614-555-0142", "phone"),
        ("555-0142", "phone"),
        ("10422", "chart"),
        ("#0010422", "chart"),
        ("MRN 10422", "chart"),
        ("w123456789", "chart"),
        ("perez 4/7/1962", "mixed"),
        ("bill 614-555-0142", "mixed"),
    ],
)
def test_what_is_typed_finds_whom_it_means(typed, kind):
    query = query_tokens(typed)
    assert query.answered_by(TOKENS), query
    assert query.kind == kind


@pytest.mark.parametrize(
    "typed", ["", "  ,", "Jones", "4/8/1962", "614-555-0143", "10423", "perez 4/8/1962", "13/45/1999"]
)
def test_what_means_somebody_else_does_not_find_them(typed):
    assert not query_tokens(typed).answered_by(TOKENS)


def test_what_was_typed_comes_before_what_is_like_it():
    typed = query_tokens("Smith Bill")
    people = [("Bill", "Smith"), ("William", "Smith"), ("Bill", "Smtih"), ("Bill", "Smoot"), ("Ann", "Smith")]
    found = [typed.closeness(search_tokens(Person(first=first, last=last))) for first, last in people]
    assert found[0] > found[1] > found[2] > found[4] == 0


@given(st.text(max_size=40))
def test_any_text_can_be_typed(text):
    query = query_tokens(text)
    assert all(part.tokens and part.kinds for part in query.parts)


@given(st.sampled_from(["hernandez", "kowalski", "brightwater"]), st.data())
def test_one_slip_in_a_name_still_finds_it(name, data):
    at = data.draw(st.integers(0, len(name) - 2))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    slips = [
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[:at] + letter + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    ]
    tokens = search_tokens(Person(last=name))
    assert all(query_tokens(slip).answered_by(tokens) for slip in slips)


def test_two_digit_years_mean_both_centuries():
    assert birth_dates("4/7/12") == (date(1912, 4, 7), date(2012, 4, 7))
    assert birth_dates("2/29/1900") == ()
    assert birth_dates("4/7/1962 or so") == ()


def test_names_are_reduced_to_what_spellings_share():
    assert name_parts("Dr. José O’Neil-Núñez, Jr.") == ("jose", "oneil", "nunez")
    assert name_key("Mc Donald") == name_key("McDonald") == name_key("mc-donald") == "mcdonald"
    assert name_key("Straße") == "strasse"
    assert name_parts("Junior") == ("junior",), "a name that is only a suffix is kept"
    assert sounds_alike("Smith", "Smyth")
    assert not sounds_alike("Smith", "Jones")
    assert not sounds_alike("", "")
    assert are_forms("bill", "william")
    assert not are_forms("al", "ted")
    assert are_forms("jack", "john")
    assert are_forms("john", "jon")
    assert not are_forms("jack", "nathan"), "forms of a form are not forms"


def test_numbers_and_streets_are_reduced():
    assert phone_digits("1 (614) 555-0142 x12") == "6145550142"
    assert phone_digits("000-000-0000") == ""
    assert street_key("12 North Main Street, Apt. #4") == street_key("12 N. Main St Apt 4").replace(
        "apt 4", "apt apt 4"
    )
