"""Addresses of billing."""

from django.urls import path

from wellrun.practice.billing.screens import (
    accounts,
    charges,
    codes,
    encounters,
    fees,
    missing,
    payments,
    statements,
)

app_name = "billing"

urlpatterns = [
    path("missing-charges/", missing.missing, name="missing"),
    path("visits/<uuid:appointment_id>/encounter/", charges.visit_encounter, name="visit-encounter"),
    path("cases/<uuid:expected_id>/encounter/", missing.case_encounter, name="case-encounter"),
    path("encounters/<uuid:encounter_id>/", encounters.encounter, name="encounter"),
    path("encounters/<uuid:encounter_id>/charges/", charges.charges, name="charges"),
    path("encounters/<uuid:encounter_id>/charges/gaps/", charges.gaps, name="charge-gaps"),
    path("encounters/<uuid:encounter_id>/void/", encounters.nothing_to_bill, name="encounter-void"),
    path("encounters/<uuid:encounter_id>/reopening/", encounters.reopening, name="encounter-reopening"),
    path("charges/<uuid:charge_id>/reversal/", encounters.reversal, name="reversal"),
    path("options/diagnoses/", codes.diagnosis_options, name="diagnosis-options"),
    path("options/procedures/", codes.procedure_options, name="procedure-options"),
    path("accounts/<uuid:patient_id>/", accounts.account, name="account"),
    path("accounts/<uuid:patient_id>/payments/new/", payments.take, name="payment"),
    path("accounts/<uuid:patient_id>/statements/", statements.issue, name="statement-new"),
    path("payments/<uuid:payment_id>/", payments.paid, name="paid"),
    path("payments/<uuid:payment_id>/receipt/", payments.receipt, name="receipt"),
    path("payments/<uuid:payment_id>/void/", payments.voiding, name="payment-void"),
    path("statements/due/", statements.due, name="statements"),
    path("statements/runs/", statements.runs, name="statement-runs"),
    path("statements/runs/<uuid:run_id>/", statements.run, name="statement-run"),
    path("statements/runs/<uuid:run_id>/progress/", statements.progress, name="statement-run-progress"),
    path("statements/<uuid:statement_id>/", statements.statement, name="statement"),
    path("fees/", fees.schedules, name="schedules"),
    path("fees/codes/", fees.codes, name="codes"),
    path("fees/import/", fees.fee_file, name="fee-file"),
    path("fees/<uuid:schedule_id>/", fees.fees, name="fees"),
]
