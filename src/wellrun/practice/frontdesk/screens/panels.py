"""What the desk adds to the pages of visits and patients."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from wellrun.platform.access.api import Actor
from wellrun.practice.conversations.api import threads_about, threads_about_patient
from wellrun.practice.frontdesk.screens.prints import AHEAD, HAPPENED
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.api import Appointment


def visit_prints(actor: Actor, visit: Appointment, at: datetime) -> dict[str, Any]:
    """What can be printed about a visit."""
    return {"visit": visit, "ahead": visit.state in AHEAD, "happened": visit.state in HAPPENED}


def visit_messages(actor: Actor, visit: Appointment, at: datetime) -> dict[str, Any]:
    """What colleagues wrote about a visit, as far as one is part of it."""
    new_url = f"{reverse('conversations:new')}?{urlencode({'visit': visit.id})}"
    return {"threads": threads_about(actor, subject_id=visit.id), "new_url": new_url, "zone": actor.zone}


def patient_messages(actor: Actor, patient: Patient, at: datetime) -> dict[str, Any]:
    """What colleagues wrote about a patient, as far as one is part of it."""
    new_url = f"{reverse('conversations:new')}?{urlencode({'patient': patient.id})}"
    return {
        "threads": threads_about_patient(actor, patient_id=patient.id),
        "new_url": new_url,
        "zone": actor.zone,
    }


def patient_prints(actor: Actor, patient: Patient, at: datetime) -> dict[str, Any]:
    """What can be printed about a patient."""
    return {"patient": patient}
