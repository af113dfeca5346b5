"""Addresses of intake: those that patients are sent, the kiosk's, and those of staff."""

from django.urls import path

from wellrun.practice.intake.screens import (
    booking,
    check_in,
    form_builder,
    kiosk,
    kiosk_staff,
    links,
    move,
    offer,
    review,
    visit,
)

app_name = "intake"
urlpatterns = [
    path("visit/<str:token>/", visit.visit, name="visit"),
    path("visit/<str:token>/cancellation/", visit.cancellation, name="visit-cancellation"),
    path("visit/<str:token>/move/", move.move, name="visit-move"),
    path("visit/<str:token>/calendar/", visit.calendar_file, name="visit-calendar"),
    path("visit/<str:token>/check-in/", check_in.check_in, name="visit-check-in"),
    path("visit/<str:token>/check-in/<slug:step>/", check_in.visit_step, name="visit-step"),
    path("forms/<str:token>/", check_in.forms, name="forms"),
    path("forms/<str:token>/<slug:step>/", check_in.forms_step, name="forms-step"),
    path("booking/<str:token>/", booking.booking, name="booking"),
    path("offer/<str:token>/", offer.offer, name="offer"),
    path("kiosk/", kiosk.kiosk, name="kiosk"),
    path("kiosks/", kiosk_staff.kiosks, name="kiosks"),
    path("kiosks/<uuid:kiosk_id>/closing/", kiosk_staff.closing, name="kiosk-closing"),
    path("reviews/", review.queue, name="queue"),
    path("reviews/<uuid:submission_id>/", review.review, name="review"),
    path("reviews/<uuid:submission_id>/items/<uuid:item_id>/", review.decision, name="decision"),
    path(
        "reviews/<uuid:submission_id>/items/<uuid:item_id>/undo/", review.undo_decision, name="decision-undo"
    ),
    path("reviews/<uuid:submission_id>/items/<uuid:item_id>/picture/", review.picture, name="picture"),
    path("appointments/<uuid:appointment_id>/links/", links.visit_links, name="visit-links"),
    path("appointments/<uuid:appointment_id>/links/end/", links.ending, name="links-end"),
    path("patients/<uuid:patient_id>/booking-link/", links.booking_link, name="booking-link"),
    path("questionnaires/", form_builder.intake_forms, name="intake-forms"),
    path("questionnaires/new/", form_builder.builder, name="form-new"),
    path("questionnaires/starters/", form_builder.starters, name="form-starters"),
    path("questionnaires/rules/<uuid:rule_id>/ending/", form_builder.rule_ending, name="rule-ending"),
    path("questionnaires/<slug:key>/", form_builder.builder, name="form"),
]
