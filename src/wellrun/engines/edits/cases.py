"""The cases kept beside each rule: changes to a clean claim that it must pass or fail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, cast, get_args, get_type_hints

from wellrun.engines.edits.evaluation import evaluate
from wellrun.engines.edits.example import EXAMPLE_ON, example_claim, example_facts
from wellrun.engines.edits.rule import Case, Rule
from wellrun.engines.edits.snapshot import ClaimSnapshot

_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")


class WrongCase(ValueError):
    """A case changes something a claim does not have."""


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """Whether the rule did with the case what the case says; `found` are the outcomes it gave."""

    case: Case
    holds: bool
    found: tuple[str, ...]


def run_cases(rule: Rule, claim: ClaimSnapshot | None = None, on: date = EXAMPLE_ON) -> Iterator[CaseOutcome]:
    """Run a rule's cases on the example claim (or another clean one). A passing case gives no finding at all,
    not even an unchecked one; a failing case gives a failed one."""
    base = claim or example_claim()
    for case in rule.cases:
        found = tuple(
            result.outcome
            for result in evaluate(changed(base, case.changes), [rule], example_facts(case.facts), on)
        )
        yield CaseOutcome(case, not found if case.passes else "failed" in found, found)


def changed(claim: ClaimSnapshot, changes: Mapping[str, Any]) -> ClaimSnapshot:
    """The claim with values put at paths: {'billing.npi': '', 'lines[0].units': 2, 'priors': [{...}]}.

    A list of tables becomes a tuple of the records that stand there. Raises WrongCase for an unknown path.
    """
    for path, value in changes.items():
        claim = _put(claim, path.split("."), value, path)
    return claim


def _put(record: Any, steps: list[str], value: Any, path: str) -> Any:
    found = _STEP.fullmatch(steps[0])
    if found is None or not is_dataclass(record) or found[1] not in {field.name for field in fields(record)}:
        raise WrongCase(f"{path!r}: a {type(record).__name__} has no {steps[0]!r}.")
    name, index = found[1], found[2]
    current = getattr(record, name)
    if index is None:
        new = _put(current, steps[1:], value, path) if steps[1:] else _shaped(record, name, value)
    else:
        items, place = list(current), int(index)
        if place >= len(items):
            raise WrongCase(f"{path!r}: there are only {len(items)} {name}.")
        items[place] = _put(items[place], steps[1:], value, path) if steps[1:] else value
        new = tuple(items)
    return replace(cast(Any, record), **{name: new})


def _shaped(record: Any, name: str, value: Any) -> Any:
    if not isinstance(value, list):
        return value
    element = get_args(get_type_hints(type(record))[name])[0]
    return tuple(element(**_frozen(item)) if isinstance(item, dict) else item for item in value)


def _frozen(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in item.items()}
