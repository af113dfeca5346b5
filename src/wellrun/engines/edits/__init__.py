"""Claim rules as versioned data: parsed once, evaluated on a frozen claim, explained, replayed over the past.

`load_rules` reads the shipped catalogue, `evaluate` returns `EditResult`s for a `ClaimSnapshot` given
`Facts`, `replay` does so for many claims. `parse` checks an expression of the rule language and, when it is
wrong, names the place. The grammar is in docs/algorithms/edits.md.
"""

from wellrun.engines.edits.cases import CaseOutcome, WrongCase, changed, run_cases
from wellrun.engines.edits.catalogue import WrongRule, check_rule, load_rules, read_rules
from wellrun.engines.edits.checker import parse
from wellrun.engines.edits.evaluation import evaluate, replay
from wellrun.engines.edits.example import EXAMPLE_ON, TableFacts, example_claim, example_facts
from wellrun.engines.edits.facts import Facts
from wellrun.engines.edits.functions import luhn_npi
from wellrun.engines.edits.modifiers import modifier_form, modifier_of_cpt
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
from wellrun.engines.edits.tokens import RuleSyntaxError
from wellrun.engines.edits.zip_codes import state_of_zip, zip_in_state

__all__ = [
    "EXAMPLE_ON",
    "Address",
    "BillingProvider",
    "Case",
    "CaseOutcome",
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
    "RuleSyntaxError",
    "Severity",
    "TableFacts",
    "WrongCase",
    "WrongRule",
    "changed",
    "check_rule",
    "evaluate",
    "example_claim",
    "example_facts",
    "load_rules",
    "luhn_npi",
    "modifier_form",
    "modifier_of_cpt",
    "parse",
    "read_rules",
    "replay",
    "run_cases",
    "state_of_zip",
    "zip_in_state",
]
