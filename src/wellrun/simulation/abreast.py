"""Living sites abreast: each in a process of its own, with the same outcome as one after the other.

What is done at a site touches that site alone: a patient is seen at one site, receipts and claims are numbered by site,
ids are drawn from a stream of the site and day, and an act is committed before the next begins.
"""

from __future__ import annotations

import os
import pickle
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, connections, transaction

_HURRY = (
    "synchronous_commit = off",
    "join_collapse_limit = 1",
    "jit = off",
    "plan_cache_mode = force_generic_plan",
)


class SiteFailed(RuntimeError):
    """A site's process ended with an error; the message is its traceback."""


def hurry() -> None:
    """Let this process's connection not wait for the disk, and plan each statement once, as it is written.

    A practice that can be made again from its seed loses nothing by it; half the time of small queries is planning.
    """
    with connection.cursor() as cursor:
        for setting in _HURRY:
            cursor.execute(f"set {setting}")


def live_abreast(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run each work in a forked process with a database connection of its own; returns their results in order.

    A result is pickled, so what refers to one thing within a result still does. Raises `SiteFailed`.
    """
    forked = [_fork(work) for work in works]
    return [_value(told) for told in [_told(*each) for each in forked]]


def beside(work: Callable[[], Any]) -> Callable[[], Any]:
    """Run `work` in a forked process that sees the database as it is now, whatever is written meanwhile.

    Returns when that process has its view; what is returned waits for the result, or raises `SiteFailed`.
    """
    ready, go = os.pipe()

    def on_snapshot() -> Any:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read")
            cursor.execute("select 1")
            os.write(go, b".")
            return work()

    pid, reader = _fork(on_snapshot)
    os.close(go)
    # Nothing comes when the process ended before it had its view; its result then says why.
    os.read(ready, 1)
    os.close(ready)
    return lambda: _value(_told(pid, reader))


def _fork(work: Callable[[], Any]) -> tuple[int, int]:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    os.close(reader)
    try:
        told = pickle.dumps(("done", _work(work)))
    except BaseException:
        told = pickle.dumps(("failed", traceback.format_exc()))
    with os.fdopen(writer, "wb") as stream:
        stream.write(told)
    # Nothing of the parent's is cleaned up here: its connection is still in use over there.
    os._exit(0)


def _work(work: Callable[[], Any]) -> Any:
    # The parent's connections are left alone: dropped here, they would be closed over there.
    kept = [(each, each.connection) for each in connections.all(initialized_only=True)]
    for each, _ in kept:
        each.connection = None
    hurry()
    done = work()
    connection.close()
    return done


def _told(pid: int, reader: int) -> tuple[str, Any]:
    with os.fdopen(reader, "rb") as stream:
        told = stream.read()
    os.waitpid(pid, 0)
    return pickle.loads(told) if told else ("failed", "It was killed.")  # noqa: S301 (our own)


def _value(told: tuple[str, Any]) -> Any:
    outcome, value = told
    if outcome == "failed":
        raise SiteFailed(value)
    return value
