"""Reading once a transaction what does not change while it runs: units, sites, zones.

One act reads the zone of its department in room after room. The first answer is kept beside the transaction, and
forgotten with it, whichever way it ends; when another identity is assumed; and when a row of the models is saved.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from django.db import connection, models, transaction
from django.db.models.signals import post_delete, post_save

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


@dataclass(eq=False)
class _Kept:
    """Answers of one transaction. It waits among what is called on commit, where a rollback drops it too."""

    answers: dict[Any, Any] = field(default_factory=dict)

    def __call__(self) -> None:
        self.answers.clear()


def once_a_transaction(
    *changed_by: type[models.Model],
) -> Callable[[Callable[Arguments, Answer]], Callable[Arguments, Answer]]:
    """Let a query of hashable arguments ask the database once a transaction; outside one it asks each time.

    Callers share the answer, so it must not be changed. Saving a row of `changed_by` forgets all answers.
    """
    for model in changed_by:
        post_save.connect(_forget, sender=model, dispatch_uid="once")
        post_delete.connect(_forget, sender=model, dispatch_uid="once")

    def decorate(query: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
        @functools.wraps(query)
        def asked(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
            if not connection.in_atomic_block:
                return query(*args, **kwargs)
            key = (query, args, tuple(sorted(kwargs.items())))
            for kept in _all_kept():
                if key in kept.answers:
                    return kept.answers[key]
            answer = query(*args, **kwargs)
            _innermost().answers[key] = answer
            return answer

        return asked

    return decorate


def _all_kept() -> list[_Kept]:
    return [waiting for _, waiting, _ in connection.run_on_commit if isinstance(waiting, _Kept)]


def _innermost() -> _Kept:
    # What a savepoint read goes with it when it is rolled back, so each savepoint keeps its own.
    savepoints = set(connection.savepoint_ids)
    for within, waiting, _ in reversed(connection.run_on_commit):
        if isinstance(waiting, _Kept) and within == savepoints:
            return waiting
    kept = _Kept()
    transaction.on_commit(kept)
    return kept


def forget() -> None:
    """Forget what this transaction has read: somebody else asks now, or the rows have changed."""
    for kept in _all_kept():
        kept.answers.clear()


def _forget(**_: object) -> None:
    forget()
