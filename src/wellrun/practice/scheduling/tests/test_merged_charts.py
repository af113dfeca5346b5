"""Visits of a merged chart follow to the survivor and go back; two at one time are refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.api import Appointment
from wellrun.practice.scheduling.testing import NINE, Clinic


def merge(office, survivor_id, merged_id):
    return patients.merge_patients(survivor_id=survivor_id, merged_id=merged_id, reason="same card",
                                   by=office.actor("manager"), at=NOW)  # fmt: skip


def part(office, done):
    return patients.unmerge_patients(
        merge_id=done.id, reason="two people", by=office.actor("manager"), at=NOW
    )


def test_visits_at_the_same_time_are_named_and_refused(office):
    clinic = Clinic(office, room_kind="", device_kind="")
    other = make_patient(office)
    clinic.book(NINE)
    late = clinic.book(NINE + timedelta(hours=1), patient_id=other.id)
    office.program()
    Appointment.objects.filter(id=late.id).update(starts_at=NINE + timedelta(minutes=15))
    said = "visit on Wednesday, June 3, 2026, at 9:00 AM and at 9:15 AM. Cancel or move one"
    with pytest.raises(patients.MergeBlocked, match=said):
        merge(office, clinic.patient.id, other.id)
    office.program()
    Appointment.objects.filter(id=late.id).update(state="cancelled", cancel_reason="patient")
    done = merge(office, clinic.patient.id, other.id)
    office.program()
    assert Appointment.objects.filter(patient_id=clinic.patient.id).count() == 2
    part(office, done)
    office.program()
    assert Appointment.objects.get(id=late.id).patient_id == other.id
