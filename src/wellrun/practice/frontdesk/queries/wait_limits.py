"""How long waits may be, department by department."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from wellrun.practice.frontdesk.models import WaitLimit

#: Minutes in a state after which a wait is long, and after which too long, where a department says nothing else.
USUAL: dict[str, tuple[int, int]] = {"arrived": (15, 30), "roomed": (15, 30), "with_provider": (45, 75)}

Limits = dict[str, tuple[int, int]]


def wait_limits_of(unit_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Limits]:
    """The limits of every one of these departments, its own before the usual ones. One query."""
    found = {unit_id: dict(USUAL) for unit_id in unit_ids}
    for row in WaitLimit.objects.filter(unit_id__in=list(found)):
        found[row.unit_id][row.state] = (row.slow_minutes, row.bad_minutes)
    return found
