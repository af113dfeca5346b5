"""Jobs of the claims room: what waits is judged anew every night, and when a chart was mended; what the edits
cannot check is told.
"""

from __future__ import annotations

import uuid

from wellrun.platform.clock import now
from wellrun.platform.jobs.api import job
from wellrun.practice.claims.operations.judge_waiting import judge_all
from wellrun.practice.claims.operations.tell_unchecked import tell_everybody
from wellrun.practice.patients.events import DemographicsChanged


@job(name="claims.judge_waiting", queue="claims", cron="15 5 * * *")
def judge_waiting(timestamp: int) -> None:
    """Judge held and ready claims by today's rules and facts."""
    judge_all(at=now())


@job(name="claims.tell_unchecked", queue="claims", cron="5 10 * * *")
def tell_unchecked_edits(timestamp: int) -> None:
    """Raise or close, once a day, the task that says what the edits cannot check."""
    tell_everybody(at=now())


@job(name="claims.judge_patient", queue="claims")
def judge_patient(patient_id: str) -> None:
    """Judge one patient's waiting claims again."""
    judge_all(at=now(), patient_id=uuid.UUID(patient_id))


def on_demographics(event: DemographicsChanged) -> None:
    """Stage the judging with the change that may have mended a claim; it runs once the change is committed."""
    judge_patient.defer(patient_id=str(event.patient_id))
