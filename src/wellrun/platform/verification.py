"""Proving the invariants: each room brings its checks, `wellrun verify` runs them all, as any identity may.

A check reads what is stored and answers with a sentence for each thing that is wrong; nothing is mended here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Check:
    """One invariant. `run` answers with a sentence for each breach and runs as an identity that sees everything."""

    room: str
    promise: str
    run: Callable[[], Iterable[str]]


_checks: list[Check] = []


def register_check(room: str, promise: str, run: Callable[[], Iterable[str]]) -> None:
    """Bring a check. Called from a room's `apps.py`; the same promise twice is one check."""
    if not any(check.room == room and check.promise == promise for check in _checks):
        _checks.append(Check(room, promise, run))


def checks() -> list[Check]:
    """All checks, in the order in which the rooms were loaded."""
    return list(_checks)


def breaches(sql: str, sentence: str) -> list[str]:
    """Run a query that finds breaches and write `sentence` with the columns of each row, at most twenty of them."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchmany(20)
    return [sentence.format(*row) for row in rows]
