"""The tables of intake."""

from wellrun.practice.intake.models.form import FormRule, IntakeForm
from wellrun.practice.intake.models.kiosk import Kiosk
from wellrun.practice.intake.models.submission import (
    ItemKind,
    ItemState,
    Origin,
    Submission,
    SubmissionItem,
    SubmissionState,
)
from wellrun.practice.intake.models.trial import LinkTrial

__all__ = [
    "FormRule",
    "IntakeForm",
    "ItemKind",
    "ItemState",
    "Kiosk",
    "LinkTrial",
    "Origin",
    "Submission",
    "SubmissionItem",
    "SubmissionState",
]
