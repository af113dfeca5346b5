"""Whatever hangs on a patient follows the chart: to another compartment, and to the survivor of a merge.

Every table is asked, so that a new one cannot be forgotten: each act is done once, and what the ORM is told to update
is noted, rows or no rows.
"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import QuerySet

from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.api import merge_patients, move_to_compartment
from wellrun.practice.patients.testing import make_patient

#: Tables with a compartment that no update brings along, and why.
KEEP_THEIR_COMPARTMENT = {
    "patients_patient": "the chart itself, which is saved",
    "patients_search_token": "written anew",
}
#: Tables with a patient that keep the merged chart's id, and why.
KEEP_THEIR_PATIENT = {
    "billing_patient_account": "joined to the survivor's, where there is one",
    "patients_compartment_move": "the history of that chart",
    "patients_sealed_ssn": "opens in its own row alone",
    "patients_search_token": "written anew",
}


def holding(column):
    return {
        model._meta.db_table
        for model in apps.get_models()
        if hasattr(model, "guard") and column in {field.column for field in model._meta.concrete_fields}
    }


@pytest.fixture
def updated(monkeypatch):
    """The columns that were updated, by table, from here on."""
    found = {}
    update = QuerySet.update

    def noted(rows, **changes):
        columns = {rows.model._meta.get_field(name).column for name in changes}
        found.setdefault(rows.model._meta.db_table, set()).update(columns)
        return update(rows, **changes)

    monkeypatch.setattr(QuerySet, "update", noted)
    return lambda column: {table for table, columns in found.items() if column in columns}


def test_every_table_with_a_compartment_follows_the_chart(office, updated):
    chart = make_patient(office)
    move_to_compartment(
        patient_id=chart.id, compartment="restricted", reason="asked for it", by=office.program(), at=NOW
    )
    assert holding("compartment") - updated("compartment") == set(KEEP_THEIR_COMPARTMENT)


def test_every_table_with_a_patient_follows_a_merge(office, updated):
    survivor, chart = make_patient(office), make_patient(office)
    merge_patients(
        survivor_id=survivor.id, merged_id=chart.id, reason="One person", by=office.program(), at=NOW
    )
    assert holding("patient_id") - updated("patient_id") == set(KEEP_THEIR_PATIENT)
