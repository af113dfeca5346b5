"""Addresses of payers and coverage."""

from django.urls import path

from wellrun.practice.coverage.screens import coverage, payers

app_name = "coverage"

urlpatterns = [
    path("payers/", payers.payer_list, name="payers"),
    path("payers/new/", payers.payer_new, name="payer-new"),
    path("payers/<uuid:payer_id>/", payers.payer, name="payer"),
    path("payers/<uuid:payer_id>/plans/", payers.plan_new, name="plan-new"),
    path("plans/<uuid:plan_id>/", payers.plan, name="plan"),
    path("patients/<uuid:patient_id>/new/", coverage.add, name="add"),
    path("<uuid:coverage_id>/card/", coverage.correct, name="correct"),
    path("<uuid:coverage_id>/end/", coverage.end, name="end"),
    path("<uuid:coverage_id>/verification/", coverage.verification, name="verification"),
]
