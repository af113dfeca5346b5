"""A claim rule as data, and what evaluating one says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Severity = Literal["R", "D", "W"]
Outcome = Literal["failed", "passed", "unchecked"]


@dataclass(frozen=True, slots=True)
class Case:
    """A claim the rule must pass or fail: changes to a clean claim, as `path: value`, kept beside the
    rule.
    """

    passes: bool
    why: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one rule. `expression` says what must hold; where it does not, `message` is the finding.

    `severity`: R would be rejected or cannot be paid, D is likely to be denied, W is advice.
    In force from `effective_from` until before `effective_to`. `payer_scope` names payer keys, payer
    ids or kinds (empty: every payer). `link` is the field to mend, `status` the claim status a payer would
    answer with (category:status:entity), `source` where the rule was read.
    """

    id: str
    version: int
    number: int
    title: str
    severity: Severity
    expression: str
    message: str
    link: str
    source: str
    effective_from: date
    effective_to: date | None = None
    payer_scope: tuple[str, ...] = ()
    snip: int | None = None
    status: str = ""
    cases: tuple[Case, ...] = ()

    def in_force(self, on: date) -> bool:
        """Is the rule effective on that day?"""
        return self.effective_from <= on and (self.effective_to is None or on < self.effective_to)


@dataclass(frozen=True, slots=True)
class EditResult:
    """What one rule says of one claim, or of one of its lines, diagnoses or coverages.

    `outcome` is failed, passed (only when asked for), or unchecked: a fact the rule needs is not known.
    `where` is empty for the whole claim, else the element (`lines[1]`, counted from 0). `inputs` are the
    values the rule looked at, by the name the rule gives them; of a list of records, its length. `sentence`
    is what the user reads. `asked` names the question of an unchecked result that had no answer.
    """

    rule_id: str
    version: int
    number: int
    severity: Severity
    outcome: Outcome
    sentence: str
    link: str
    where: str
    inputs: tuple[tuple[str, Any], ...] = ()
    status: str = ""
    asked: str = ""
