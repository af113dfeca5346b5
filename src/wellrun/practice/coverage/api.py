"""The coverage's door for other rooms."""

from wellrun.practice.coverage.models import (
    Coverage,
    FilingIndicator,
    Payer,
    PayerKind,
    Plan,
    Rank,
    Relationship,
    VerifiedResult,
)
from wellrun.practice.coverage.operations.coverage import (
    RankTaken,
    add_coverage,
    correct_coverage,
    end_coverage,
    verify_coverage,
)
from wellrun.practice.coverage.operations.payers import (
    PayerDetails,
    PayerRefused,
    add_payer,
    add_plan,
    change_payer,
    change_plan,
)
from wellrun.practice.coverage.queries.coverage import (
    PRIMARY_ON,
    coverage,
    coverage_on,
    coverages_of,
    coverages_on_days,
    payer,
    payers,
    plans,
    plans_of,
)
from wellrun.practice.coverage.rules.details import CoverageDetails, CoverageRefused
from wellrun.practice.coverage.rules.member_id import MEDICARE as MEDICARE_MEMBER_ID

__all__ = [
    "MEDICARE_MEMBER_ID",
    "PRIMARY_ON",
    "Coverage",
    "CoverageDetails",
    "CoverageRefused",
    "FilingIndicator",
    "Payer",
    "PayerDetails",
    "PayerKind",
    "PayerRefused",
    "Plan",
    "Rank",
    "RankTaken",
    "Relationship",
    "VerifiedResult",
    "add_coverage",
    "add_payer",
    "add_plan",
    "change_payer",
    "change_plan",
    "correct_coverage",
    "coverage",
    "coverage_on",
    "coverages_of",
    "coverages_on_days",
    "end_coverage",
    "payer",
    "payers",
    "plans",
    "plans_of",
    "verify_coverage",
]
