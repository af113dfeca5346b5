"""Calls of a merged chart follow to the survivor and go back."""

from __future__ import annotations

from wellrun.practice.frontdesk.models import PhoneCall
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.testing import make_patient


def merge(office, survivor_id, merged_id):
    return patients.merge_patients(survivor_id=survivor_id, merged_id=merged_id, reason="same card",
                                   by=office.actor("manager"), at=NOW)  # fmt: skip


def part(office, done):
    return patients.unmerge_patients(
        merge_id=done.id, reason="two people", by=office.actor("manager"), at=NOW
    )


def test_calls_follow(office):
    survivor, merged = make_patient(office), make_patient(office)
    call = PhoneCall.objects.create(
        organization_id=office.organization.id,
        unit_id=office.family_south.id,
        patient=merged,
        reason="refill",
        disposition="answered",
        taken_at=NOW,
    )
    done = merge(office, survivor.id, merged.id)
    office.program()
    assert PhoneCall.objects.get(id=call.id).patient_id == survivor.id
    part(office, done)
    office.program()
    assert PhoneCall.objects.get(id=call.id).patient_id == merged.id
