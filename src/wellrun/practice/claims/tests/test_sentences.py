"""Codes of answers and remittances are told in sentences, and one that is not known keeps to its code."""

from __future__ import annotations

import pytest

from wellrun.practice.claims.rules.reasons import told_reasons
from wellrun.practice.claims.rules.statuses import status_sentence


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            ("A6", "562", "82"),
            "Turned back: something is missing. It is about the NPI of the rendering provider.",
        ),
        (("A7", "164", "IL"), "Turned back: something is invalid. It is about the member id of the insured."),
        (("A3", "116", "PR"), "Turned back; not taken in. It is about the payer it was sent to."),
        (("A8", "9999", "85"), "Turned back: parts of it do not go together."),
        (("A2", "20", "PR"), "Taken in for a decision."),
        (("ZZ", "562", "82"), ""),
    ],
)
def test_a_status_says_what_it_is_about(code, told):
    assert status_sentence(*code) == told


def test_each_reason_is_told_once_wherever_it_stands():
    line = {"adjustments": [{"group": "CO", "reason": "197"}, {"group": "OA", "reason": "Z9"}]}
    whole = {"lines": [line, line], "adjustments": [{"group": "PR", "reason": "1"}]}
    assert [code for code, _ in told_reasons([whole, {}])] == ["CO 197", "PR 1"]
