"""What the desk adds to the pages of visits and patients."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wellrun.platform.access.api import Actor
from wellrun.practice.frontdesk.screens.prints import AHEAD, HAPPENED
from wellrun.practice.scheduling.api import Appointment


def visit_prints(actor: Actor, visit: Appointment, at: datetime) -> dict[str, Any]:
    """What can be printed about a visit."""
    return {"visit": visit, "ahead": visit.state in AHEAD, "happened": visit.state in HAPPENED}
