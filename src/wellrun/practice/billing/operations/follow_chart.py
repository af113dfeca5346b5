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
from wellrun.practice.patients.api import CompartmentChanged


def follow_chart(event: CompartmentChanged) -> None:
    """Move a patient's account, encounters, charges, payments and statements to the chart's compartment."""
    accounts = list(PatientAccount.objects.filter(patient_id=event.patient_id))
    organization_ids = {account.organization_id for account in accounts}
    organization_ids |= set(
        Encounter.objects.filter(patient_id=event.patient_id).values_list("organization_id", flat=True)
    )
    organization_ids |= set(
        ExpectedCharge.objects.filter(patient_id=event.patient_id).values_list("organization_id", flat=True)
    )
    for organization_id in organization_ids:
        with across(organization_id):
            ExpectedCharge.objects.filter(patient_id=event.patient_id).update(compartment=event.compartment)
            Encounter.objects.filter(patient_id=event.patient_id).update(compartment=event.compartment)
            for model in (ChargeLine, Payment, Statement, StatementRunItem):
                model.objects.filter(account__in=accounts).update(compartment=event.compartment)
    PatientAccount.objects.filter(patient_id=event.patient_id).update(compartment=event.compartment)
