"""Saying how long waits may be."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from wellrun.platform.access.api import Actor, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.frontdesk.models import WaitLimit
from wellrun.practice.frontdesk.queries.wait_limits import USUAL


class LimitsReversed(Refused):
    """A wait that is too long before it is long."""

    sentence = "A wait is too long only after it was long: the second number is the greater one."


def set_wait_limits(
    *, unit_id: uuid.UUID, limits: Mapping[str, tuple[int, int]], by: Actor, at: datetime
) -> None:
    """Set a department's limits: for each state the minutes after which a wait is long, and after which too long."""
    require(by, "appointments.configure", unit_id)
    for state, (slow, bad) in limits.items():
        if state not in USUAL:
            raise ValueError(f"Nobody waits in the state {state}.")
        if not 1 <= slow < bad:
            raise LimitsReversed(field=f"{state}_bad")
    for state, (slow, bad) in limits.items():
        WaitLimit.objects.update_or_create(
            unit_id=unit_id,
            state=state,
            defaults={"organization_id": by.organization_id, "slow_minutes": slow, "bad_minutes": bad},
        )
    record_act("wait_limits.set", subject_type="unit", subject_id=unit_id)
