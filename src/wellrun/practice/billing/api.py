"""Billing's door for other rooms."""

from wellrun.practice.billing.events import (
    ChargesCorrected,
    ChargesEntered,
    Entered,
    PaymentTaken,
    PaymentVoided,
)
from wellrun.practice.billing.models import (
    ChargeLine,
    ChargeState,
    CodeList,
    DiagnosisCode,
    Encounter,
    EncounterState,
    ExpectedCharge,
    Fee,
    FeeSchedule,
    Method,
    PatientAccount,
    Payment,
    ProcedureCode,
    ProcedureKind,
    Statement,
)
from wellrun.practice.billing.operations.accounts import account_for
from wellrun.practice.billing.operations.apply_unapplied import apply_unapplied
from wellrun.practice.billing.operations.enter_charges import AlreadyCharged, ChargesIncomplete, enter_charges
from wellrun.practice.billing.operations.expect_charges import open_case_encounter, raise_missing
from wellrun.practice.billing.operations.fees import add_fee_schedule, keep_procedure_code, set_fee
from wellrun.practice.billing.operations.import_fees import FeeImport, FeeRow, import_fees
from wellrun.practice.billing.operations.issue_statement import RunOutcome, issue_statement, run_statements
from wellrun.practice.billing.operations.load_diagnosis_codes import load_diagnosis_codes
from wellrun.practice.billing.operations.load_reference_codes import LoadedCodes, load_reference_codes
from wellrun.practice.billing.operations.open_encounter import (
    open_encounter,
    reopen_encounter,
    void_encounter,
)
from wellrun.practice.billing.operations.reverse_charge import correct_charges, reverse_charge
from wellrun.practice.billing.operations.statement_runs import NothingChosen, begin_statement_run
from wellrun.practice.billing.operations.take_payment import take_payment
from wellrun.practice.billing.operations.void_payment import may_void, void_payment
from wellrun.practice.billing.queries.accounts import Balance, balances, patients_of_accounts
from wellrun.practice.billing.queries.charge_rows import ChargeRow, charge_rows
from wellrun.practice.billing.queries.codes import (
    CodeRow,
    diagnoses_by_code,
    diagnosis_search,
    procedure_codes,
    procedure_search,
    procedures_by_code,
)
from wellrun.practice.billing.queries.copay import collected_cents, expected_copay_cents
from wellrun.practice.billing.queries.encounters import (
    charge_line,
    charge_lines,
    charge_lines_of,
    encounter,
)
from wellrun.practice.billing.queries.favorites import favorite_diagnoses, favorite_procedures
from wellrun.practice.billing.queries.fees import fee_for, fee_schedules, fees_for
from wellrun.practice.billing.queries.hooks import (
    register_open_claim_check,
    register_open_drawer,
    register_owed_reasons,
)
from wellrun.practice.billing.queries.missing_charges import MissingCharge, missing_charges
from wellrun.practice.billing.queries.money import money_of
from wellrun.practice.billing.queries.payments import checks_of_day, payment, payments_of, receipt_pdf
from wellrun.practice.billing.queries.posting_days import posting_day
from wellrun.practice.billing.queries.reference_codes import (
    ReferenceCodes,
    diagnoses_are_loaded,
    reference_codes,
)
from wellrun.practice.billing.queries.statements import StatementDue, statements_due, statements_of
from wellrun.practice.billing.rules.charges import dotted
from wellrun.practice.billing.rules.code_files import (
    CodeFileRefused,
    ListedCode,
    read_modifiers,
    read_taxonomy,
)
from wellrun.practice.billing.rules.drafts import ChargeDraft, Gap, LineDraft

__all__ = [
    "AlreadyCharged",
    "Balance",
    "ChargeDraft",
    "ChargeLine",
    "ChargeRow",
    "ChargeState",
    "ChargesCorrected",
    "ChargesEntered",
    "ChargesIncomplete",
    "CodeFileRefused",
    "CodeList",
    "CodeRow",
    "DiagnosisCode",
    "Encounter",
    "EncounterState",
    "Entered",
    "ExpectedCharge",
    "Fee",
    "FeeImport",
    "FeeRow",
    "FeeSchedule",
    "Gap",
    "LineDraft",
    "ListedCode",
    "LoadedCodes",
    "Method",
    "MissingCharge",
    "NothingChosen",
    "PatientAccount",
    "Payment",
    "PaymentTaken",
    "PaymentVoided",
    "ProcedureCode",
    "ProcedureKind",
    "ReferenceCodes",
    "RunOutcome",
    "Statement",
    "StatementDue",
    "account_for",
    "add_fee_schedule",
    "apply_unapplied",
    "balances",
    "begin_statement_run",
    "charge_line",
    "charge_lines",
    "charge_lines_of",
    "charge_rows",
    "checks_of_day",
    "collected_cents",
    "correct_charges",
    "diagnoses_are_loaded",
    "diagnoses_by_code",
    "diagnosis_search",
    "dotted",
    "encounter",
    "enter_charges",
    "expected_copay_cents",
    "favorite_diagnoses",
    "favorite_procedures",
    "fee_for",
    "fee_schedules",
    "fees_for",
    "import_fees",
    "issue_statement",
    "keep_procedure_code",
    "load_diagnosis_codes",
    "load_reference_codes",
    "may_void",
    "missing_charges",
    "money_of",
    "open_case_encounter",
    "open_encounter",
    "patients_of_accounts",
    "payment",
    "payments_of",
    "posting_day",
    "procedure_codes",
    "procedure_search",
    "procedures_by_code",
    "raise_missing",
    "read_modifiers",
    "read_taxonomy",
    "receipt_pdf",
    "reference_codes",
    "register_open_claim_check",
    "register_open_drawer",
    "register_owed_reasons",
    "reopen_encounter",
    "reverse_charge",
    "run_statements",
    "set_fee",
    "statements_due",
    "statements_of",
    "take_payment",
    "void_encounter",
    "void_payment",
]
