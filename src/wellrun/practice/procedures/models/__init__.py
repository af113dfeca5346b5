"""The tables of procedures."""

from wellrun.practice.procedures.models.block_time import BlockDecision, BlockTime, Recurrence
from wellrun.practice.procedures.models.card import PreferenceCard
from wellrun.practice.procedures.models.case import (
    AHEAD,
    HOLDS_TIME,
    Anesthesia,
    Case,
    CaseState,
    CaseUrgency,
    Laterality,
    PatientClass,
)
from wellrun.practice.procedures.models.facility import ConfirmsBy, Facility, FacilityKind
from wellrun.practice.procedures.models.message import CaseMessage, MessageState
from wellrun.practice.procedures.models.parts import CaseImplant, CaseProcedure, CaseStep
from wellrun.practice.procedures.models.readiness import (
    Applies,
    Evidence,
    ItemState,
    ReadinessItem,
    ReadinessRule,
)

__all__ = [
    "AHEAD",
    "HOLDS_TIME",
    "Anesthesia",
    "Applies",
    "BlockDecision",
    "BlockTime",
    "Case",
    "CaseImplant",
    "CaseMessage",
    "CaseProcedure",
    "CaseState",
    "CaseStep",
    "CaseUrgency",
    "ConfirmsBy",
    "Evidence",
    "Facility",
    "FacilityKind",
    "ItemState",
    "Laterality",
    "MessageState",
    "PatientClass",
    "PreferenceCard",
    "ReadinessItem",
    "ReadinessRule",
    "Recurrence",
]
