"""Living sites abreast: each in a process of its own, with the same outcome as one after the other.

What the sites share is few numbers that are given out in order: receipts and claims. An act that draws one waits
until every other site's clock has passed its own instant, so that numbers follow virtual time and not the luck of two
processes. Everything else of a site touches that site alone: a patient is seen at one site, ids are drawn from a stream
of the site and day, and an act is committed before the next begins.
"""

from __future__ import annotations

import mmap
import os
import pickle
import struct
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, connections

_FINISHED = float("inf")
_POLL_SECONDS = 0.0002


class SiteFailed(RuntimeError):
    """A site's process ended with an error; the message is its traceback."""


class Clocks:
    """The virtual clocks of processes that live abreast, in memory that they share."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._memory = mmap.mmap(-1, 8 * count)

    def tell(self, place: int, instant: datetime | None) -> None:
        """Say that a process has done everything before `instant`; None: everything."""
        struct.pack_into("d", self._memory, 8 * place, instant.timestamp() if instant else _FINISHED)

    def wait_for_turn(self, place: int, instant: datetime) -> None:
        """Return when every other process has passed `instant`; where two stand at the same, the first goes first."""
        mine = instant.timestamp()
        while any(self._behind(other, place, mine) for other in range(self.count) if other != place):
            time.sleep(_POLL_SECONDS)

    def _behind(self, other: int, place: int, mine: float) -> bool:
        theirs = struct.unpack_from("d", self._memory, 8 * other)[0]
        return theirs < mine or (theirs == mine and other < place)


def hurry() -> None:
    """Let this process's connection not wait for the disk, nor weigh orders of joins that are written in a good one.

    A practice that can be made again from its seed loses nothing by it; half the time of small queries is planning.
    """
    with connection.cursor() as cursor:
        for setting in ("synchronous_commit = off", "join_collapse_limit = 1", "jit = off"):
            cursor.execute(f"set {setting}")


def live_abreast(works: Sequence[Callable[[int, Clocks], Any]], starts_at: datetime) -> list[Any]:
    """Run each work in a forked process with a database connection of its own; returns their results in order.

    A result is pickled, so what refers to one thing within a result still does. Raises `SiteFailed`.
    """
    clocks = Clocks(len(works))
    for place in range(len(works)):
        clocks.tell(place, starts_at)
    pipes = [_fork(place, work, clocks) for place, work in enumerate(works)]
    told = []
    for pid, reader in pipes:
        with os.fdopen(reader, "rb") as stream:
            told.append(stream.read())
        os.waitpid(pid, 0)
    results = [pickle.loads(each) if each else ("failed", "It was killed.") for each in told]  # noqa: S301 (our own)
    for outcome, value in results:
        if outcome == "failed":
            raise SiteFailed(value)
    return [value for _, value in results]


def _fork(place: int, work: Callable[[int, Clocks], Any], clocks: Clocks) -> tuple[int, int]:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    os.close(reader)
    try:
        told = pickle.dumps(("done", _work(place, work, clocks)))
    except BaseException:
        told = pickle.dumps(("failed", traceback.format_exc()))
    clocks.tell(place, None)
    with os.fdopen(writer, "wb") as stream:
        stream.write(told)
    # Nothing of the parent's is cleaned up here: its connection is still in use over there.
    os._exit(0)


def _work(place: int, work: Callable[[int, Clocks], Any], clocks: Clocks) -> Any:
    # The parent's connections are left alone: dropped here, they would be closed over there.
    kept = [(each, each.connection) for each in connections.all(initialized_only=True)]
    for each, _ in kept:
        each.connection = None
    hurry()
    done = work(place, clocks)
    clocks.tell(place, None)
    connection.close()
    return done
