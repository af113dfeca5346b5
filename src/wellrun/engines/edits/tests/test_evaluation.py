"""Evaluation answers for each element, shows what it looked at, and never raises on data."""

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import get_args, get_origin, get_type_hints

from hypothesis import given, settings
from hypothesis import strategies as st

from wellrun.engines.edits import (
    EXAMPLE_ON,
    ClaimSnapshot,
    TableFacts,
    changed,
    evaluate,
    example_claim,
    example_facts,
    load_rules,
    replay,
)
from wellrun.engines.edits.tests.test_language import rule

RULES = load_rules()
DAYS = st.dates(date(1850, 1, 1), date(2030, 1, 1))
ODD = ["", "0", "PO Box 9", "1234567893", "18", "25", "\u00e9\u0000", "(", "9" * 80, "P", "7"]
SCALARS = {
    str: st.sampled_from(ODD),
    int: st.integers(-9, 10**12),
    float: st.floats(),
    bool: st.booleans(),
    date: DAYS,
}


def anything(hint):
    """Values of a snapshot's field type, missing ones among them."""
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{field.name: anything(hints[field.name]) for field in fields(hint)})
    if get_origin(hint) is tuple:
        return st.lists(anything(get_args(hint)[0]), max_size=3).map(tuple)
    if get_args(hint):
        return st.one_of(*(st.none() if part is type(None) else anything(part) for part in get_args(hint)))
    return SCALARS[hint]


@settings(max_examples=150, deadline=None)
@given(anything(ClaimSnapshot), st.booleans())
def test_no_claim_raises_and_the_answer_is_always_the_same(claim, known):
    facts = example_facts() if known else TableFacts()
    once = evaluate(claim, RULES, facts, EXAMPLE_ON, explain=True)
    again = evaluate(claim, RULES, facts, EXAMPLE_ON, explain=True)
    assert repr(once) == repr(again)
    assert {result.rule_id for result in once} <= {rule.id for rule in RULES}


def test_an_empty_claim_is_a_list_of_findings():
    found = evaluate(ClaimSnapshot(), RULES, example_facts(), EXAMPLE_ON)
    numbers = {result.number for result in found if result.outcome == "failed"}
    assert {1, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 17, 19, 20, 21, 22, 23, 25, 32, 63} <= numbers
    assert "(missing)" in found[0].sentence


def test_a_finding_says_where_and_what_it_saw():
    claim = changed(example_claim(), {"lines[1].units": 0, "lines[1].number": 2})
    (found,) = evaluate(claim, RULES, example_facts(), EXAMPLE_ON)
    assert (found.rule_id, found.where, found.severity, found.link) == (
        "units",
        "lines[1]",
        "R",
        "line.units",
    )
    assert ("line.units", 0) in found.inputs
    assert found.sentence.startswith("Line 2: 0 UN for 93000.")


def test_a_fact_that_is_not_known_is_unchecked_and_never_passed():
    facts = replace(example_facts(), diagnoses=None)
    found = evaluate(example_claim(), RULES, facts, EXAMPLE_ON)
    assert {(result.rule_id, result.outcome, result.severity) for result in found} == {
        ("diagnosis-billable", "unchecked", "W")
    }
    assert "no answer to diagnosis_billable(I10, 2026-06-10)" in found[0].sentence


def test_a_payer_pattern_that_is_no_pattern_is_unchecked():
    found = evaluate(example_claim(), RULES, example_facts({"member_id_pattern": "["}), EXAMPLE_ON)
    assert [(result.rule_id, result.outcome) for result in found] == [("member-id", "unchecked")]


def test_rules_hold_only_in_their_time_and_for_their_payers():
    never = rule("false")
    assert evaluate(example_claim(), [never], example_facts(), EXAMPLE_ON)
    ended = replace(never, effective_to=EXAMPLE_ON)
    coming = replace(never, effective_from=EXAMPLE_ON + timedelta(days=1))
    medicare = replace(never, payer_scope=("medicare",))
    assert not evaluate(example_claim(), [ended, coming, medicare], example_facts(), EXAMPLE_ON)
    own = replace(never, payer_scope=("payer-1",))
    assert evaluate(example_claim(), [own], example_facts(), EXAMPLE_ON)


def test_a_replay_asks_what_a_new_rule_would_have_found():
    coming = replace(rule("claim.frequency = '1'"), effective_from=date(2027, 1, 1))
    past = [(example_claim(), EXAMPLE_ON), (changed(example_claim(), {"claim.frequency": "7"}), EXAMPLE_ON)]
    assert [index for index, _ in replay([coming], past, example_facts())] == [1]


def test_money_and_dates_are_written_for_people():
    shown = rule(
        "false",
        "{claim.charge_cents|money} on {on}, {line_count}".replace("{line_count}", "{size(lines)} lines"),
    )
    (found,) = evaluate(example_claim(), [shown], example_facts(), EXAMPLE_ON)
    assert found.sentence == "$185.00 on 06/15/2026, 2 lines"


def test_a_line_that_cannot_be_checked_does_not_hide_the_next():
    picky = rule(
        "for each line where place_known(line.place_of_service, on): line.units > 1", "Line {line.number}"
    )

    class KnowsOnlyEleven(TableFacts):
        def place_known(self, code, on):
            return True if code == "11" else None

    claim = changed(example_claim(), {"lines[0].place_of_service": "99"})
    found = evaluate(claim, [picky], KnowsOnlyEleven(), EXAMPLE_ON)
    assert [(result.where, result.outcome) for result in found] == [
        ("lines[0]", "unchecked"),
        ("lines[1]", "failed"),
    ]
