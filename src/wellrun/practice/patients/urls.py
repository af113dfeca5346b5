"""Addresses of the patients."""

from django.urls import path

from wellrun.practice.patients.screens import (
    compartment,
    consents,
    demographics,
    documents,
    history,
    merges,
    merging,
    patient,
    register,
    search,
)

app_name = "patients"

urlpatterns = [
    path("", search.search, name="search"),
    path("typeahead/", search.typeahead, name="typeahead"),
    path("new/", register.register, name="register"),
    path("<uuid:patient_id>/", patient.patient, name="patient"),
    path("<uuid:patient_id>/demographics/", demographics.demographics, name="demographics"),
    path("<uuid:patient_id>/ssn/", patient.ssn, name="ssn"),
    path("<uuid:patient_id>/history/", history.history, name="history"),
    path("<uuid:patient_id>/history/new/", history.add, name="history-new"),
    path("history/<uuid:entry_id>/end/", history.end, name="history-end"),
    path("<uuid:patient_id>/consents/", consents.sign, name="consents"),
    path("consents/<uuid:consent_id>/withdrawal/", consents.withdraw, name="consent-withdrawal"),
    path("<uuid:patient_id>/compartment/", compartment.compartment, name="compartment"),
    path("<uuid:patient_id>/compartment/undo/", compartment.undo, name="compartment-undo"),
    path("<uuid:patient_id>/merges/new/", merging.merge, name="merge"),
    path("merges/<uuid:merge_id>/", merges.merge_done, name="merge-done"),
    path("<uuid:patient_id>/documents/", documents.upload, name="documents"),
]
