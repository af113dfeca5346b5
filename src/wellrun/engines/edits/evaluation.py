"""Judging claims by rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

from wellrun.engines.edits.checker import element_kind, parse
from wellrun.engines.edits.compiler import FACTS, SEEN, Names, Run, Unanswered, compile_tree
from wellrun.engines.edits.facts import Facts
from wellrun.engines.edits.message import compile_message
from wellrun.engines.edits.rule import EditResult, Outcome, Rule
from wellrun.engines.edits.snapshot import ClaimSnapshot
from wellrun.engines.edits.tree import Conditional, Over

_ROOTS = tuple(field.name for field in fields(ClaimSnapshot))


@dataclass(frozen=True, slots=True)
class _Program:
    """A rule's text made ready. A top-level `for each` runs over `collection` as `variable`, where
    `applies`.
    """

    holds: Run
    trace: Run
    message: Callable[[Names], str]
    collection: str = ""
    variable: str = ""
    applies: Run | None = None


def evaluate(
    claim: ClaimSnapshot, rules: Iterable[Rule], facts: Facts, on: date, *, explain: bool = False
) -> list[EditResult]:
    """What the rules in force on that day find in the claim, in the order of the rules and then of the lines.

    A rule that begins with `for each` answers for each element on its own. A fact that is not known gives an
    `unchecked` result of severity W. `explain` adds a `passed` result, with its inputs, for whatever holds.
    Data never raises; a rule whose text is wrong raises RuleSyntaxError, which `parse` finds beforehand.
    """
    names: Names = {root: getattr(claim, root) for root in _ROOTS}
    names |= {"on": on, FACTS: facts}
    results: list[EditResult] = []
    for rule in rules:
        if rule.in_force(on) and _in_scope(rule, claim):
            _judge(rule, _program(rule.expression, rule.message), names, explain, results)
    return results


def replay(
    rules: Sequence[Rule], claims: Iterable[tuple[ClaimSnapshot, date]], facts: Facts
) -> Iterator[tuple[int, EditResult]]:
    """What the rules would have found in past claims, each on its own day, as (index of the claim, result).

    Rules not yet in force on that day are applied all the same: a replay asks what a rule would do.
    """
    always = [_ageless(rule) for rule in rules]
    for index, (claim, on) in enumerate(claims):
        for result in evaluate(claim, always, facts, on):
            yield index, result


def _ageless(rule: Rule) -> Rule:
    values = {field.name: getattr(rule, field.name) for field in fields(rule)}
    return Rule(**{**values, "effective_from": date.min, "effective_to": None})


def _in_scope(rule: Rule, claim: ClaimSnapshot) -> bool:
    payer = claim.payer
    return not rule.payer_scope or any(
        name in rule.payer_scope for name in (payer.key, payer.payer_id, payer.kind)
    )


@lru_cache(maxsize=4096)
def _program(expression: str, message: str) -> _Program:
    tree = parse(expression)
    if not (isinstance(tree, Over) and tree.quantifier == "each" and tree.body is not None):
        return _Program(compile_tree(tree), compile_tree(tree, tracing=True), compile_message(message))
    body = tree.body
    whole = body if tree.where is None else Conditional(tree.where, body, None, tree.position)
    return _Program(
        compile_tree(body),
        compile_tree(whole, tracing=True),
        compile_message(message, (tree.variable, element_kind(tree, expression))),
        tree.collection.name,
        tree.variable,
        compile_tree(tree.where) if tree.where is not None else None,
    )


def _judge(rule: Rule, program: _Program, names: Names, explain: bool, results: list[EditResult]) -> None:
    if not program.collection:
        _decide(rule, program, names, "", explain, results)
        return
    root, *below = program.collection.split(".")
    collection = names[root]
    for part in below:
        collection = getattr(collection, part, None)
    for index, element in enumerate(collection or ()):
        inner = {**names, program.variable: element}
        _decide(rule, program, inner, f"{program.collection}[{index}]", explain, results)


def _decide(
    rule: Rule, program: _Program, names: Names, where: str, explain: bool, results: list[EditResult]
) -> None:
    try:
        if program.applies is not None and not program.applies(names):
            return
        outcome: Outcome = "passed" if program.holds(names) else "failed"
        if outcome == "passed" and not explain:
            return
        sentence = rule.title if outcome == "passed" else program.message(names)
    except Unanswered as unknown:
        outcome, sentence = "unchecked", _not_checked(rule, unknown)
    results.append(_result(rule, outcome, sentence, where, _inputs(program, names)))


def _inputs(program: _Program, names: Names) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    try:
        program.trace({**names, SEEN: seen})
    except Unanswered as unknown:
        seen[str(unknown)] = None
    return seen


def _not_checked(rule: Rule, unknown: Unanswered) -> str:
    return f"Could not be checked ({rule.title}): no answer to {unknown}."


def _result(rule: Rule, outcome: Outcome, sentence: str, where: str, seen: dict[str, Any]) -> EditResult:
    return EditResult(
        rule.id,
        rule.version,
        rule.number,
        "W" if outcome == "unchecked" else rule.severity,
        outcome,
        sentence,
        rule.link,
        where,
        tuple(seen.items()),
        rule.status if outcome == "failed" else "",
    )
