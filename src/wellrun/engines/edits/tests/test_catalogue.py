"""Every shipped rule does what the cases beside it say, and the clean claim is clean."""

import pytest

from wellrun.engines.edits import (
    EXAMPLE_ON,
    WrongRule,
    evaluate,
    example_claim,
    example_facts,
    load_rules,
    read_rules,
    run_cases,
)

RULES = load_rules()
PROMISED = {*range(1, 30), 31, 32, 33, 37, 38, 40, 47, 48, 49, 50, 56, 63}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_does_what_its_cases_say(rule):
    assert {case.passes for case in rule.cases} == {True, False}, "a rule has a passing and a failing case"
    for outcome in run_cases(rule):
        assert outcome.holds, (outcome.case.why, outcome.found)


def test_the_promised_numbers_are_there():
    assert {rule.number for rule in RULES} == PROMISED


def test_the_clean_claim_is_clean_and_explained():
    assert evaluate(example_claim(), RULES, example_facts(), EXAMPLE_ON) == []
    passed = evaluate(example_claim(), RULES, example_facts(), EXAMPLE_ON, explain=True)
    assert {result.outcome for result in passed} == {"passed"}
    first = passed[0]
    assert (first.rule_id, first.inputs) == ("billing-npi", (("billing.npi", "1234567893"),))


RECORD = """
[[rule]]
id = "own-rule"
version = 1
number = 900
title = "t"
severity = "R"
expression = 'claim.charge_cents > 0'
message = "Charge {claim.charge_cents|money}"
link = "claim.charge_cents"
source = "practice policy"
effective_from = 2026-01-01
"""


def test_a_practice_can_write_its_own():
    (rule,) = read_rules(RECORD)
    assert rule.in_force(EXAMPLE_ON)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("claim.charge_cents > 0", "claim.charge > 0", "own-rule: 'claim' has no field 'charge'"),
        ("{claim.charge_cents|money}", "{clam.charge_cents}", "own-rule: There is no 'clam'"),
        ("|money", "|dollars", "no form 'dollars'"),
        ('severity = "R"', 'severity = "X"', "severity is R, D or W"),
        ('title = "t"', 'titel = "t"', r"missing \['title'\], unknown \['titel'\]"),
        ("[[rule]]", "[[rule", "cannot be read"),
    ],
)
def test_a_wrong_record_is_refused_with_its_reason(old, new, said):
    with pytest.raises(WrongRule, match=said):
        read_rules(RECORD.replace(old, new))


def test_a_version_stands_once():
    with pytest.raises(WrongRule, match="stands twice"):
        read_rules(RECORD + RECORD)


def test_versions_of_a_rule_take_turns():
    second = RECORD.replace("version = 1", "version = 2")
    with pytest.raises(WrongRule, match="versions 1 and 2 are in force together"):
        read_rules(RECORD + second)
    first = RECORD + "effective_to = 2026-07-01\n"
    assert len(read_rules(first + second.replace("2026-01-01", "2026-07-01"))) == 2
