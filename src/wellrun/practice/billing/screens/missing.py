"""The list of visits that were seen and are not yet charged."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from wellrun.platform.access.api import screen, show
from wellrun.platform.clock import now
from wellrun.practice.billing.queries.missing_charges import missing_charges
from wellrun.practice.organization.api import units_by_id
from wellrun.practice.patients.api import patient_rows


@screen("charges.read")
def missing(request: HttpRequest) -> HttpResponse:
    """Checked-out visits without charges, oldest first, at the departments that this person may see."""
    units = request.actor.reach["charges.read"]
    rows = missing_charges(unit_ids=units, at=now())
    patients = patient_rows([row.patient_id for row in rows])
    sections = units_by_id(row.unit_id for row in rows)
    may_enter = request.actor.reach.get("charges.enter", frozenset())
    context = {
        "page_title": "Missing charges",
        "rows": [
            (row, patients[row.patient_id], sections[row.unit_id], row.unit_id in may_enter)
            for row in rows
            if row.patient_id in patients
        ],
    }
    return show(request, "billing/missing.html", context, patients=patients)
