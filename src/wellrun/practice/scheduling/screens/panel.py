"""The patient's visits on the patient's page: what is ahead, and the latest that were."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from wellrun.platform.access.api import Actor
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.queries.appointments import appointments_of

LOOK_BACK = timedelta(days=730)
MOST_PAST = 6


def panel(actor: Actor, patient: Patient, at: datetime) -> dict[str, Any]:
    """Visits ahead, the next first, and the latest past ones; of departments that the actor may see."""
    rows = appointments_of(patient.id, since=at - LOOK_BACK, limit=40)
    ahead = [row for row in rows if row.ends_at > at]
    return {
        "ahead": list(reversed(ahead)),
        "past": [row for row in rows if row.ends_at <= at][:MOST_PAST],
        "may_book": actor.may("appointments.book"),
    }
