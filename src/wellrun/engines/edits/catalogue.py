"""Reading rules from TOML: the shipped catalogue, or a practice's own."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from itertools import combinations
from typing import Any

from wellrun.engines.edits.checker import element_kind, parse
from wellrun.engines.edits.message import compile_message
from wellrun.engines.edits.rule import Case, Rule
from wellrun.engines.edits.tokens import RuleSyntaxError
from wellrun.engines.edits.tree import Over

_REQUIRED = (
    "id",
    "version",
    "number",
    "title",
    "severity",
    "expression",
    "message",
    "link",
    "source",
    "effective_from",
)
_OPTIONAL = ("effective_to", "snip", "status")


class WrongRule(ValueError):
    """A rule record cannot be used; says which rule and why."""


def load_rules(name: str = "professional") -> tuple[Rule, ...]:
    """The shipped rules of that name ('professional': 837P), in catalogue order."""
    return read_rules(files("wellrun.engines.edits").joinpath("rules", f"{name}.toml").read_text("utf-8"))


def read_rules(text: str) -> tuple[Rule, ...]:
    """The rules of a TOML text with a `[[rule]]` table each; every expression and message is checked.

    Raises WrongRule with the rule's id and, for a wrong expression, the place in it.
    """
    try:
        records = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError as wrong:
        raise WrongRule(f"The rules cannot be read: {wrong}") from wrong
    rules = tuple(_rule(record) for record in records)
    seen: set[tuple[str, int]] = set()
    for rule in rules:
        if (rule.id, rule.version) in seen:
            raise WrongRule(f"{rule.id}: version {rule.version} stands twice.")
        seen.add((rule.id, rule.version))
    for older, newer in combinations(rules, 2):
        if older.id == newer.id and _together(older, newer):
            raise WrongRule(
                f"{older.id}: versions {older.version} and {newer.version} are in force together."
            )
    return rules


def check_rule(rule: Rule) -> None:
    """Refuse a rule whose expression or message is not in the language; raises WrongRule with the place."""
    try:
        tree = parse(rule.expression)
        variable = None
        if isinstance(tree, Over) and tree.quantifier == "each":
            variable = (tree.variable, element_kind(tree, rule.expression))
        compile_message(rule.message, variable)
    except RuleSyntaxError as wrong:
        raise WrongRule(f"{rule.id}: {wrong}") from wrong
    if rule.severity not in ("R", "D", "W"):
        raise WrongRule(f"{rule.id}: severity is R, D or W, not {rule.severity!r}.")


def _together(a: Rule, b: Rule) -> bool:
    return (b.effective_to is None or a.effective_from < b.effective_to) and (
        a.effective_to is None or b.effective_from < a.effective_to
    )


def _rule(record: dict[str, Any]) -> Rule:
    name = record.get("id", "a rule without id")
    missing = [key for key in _REQUIRED if key not in record]
    unknown = set(record) - {*_REQUIRED, *_OPTIONAL, "payer_scope", "passes", "fails"}
    if missing or unknown:
        raise WrongRule(f"{name}: missing {missing}, unknown {sorted(unknown)}.")
    if not isinstance(record["effective_from"], date):
        raise WrongRule(f"{name}: effective_from is a date.")
    rule = Rule(
        **{key: record[key] for key in (*_REQUIRED, *_OPTIONAL) if key in record},
        payer_scope=tuple(record.get("payer_scope", ())),
        cases=tuple(
            Case(passes, case["why"], case.get("changes", {}), case.get("facts", {}))
            for passes, key in ((True, "passes"), (False, "fails"))
            for case in record.get(key, ())
        ),
    )
    check_rule(rule)
    return rule
