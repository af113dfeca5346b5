"""Addresses of scheduling."""

from django.urls import path

from wellrun.practice.scheduling.screens import (
    absences,
    appointment,
    availability,
    book,
    calendar,
    find,
    move,
    rebooking,
    visit_types,
)

app_name = "scheduling"
urlpatterns = [
    path("find/", find.find, name="find"),
    path("new/", book.book, name="book"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/events/", calendar.events, name="events"),
    path("calendar/free/", calendar.free, name="free"),
    path("types/", visit_types.visit_types, name="visit_types"),
    path("types/new/", visit_types.new, name="visit_type_new"),
    path("types/<uuid:visit_type_id>/", visit_types.change, name="visit_type"),
    path("hours/", availability.availability, name="availability"),
    path("hours/<uuid:unit_id>/<uuid:provider_id>/", availability.hours, name="hours"),
    path("hours/<uuid:unit_id>/<uuid:provider_id>/days/", availability.day, name="day"),
    path(
        "hours/<uuid:unit_id>/<uuid:provider_id>/days/<uuid:exception_id>/removal/",
        availability.removal,
        name="day_removal",
    ),
    path("<uuid:appointment_id>/", appointment.appointment, name="appointment"),
    path("<uuid:appointment_id>/confirmation/", appointment.confirmation, name="confirmation"),
    path("<uuid:appointment_id>/state/", appointment.state, name="advance"),
    path("<uuid:appointment_id>/undo/", appointment.undo, name="undo"),
    path("<uuid:appointment_id>/cancellation/", appointment.cancellation, name="cancel"),
    path("<uuid:appointment_id>/move/", move.move, name="move"),
    path("absences/", absences.absences, name="absences"),
    path("absences/<uuid:absence_id>/", absences.absence, name="absence"),
    path("absences/<uuid:absence_id>/end/", absences.absence_end, name="absence_end"),
    path("<uuid:appointment_id>/rebooking/", rebooking.rebooking, name="rebooking"),
    path("plans/", rebooking.plans, name="plans"),
    path("plans/<uuid:plan_id>/", rebooking.plan, name="plan"),
    path("plans/<uuid:plan_id>/acceptance/", rebooking.plan_acceptance, name="plan_acceptance"),
    path("plans/<uuid:plan_id>/proposal/", rebooking.plan_again, name="plan_again"),
    path("plans/<uuid:plan_id>/closing/", rebooking.plan_closing, name="plan_closing"),
    path("plans/moves/<uuid:move_id>/acceptance/", rebooking.move_acceptance, name="move_acceptance"),
    path("plans/moves/<uuid:move_id>/declining/", rebooking.move_declining, name="move_declining"),
    path("plans/moves/<uuid:move_id>/return/", rebooking.move_return, name="move_return"),
]
