"""Drawers, calls and visits at the desk for the tests of every room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wellrun.practice.billing.testing import make_seen_visit
from wellrun.practice.frontdesk.models import CashDrawer
from wellrun.practice.frontdesk.operations.check_in import CheckInDraft
from wellrun.practice.frontdesk.operations.drawers import open_drawer
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.api import Appointment


def make_drawer(
    office: Any, *, who: str = "north_desk", float_cents: int = 20000, at: datetime = NOW
) -> CashDrawer:
    """A drawer that somebody opened at the northern site. Leaves them as identity."""
    return open_drawer(unit_id=office.north.id, float_cents=float_cents, by=office.actor(who, at), at=at)


def make_expected_visit(
    office: Any, patient: Patient, *, starts_at: datetime = NOW, **options: Any
) -> Appointment:
    """A booked visit of today at nine, in cardiology unless a unit is given."""
    return make_seen_visit(office, patient_id=patient.id, starts_at=starts_at, state="booked", **options)


def plain_draft(patient: Patient, **changes: Any) -> CheckInDraft:
    """A check-in with two identifiers and nothing else."""
    return CheckInDraft(identifiers=("name", "birth date"), expected_version=patient.version, **changes)
