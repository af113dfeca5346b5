"""Modifiers by form and by what the rules know of them."""

import pytest

from wellrun.engines.edits import modifier_form, modifier_of_cpt
from wellrun.engines.edits.modifiers import modifier_informs, modifier_prices


@pytest.mark.parametrize("code", ["25", "59", "1P", "P3", "XS", "LT", "T9", "GT", "ZZ"])
def test_what_has_the_form_of_a_modifier(code):
    assert modifier_form(code)


@pytest.mark.parametrize("code", ["", "2", "255", "00", "21", "4P", "lt", "L-", "é1", "X ", "٢٥"])
def test_what_has_not(code):
    assert not modifier_form(code)
    assert not modifier_of_cpt(code)


def test_a_modifier_prices_or_informs_or_is_left_alone():
    codes = [
        a + b for a in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    ]
    grouped = [code for code in codes if modifier_prices(code) or modifier_informs(code)]
    assert not [code for code in grouped if modifier_prices(code) and modifier_informs(code)]
    assert all(modifier_form(code) for code in grouped)
    assert {code for code in codes if modifier_of_cpt(code)} == {
        code for code in codes if code[0].isdigit() and modifier_form(code)
    } | {"P1", "P2", "P3", "P4", "P5", "P6"}
    assert not modifier_prices("QW") and not modifier_informs("QW")
