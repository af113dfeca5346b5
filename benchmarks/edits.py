"""Ten thousand claims scrubbed with every shipped rule, beside the first twenty written by hand in Python."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from benchmarks.edits_by_hand import numbers_found
from benchmarks.figure import Figure, median_seconds
from wellrun.engines.edits import (
    EXAMPLE_ON,
    ClaimSnapshot,
    changed,
    evaluate,
    example_claim,
    example_facts,
    load_rules,
)

TITLE = "Edits: 10,000 claims through every shipped rule"
SLIPS: tuple[dict[str, object], ...] = (
    {"billing.npi": "1234567890"},
    {"rendering.npi": "1245319590"},
    {"billing.address.line1": "PO Box 12"},
    {"billing.address.zip_code": "43215"},
    {"subscriber.address.state": "NY"},
    {"billing.tax_id": "1234"},
    {"billing.phone": "614-155-0100"},
    {"billing.taxonomy": "999Q00000X"},
    {"coverages": []},
    {"coverage.filing_indicator": "09"},
    {"coverage.member_id": ""},
    {"coverage.eligibility": "inactive"},
    {"coverage.card_last_name": "SIMPLE"},
    {"patient.born_on": None},
    {"patient.ssn": "12"},
    {"patient.sex": ""},
    {"coverage.relationship": "99"},
    {"lines[0].units": 0},
    {"diagnoses[1].code": "E11"},
    {"claim.charge_cents": 1},
)


def run(*, quick: bool) -> Iterator[Figure]:
    """The whole catalogue; its first twenty numbers; the same twenty by hand; and whether both find the
    same.
    """
    count = 500 if quick else 10_000
    claims, rules, facts = _claims(count), load_rules(), example_facts()
    twenty = [rule for rule in rules if rule.number <= 20]

    def scrub(chosen):
        return [evaluate(claim, chosen, facts, EXAMPLE_ON) for claim in claims]

    whole = median_seconds(lambda: scrub(rules), repeats=1)
    first = median_seconds(lambda: scrub(twenty), repeats=1)
    by_hand = median_seconds(lambda: [numbers_found(claim, facts, EXAMPLE_ON) for claim in claims], repeats=1)
    same = all(
        {result.number for result in results} == numbers_found(claim, facts, EXAMPLE_ON)
        for claim, results in zip(claims, scrub(twenty), strict=True)
    )
    limit = 20 * count / 10_000
    lines = sum(len(claim.lines) for claim in claims)
    yield Figure(
        f"{count:,} claims, all {len(rules)} rules",
        whole,
        "s",
        f"<= {limit:g} s",
        whole <= limit,
        f"{lines:,} lines",
    )
    yield Figure("the same, for each claim", whole / count * 1e6, "µs")
    yield Figure(f"rules 1 to 20 ({len(twenty)} records)", first / count * 1e6, "µs a claim")
    yield Figure(
        "rules 1 to 20 as Python written by hand",
        by_hand / count * 1e6,
        "µs a claim",
        "finds what the rules find",
        same,
        "answers numbers only: no sentence, no inputs",
    )


def _claims(count: int) -> list[ClaimSnapshot]:
    """Claims of one to six lines; two in ten carry one of the slips."""
    chance = random.Random(837)
    clean = example_claim()
    claims = []
    for number in range(count):
        lines = tuple(
            replace(clean.lines[at % 2], number=at + 1, control_number=f"L{at + 1}")
            for at in range(chance.randint(1, 6))
        )
        header = replace(
            clean.claim,
            control_number=f"C{number:07}",
            charge_cents=sum(line.charge_cents or 0 for line in lines),
        )
        claim = replace(clean, lines=lines, claim=header)
        claims.append(changed(claim, chance.choice(SLIPS)) if chance.random() < 0.2 else claim)
    return claims
