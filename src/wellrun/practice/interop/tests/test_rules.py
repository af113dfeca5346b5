"""What texts, transactions and years of insurance mean."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from wellrun.practice.interop.rules.synthea import columns, words
from wellrun.practice.interop.rules.synthea.chains import Unsettled, chains_of
from wellrun.practice.interop.rules.synthea.clinical import ConditionRow
from wellrun.practice.interop.rules.synthea.columns import RowFault, typed
from wellrun.practice.interop.rules.synthea.money import TransactionRow
from wellrun.practice.interop.rules.synthea.people import TransitionRow
from wellrun.practice.interop.rules.synthea.periods import card_number, periods_of
from wellrun.practice.interop.rules.synthea.tables import TABLES
from wellrun.practice.interop.tests.folders import NOBODY, SECOND, small_export, step, transition


def transaction(position: int, kind: str, **values: str) -> TransactionRow:
    blank = dict.fromkeys(next(table for table in TABLES if table.name == "claims_transactions").columns, "")
    return typed(TransactionRow, blank | step(position, kind, **values), line=position)


def year(start: str, end: str, *, line: int, **values: str) -> TransitionRow:
    blank = {"SECONDARY_PAYER": ""}
    return typed(TransitionRow, blank | transition(start, end, **values), line=line)


@pytest.mark.parametrize(
    ("text", "expected"), [("0", 0), ("0.01", 1), ("77.49", 7749), ("-3.5", -350), ("999999999.99", 99999999999)]
)  # fmt: skip
def test_money_is_exact_cents(text, expected):
    assert columns.cents(text) == expected


@pytest.mark.parametrize("text", ["", "1e3", "12.345", "1,000.00", "$5", "NaN", "Infinity", "1.", "٣.00"])
def test_what_is_no_amount(text):
    with pytest.raises(ValueError, match=r"12\.34"):
        columns.cents(text)


@pytest.mark.parametrize("text", ["2023-02-30", "2023-1-2", "02/03/2023", "2023-01-02T00:00:00Z", ""])
def test_what_is_no_day(text):
    with pytest.raises(ValueError, match="day|date"):
        columns.day(text)


def test_the_epoch_is_no_instant_of_a_patient():
    assert columns.instant_or_epoch("1970-01-01T00:00:00Z") is None
    assert columns.instant_or_epoch("2020-01-01T10:00:00Z") == datetime(2020, 1, 1, 10, tzinfo=UTC)


def test_a_fault_names_the_column_and_the_value():
    values = dict.fromkeys(columns.columns_of(ConditionRow), "") | small_export()["conditions"][0]
    with pytest.raises(RowFault, match="START is “soon”: a date is written YYYY-MM-DD"):
        typed(ConditionRow, values | {"START": "soon"}, line=7)


def test_what_parties_owe_by_the_steps():
    [chain] = chains_of(
        [
            transaction(1, "CHARGE", AMOUNT="100.00", TRANSFERTYPE="1"),
            transaction(2, "PAYMENT", PAYMENTS="30.00", OUTSTANDING="70.00"),
            transaction(3, "ADJUSTMENT", ADJUSTMENTS="10.00", OUTSTANDING="60.00"),
            transaction(4, "TRANSFEROUT", TRANSFERS="60.00", OUTSTANDING="60.00"),
            transaction(5, "TRANSFERIN", AMOUNT="60.00", TRANSFERTYPE="2", OUTSTANDING="60.00"),
            transaction(6, "PAYMENT", PAYMENTS="45.00", OUTSTANDING="15.00"),
        ]
    )
    assert chain.open_cents == {"1": 0, "2": 1500}
    assert chain.paid_cents == 8500
    assert chain.disagreeing == []


def test_a_copay_beyond_the_charge_stays_a_surplus_though_the_source_states_nothing():
    [chain] = chains_of(
        [
            transaction(1, "CHARGE", AMOUNT="77.49", TRANSFERTYPE="1"),
            transaction(2, "PAYMENT", PAYMENTS="80.00", METHOD="COPAY", OUTSTANDING="0.00"),
        ]
    )
    assert chain.open_cents == {"1": -251}
    assert chain.disagreeing == []


def test_a_cent_that_the_source_miscounts_is_told_with_our_sum():
    [chain] = chains_of(
        [
            transaction(1, "CHARGE", AMOUNT="250.46", TRANSFERTYPE="1"),
            transaction(2, "PAYMENT", PAYMENTS="206.60", OUTSTANDING="43.87"),
        ]
    )
    assert [(row.line, ours) for row, ours in chain.disagreeing] == [(2, 4386)]


def test_steps_are_taken_in_their_numbered_order_and_each_charge_begins_a_chain():
    chains = chains_of(
        [
            transaction(4, "PAYMENT", PAYMENTS="5.00"),
            transaction(1, "CHARGE", AMOUNT="10.00", TRANSFERTYPE="p"),
            transaction(3, "CHARGE", AMOUNT="5.00", TRANSFERTYPE="p"),
            transaction(2, "PAYMENT", PAYMENTS="4.00"),
        ]
    )
    assert [chain.total_open_cents for chain in chains] == [600, 0]


@pytest.mark.parametrize(
    "steps",
    [
        [("PAYMENT", {"PAYMENTS": "5.00"})],
        [("CHARGE", {"AMOUNT": "5.00"})],
        [("CHARGE", {"AMOUNT": "5.00", "TRANSFERTYPE": "1"}), ("TRANSFEROUT", {"TRANSFERS": "5.00"})],
        [("CHARGE", {"AMOUNT": "5.00", "TRANSFERTYPE": "1"}), ("PAYMENT", {})],
        [
            ("CHARGE", {"AMOUNT": "5.00", "TRANSFERTYPE": "1"}),
            ("TRANSFERIN", {"AMOUNT": "5.00", "TRANSFERTYPE": "p"}),
        ],
    ],
    ids=["no charge", "nobody owes", "moved to nobody", "no amount", "from nowhere"],
)
def test_steps_that_make_no_sum_are_not_guessed_at(steps):
    with pytest.raises(Unsettled):
        chains_of([transaction(number, kind, **values) for number, (kind, values) in enumerate(steps, 1)])


def test_unchanged_years_are_one_period_and_a_change_begins_another():
    periods = periods_of(
        [
            year("2021-01-01", "2022-01-01", line=4, MEMBERID="AB-2"),
            year("2019-01-01", "2020-01-01", line=2),
            year("2020-01-01", "2021-01-01", line=3),
            year("2023-01-01", "2024-01-01", line=5, MEMBERID="AB-2"),
        ],
        rank=1,
        zone="America/New_York",
    )
    assert [(period.starts_on.year, period.ends_on.year) for period in periods] == [
        (2019, 2021),
        (2021, 2022),
        (2023, 2024),
    ]
    assert [row.line for row in periods[0].rows] == [2, 3]


def test_days_are_those_of_the_place_and_periods_are_half_open():
    row = typed(
        TransitionRow,
        {"SECONDARY_PAYER": ""} | transition("2020-01-01", "2020-06-01")
        | {"START_YEAR": "2020-01-01T03:00:00Z", "END_YEAR": "2020-06-01T03:00:00Z"},
        line=2,
    )  # fmt: skip
    [period] = periods_of([row], rank=1, zone="America/New_York")
    assert (period.starts_on, period.ends_on) == (date(2019, 12, 31), date(2020, 5, 31))


def test_a_second_payer_has_periods_of_its_own():
    rows = [
        year("2019-01-01", "2020-01-01", line=2),
        year("2020-01-01", "2021-01-01", line=3, SECONDARY_PAYER=SECOND),
    ]
    [second] = periods_of(rows, rank=2, zone="America/New_York")
    assert (second.payer, second.starts_on.year) == (SECOND, 2020)


def test_a_long_member_id_becomes_short_and_stays_the_same_number():
    assert card_number("AB-1") == "AB-1"
    short, other = card_number(SECOND), card_number(NOBODY)
    assert len(short) == 26
    assert short.isalnum()
    assert short != other


def test_words_of_the_source():
    assert (words.state_code("Massachusetts"), words.state_code("MA"), words.state_code("Narnia")) == (
        "MA",
        "MA",
        None,
    )
    assert [words.zip_digits(each) for each in ("6156", "01801-4979", "", "0213")] == [
        "06156",
        "018014979",
        "",
        "00213",
    ]
    assert words.zip_digits("021") is None
    assert words.e164("1-877-267-2323") == "+18772672323"
    assert words.e164("call me") == ""
    assert words.reactions(("Itching (finding)", "MODERATE"), ("", "")) == "Itching, moderate"
