"""One measured figure: what was measured, against which goal, and what the peer or naive form did in the
same run.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A row of a benchmark's table; `holds` is None where the figure is only a comparison and has no goal."""

    what: str
    measured: float
    unit: str
    goal: str = ""
    holds: bool | None = None
    note: str = ""


def median_seconds(action: Callable[[], object], *, repeats: int) -> float:
    """The median wall time in seconds of `repeats` runs of `action`, after one run that is thrown away."""
    action()
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return statistics.median(times)
