"""The check that every operation makes first."""

from __future__ import annotations

import uuid

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.matrix import CAPABILITIES
from wellrun.platform.access.refusals import NotAllowed


def require(by: Actor, capability: str, unit_id: uuid.UUID | None = None) -> None:
    """Raise `NotAllowed` unless `by` may use `capability` at `unit_id`, or anywhere when none is named."""
    if capability not in CAPABILITIES:
        raise KeyError(f"{capability} is not in the matrix.")
    if not by.may(capability, unit_id):
        raise NotAllowed()
