"""On the patient's page: what the patient waits for, and when the patient is due back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wellrun.platform.access.api import Actor
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.queries.recalls import recalls_of
from wellrun.practice.scheduling.queries.waiting import waiting_of


def panel(actor: Actor, patient: Patient, at: datetime) -> dict[str, Any]:
    """The places on the wait list and the recalls that stand; two queries."""
    return {
        "waiting": [(entry, (at - entry.since).days) for entry in waiting_of(patient.id)],
        "recalls": recalls_of(patient.id),
        "may_recall": actor.may("recalls.work"),
    }
