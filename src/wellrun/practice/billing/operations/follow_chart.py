"""Money follows the chart: when a patient moves to another compartment, so does everything billed."""

from __future__ import annotations

from wellrun.platform.database.identity import across
from wellrun.practice.billing.models import (
    ChargeLine,
    Encounter,
    ExpectedCharge,
    PatientAccount,
    Payment,
    Statement,
    StatementRunItem,
)
from wellrun.practice.patients.api import CompartmentChanged, patient


def follow_chart(event: CompartmentChanged) -> None:
    """Move a patient's account, encounters, charges, payments and statements to the chart's compartment."""
    chart = patient(event.patient_id)
    assert chart is not None
    accounts = list(PatientAccount.objects.filter(patient_id=event.patient_id))
    # In whatever section: whoever moves a chart need not see the encounters of others.
    with across(chart.organization_id):
        for model in (ExpectedCharge, Encounter):
            model.objects.filter(patient_id=event.patient_id).update(compartment=event.compartment)
        for model in (ChargeLine, Payment, Statement, StatementRunItem):
            model.objects.filter(account__in=accounts).update(compartment=event.compartment)
    PatientAccount.objects.filter(patient_id=event.patient_id).update(compartment=event.compartment)
