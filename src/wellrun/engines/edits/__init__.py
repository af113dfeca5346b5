"""Claim rules as versioned data: parsed once, evaluated on a frozen claim, explained, replayed over the past.

`load_rules` reads the shipped catalogue, `evaluate` returns `EditResult`s for a `ClaimSnapshot` given
`Facts`, `replay` does so for many claims. `parse` checks an expression of the rule language and, when it is
wrong, names the place. The grammar is in docs/algorithms/edits.md.
"""

from wellrun.engines.edits.facts import Facts
from wellrun.engines.edits.rule import Case, EditResult, Outcome, Rule, Severity
from wellrun.engines.edits.snapshot import (
    Address,
    BillingProvider,
    ClaimHeader,
    ClaimSnapshot,
    Coverage,
    Diagnosis,
    Facility,
    Line,
    Payer,
    Person,
    PriorLine,
    Provider,
)

__all__ = [
    "Address",
    "BillingProvider",
    "Case",
    "ClaimHeader",
    "ClaimSnapshot",
    "Coverage",
    "Diagnosis",
    "EditResult",
    "Facility",
    "Facts",
    "Line",
    "Outcome",
    "Payer",
    "Person",
    "PriorLine",
    "Provider",
    "Rule",
    "Severity",
]
