"""The patient's visits on the patient's page: what is ahead, and the latest that were."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from wellrun.platform.access.api import Actor
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.models import Appointment, VisitState
from wellrun.practice.scheduling.queries.appointments import appointments_of

LOOK_BACK = timedelta(days=730)
MOST_PAST = 6
UNDER_WAY = (VisitState.ARRIVED, VisitState.ROOMED, VisitState.WITH_PROVIDER)


def panel(actor: Actor, patient: Patient, at: datetime) -> dict[str, Any]:
    """Visits ahead or under way, the next first, and the latest others; of departments that the actor may see."""
    rows = appointments_of(patient.id, since=at - LOOK_BACK, limit=40)
    ahead = [row for row in rows if _still_to_be(row, at)]
    return {
        "ahead": list(reversed(ahead)),
        "past": [row for row in rows if row not in ahead][:MOST_PAST],
        "may_book": actor.may("appointments.book"),
    }


def _still_to_be(visit: Appointment, at: datetime) -> bool:
    """A patient who is here stays under way past the booked end; what is finished or canceled is not ahead."""
    if visit.state in UNDER_WAY:
        return True
    return visit.ends_at > at and visit.state in (VisitState.BOOKED, VisitState.CONFIRMED)
