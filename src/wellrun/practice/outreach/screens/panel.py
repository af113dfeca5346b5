"""A patient's messages on the patient's page: the latest, and what is wrong with an address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wellrun.platform.access.api import Actor
from wellrun.practice.outreach.queries.log import notices_to, troubles_of
from wellrun.practice.patients.api import Patient


def panel(actor: Actor, patient: Patient, at: datetime) -> dict[str, Any] | None:
    """The latest notices, bad addresses and numbers that said stop; nothing where there is none of them."""
    notices = notices_to(patient.id, by=actor)
    bad, stopped = troubles_of(patient)
    if not (notices or bad or stopped):
        return None
    return {
        "notices": notices,
        "bad": bad,
        "stopped": stopped,
        "may_clear": actor.may("patients.register"),
        "at": at,
    }
