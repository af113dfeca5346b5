"""The coverage tables."""

from wellrun.practice.coverage.models.coverage import Coverage, Rank, Relationship, VerifiedResult
from wellrun.practice.coverage.models.payer import FilingIndicator, Payer, PayerKind, Plan

__all__ = [
    "Coverage",
    "FilingIndicator",
    "Payer",
    "PayerKind",
    "Plan",
    "Rank",
    "Relationship",
    "VerifiedResult",
]
