"""Past visits, their money and past insurance on the patient's page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wellrun.platform.access.api import Actor
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.practice.interop.queries.past_visits import (
    anything_brought_in,
    past_insurance,
    past_visit_count,
    past_visits,
)
from wellrun.practice.organization.api import Unit
from wellrun.practice.patients.api import Patient


def past_visits_panel(actor: Actor, patient: Patient, at: datetime) -> Mapping[str, Any] | None:
    """What the panel shows, or None for a patient about whom nothing was brought in. One query for most patients,
    at most six.

    Amounts are for who sees accounts, insurance for who sees insurance.
    """
    if not anything_brought_in(patient.id):
        return None
    count = past_visit_count(patient.id)
    insurance = past_insurance(patient.id) if actor.may("coverage.read") else []
    zone = Unit.objects.values_list("zone", flat=True).get(id=actor.organization_id)
    rows = past_visits(patient.id, zone=zone)
    return {
        "visits": _visits(rows, count, money=actor.may("accounts.read")),
        "insurance": _insurance(insurance) if insurance else None,
    }


def _visits(rows: list[Any], count: int, *, money: bool) -> Table:
    columns = [
        Column(label="Day", value="on", kind="day", heading=True),
        Column(label="Visit", value="text"),
        Column(label="Reason", value="reason"),
        Column(label="Facility", value="facility"),
        Column(label="Provider", value="provider"),
    ]
    if money:
        columns += [
            Column(label="Charged", value="charged_cents", kind="money"),
            Column(label="Paid", value="paid_cents", kind="money"),
            Column(label="Open", value="open_cents", kind="money"),
        ]
    shown = f"The latest {len(rows)} of {count} visits" if count > len(rows) else "All visits brought in"
    return Table(
        caption=shown,
        columns=columns,
        rows=rows,
        empty=EmptyState(title="No visits were brought in", icon="history"),
    )


def _insurance(rows: list[Any]) -> Table:
    return Table(
        caption="Past insurance of others that covered this patient",
        columns=[
            Column(label="From", value="starts_on", kind="day", heading=True),
            Column(label="Until", value="ends_on", kind="day"),
            Column(label="Payer", value="payer.name"),
            Column(label="Subscriber", value="subscriber"),
        ],
        rows=rows,
        empty=EmptyState(title="No past insurance", icon="shield"),
    )
