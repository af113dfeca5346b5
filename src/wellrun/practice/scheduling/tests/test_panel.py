"""The visits on the patient's page: ahead, under way, and those that were."""

from __future__ import annotations

from datetime import timedelta

from wellrun.practice.organization.testing import NOW
from wellrun.practice.scheduling.api import cancel_appointment
from wellrun.practice.scheduling.models import Appointment
from wellrun.practice.scheduling.screens.panel import panel
from wellrun.practice.scheduling.testing import Clinic


def listed(clinic, visit, state, at):
    clinic.office.program()
    Appointment.objects.filter(id=visit.id).update(state=state)
    told = panel(clinic.desk(), clinic.patient, at)
    return [row.id for row in told["ahead"]], [row.id for row in told["past"]]


def test_a_visit_that_runs_late_is_still_under_way_and_what_is_over_is_not_ahead(office):
    clinic = Clinic(office)
    visit = clinic.book()
    late = visit.ends_at + timedelta(minutes=20)
    assert listed(clinic, visit, "booked", NOW) == ([visit.id], [])
    assert listed(clinic, visit, "with_provider", late) == ([visit.id], [])
    assert listed(clinic, visit, "booked", late) == ([], [visit.id])
    assert listed(clinic, visit, "checked_out", visit.starts_at) == ([], [visit.id])


def test_a_canceled_visit_is_not_ahead(office):
    clinic = Clinic(office)
    visit = clinic.book()
    cancel_appointment(appointment_id=visit.id, reason="Ill", by=clinic.desk(), at=NOW)
    told = panel(clinic.desk(), clinic.patient, NOW)
    assert ([row.id for row in told["ahead"]], [row.id for row in told["past"]]) == ([], [visit.id])
