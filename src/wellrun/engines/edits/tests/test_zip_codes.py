"""ZIP codes lie in the state that has them, with the places where the prefix alone misleads."""

import pytest

from wellrun.engines.edits import state_of_zip, zip_in_state
from wellrun.engines.edits.functions import STATES


@pytest.mark.parametrize(
    ("zip_code", "state"),
    [
        ("00501", "NY"), ("00602", "PR"), ("00802", "VI"), ("00926", "PR"), ("01001", "MA"), ("02108", "MA"),
        ("02903", "RI"), ("03301", "NH"), ("03909", "ME"), ("05401", "VT"), ("05501", "MA"), ("05601", "VT"),
        ("06320", "CT"), ("06390", "NY"), ("07102", "NJ"), ("09012", "AE"), ("10001", "NY"), ("19720", "DE"),
        ("19019", "PA"), ("20001", "DC"), ("20041", "VA"), ("20101", "VA"), ("20301", "DC"), ("20588", "MD"),
        ("20814", "MD"), ("22030", "VA"), ("24701", "WV"), ("34002", "AA"), ("34101", "FL"), ("38601", "MS"),
        ("39901", "GA"), ("42223", "KY"), ("56901", "DC"), ("56902", "DC"), ("56763", "MN"), ("57701", "SD"),
        ("73301", "TX"), ("73949", "OK"), ("73960", "TX"), ("75501", "TX"), ("71854", "AR"), ("82190", "WY"),
        ("83414", "WY"), ("83415", "ID"), ("88430", "NM"), ("88510", "TX"), ("88901", "NV"), ("96201", "AP"),
        ("96799", "AS"), ("96813", "HI"), ("96910", "GU"), ("96932", "GU"), ("96939", "PW"), ("96940", "PW"),
        ("96941", "FM"), ("96950", "MP"), ("96960", "MH"), ("96970", "MH"), ("97913", "OR"), ("99403", "WA"),
        ("99501", "AK"), ("432155678", "OH"),
    ],
)  # fmt: skip
def test_a_zip_code_lies_in_its_state_and_in_no_other(zip_code, state):
    assert state_of_zip(zip_code) == state
    assert [other for other in STATES if zip_in_state(zip_code, other)] == [state]


def test_a_prefix_that_is_not_in_use_lies_nowhere():
    for zip_code in (
        "00000",
        "00399",
        "09901",
        "21301",
        "34301",
        "51701",
        "69901",
        "77101",
        "88801",
        "98701",
        "96998",
    ):
        assert state_of_zip(zip_code) == ""


def test_every_state_has_zip_codes():
    assert {state_of_zip(f"{number:05d}") for number in range(100_000)} == {*STATES, ""}


@pytest.mark.parametrize("text", ["", "432", "4321", "abcde", "٤٣٢١٥"])
def test_what_is_no_zip_code_lies_nowhere(text):
    assert state_of_zip(text) == ""
    assert not zip_in_state(text, "")
