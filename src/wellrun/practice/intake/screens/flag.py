"""What intake says of a visit on its page: that its patient is here, before anybody has let them in."""

from __future__ import annotations

from wellrun.platform.access.api import Actor
from wellrun.platform.ui.formatting import format_clock, in_zone
from wellrun.practice.intake.operations.submit import OPEN_STATES
from wellrun.practice.intake.queries.submissions import signaled
from wellrun.practice.scheduling.api import Appointment


def says_here(visit: Appointment, by: Actor) -> str:
    """That the patient says to be in the office, until somebody has noted the arrival."""
    here_at = signaled([visit.id]).get(visit.id) if visit.state in OPEN_STATES else None
    if here_at is None:
        return ""
    return f"{visit.patient.spoken_name} says: I am here, since {format_clock(in_zone(here_at, visit.unit.zone))}."
