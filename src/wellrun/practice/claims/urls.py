"""Addresses of the claims room."""

from django.urls import path

from wellrun.practice.claims.screens import acts, claim, desk, remittance, remittances, unchecked

app_name = "claims"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("batches/", desk.batches, name="batches"),
    path("checks/", unchecked.unchecked, name="unchecked"),
    path("enrollments/", unchecked.enrollments, name="enrollments"),
    path("remittances/", remittances.index, name="remittances"),
    path("remittances/upload/", remittances.upload, name="upload"),
    path("remittances/<uuid:remittance_id>/", remittance.detail, name="remittance"),
    path("remittances/<uuid:remittance_id>/posting/", remittance.posting, name="posting"),
    path("exceptions/<uuid:remitted_id>/settlement/", remittance.settlement, name="settlement"),
    path("findings/<uuid:finding_id>/override/", acts.override, name="override"),
    path("<uuid:claim_id>/", claim.detail, name="claim"),
    path("<uuid:claim_id>/sent/", claim.sent, name="sent"),
    path("<uuid:claim_id>/judgment/", acts.judgment, name="judgment"),
    path("<uuid:claim_id>/answer/", acts.answer, name="answer"),
]
