"""Claims follow the chart to another compartment, with all that hangs on them."""

from __future__ import annotations

from wellrun.platform.database.identity import across
from wellrun.practice.claims.models import (
    Claim,
    ClaimAnswer,
    ClaimStep,
    EditFinding,
    RemittanceClaim,
    SubmissionClaim,
)
from wellrun.practice.patients.api import CompartmentChanged, patient


def follow_chart(event: CompartmentChanged) -> None:
    """Give a patient's claims the compartment of the chart, those of sections that whoever moves it need not see."""
    chart = patient(event.patient_id)
    assert chart is not None
    with across(chart.organization_id):
        claims = Claim.objects.filter(patient_id=event.patient_id)
        ids = list(claims.values_list("id", flat=True))
        for model in (ClaimStep, EditFinding, ClaimAnswer, SubmissionClaim, RemittanceClaim):
            model.objects.filter(claim_id__in=ids).update(compartment=event.compartment)
        claims.update(compartment=event.compartment)
