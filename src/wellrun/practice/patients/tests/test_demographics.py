"""Changing demographics: one after the other, and only what may be changed."""

from __future__ import annotations

import pytest

from wellrun.platform.access.api import NotAllowed, NotFound
from wellrun.platform.events import _handlers, subscribe
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.testing import make_patient


def change(office, patient, changes, version=1, name="north_desk"):
    return patients.update_demographics(
        patient_id=patient.id, changes=changes, expected_version=version, by=office.actor(name), at=NOW
    )


def test_the_second_of_two_is_shown_the_first(office):
    patient = make_patient(office)
    change(office, patient, {"city": "Evanston"})
    with pytest.raises(patients.ChangedMeanwhile) as refusal:
        change(office, patient, {"city": "Cicero"}, name="south_desk")
    assert (refusal.value.patient.city, refusal.value.patient.version) == ("Evanston", 2)


@pytest.mark.parametrize("field", ["organization_id", "compartment", "number", "version", "id", "role"])
def test_what_is_not_demographics_cannot_be_changed(office, field):
    patient = make_patient(office)
    with pytest.raises(patients.DetailRefused, match="cannot be changed here"):
        change(office, patient, {field: "normal"})


def test_a_chart_of_another_compartment_is_not_there(office):
    patient = make_patient(office, compartment="restricted")
    with pytest.raises(NotFound):
        change(office, patient, {"city": "Cicero"}, version=2)


@pytest.mark.parametrize("name", ["hr", "buyer", "facilities", "auditor", "provider", "biller"])
def test_who_may_not_register_may_not_change(office, name):
    patient = make_patient(office)
    with pytest.raises(NotAllowed):
        change(office, patient, {"city": "Cicero"}, name=name)


def test_rooms_above_are_told_which_fields_changed(office):
    patient, told = make_patient(office), []
    subscribe(patients.DemographicsChanged, told.append)
    try:
        change(office, patient, {"city": "Cicero", "birth_on": "1970-01-31"})
    finally:
        _handlers[patients.DemographicsChanged].remove(told.append)
    assert [(event.patient_id, event.fields) for event in told] == [(patient.id, ("birth_on", "city"))]
