"""The tables of the claims room."""

from wellrun.practice.claims.models.answer import ClaimAnswer
from wellrun.practice.claims.models.claim import Claim, ClaimState, ClaimStep
from wellrun.practice.claims.models.enrollment import Exchanged, PayerEnrollment
from wellrun.practice.claims.models.finding import EditFinding
from wellrun.practice.claims.models.remittance import (
    Outcome,
    Remittance,
    RemittanceAdjustment,
    RemittanceClaim,
    RemittanceState,
)
from wellrun.practice.claims.models.submission import ControlCounter, Submission, SubmissionClaim

__all__ = [
    "Claim",
    "ClaimAnswer",
    "ClaimState",
    "ClaimStep",
    "ControlCounter",
    "EditFinding",
    "Exchanged",
    "Outcome",
    "PayerEnrollment",
    "Remittance",
    "RemittanceAdjustment",
    "RemittanceClaim",
    "RemittanceState",
    "Submission",
    "SubmissionClaim",
]
