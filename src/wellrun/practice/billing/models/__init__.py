"""Billing's tables."""

from wellrun.practice.billing.models.account import Counter, PatientAccount
from wellrun.practice.billing.models.codes import DiagnosisCode, ProcedureCode, ProcedureKind
from wellrun.practice.billing.models.encounter import ChargeLine, ChargeState, Encounter, EncounterState
from wellrun.practice.billing.models.expected_charge import ExpectedCharge
from wellrun.practice.billing.models.fees import Fee, FeeSchedule
from wellrun.practice.billing.models.payment import Method, Payment
from wellrun.practice.billing.models.reference import CodeEdition, CodeList, ReferenceCode
from wellrun.practice.billing.models.statement import Statement
from wellrun.practice.billing.models.statement_run import RunState, StatementRun, StatementRunItem

__all__ = [
    "ChargeLine",
    "ChargeState",
    "CodeEdition",
    "CodeList",
    "Counter",
    "DiagnosisCode",
    "Encounter",
    "EncounterState",
    "ExpectedCharge",
    "Fee",
    "FeeSchedule",
    "Method",
    "PatientAccount",
    "Payment",
    "ProcedureCode",
    "ProcedureKind",
    "ReferenceCode",
    "RunState",
    "Statement",
    "StatementRun",
    "StatementRunItem",
]
