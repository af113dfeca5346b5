"""Addresses of scheduling."""

from django.urls import path

from wellrun.practice.scheduling.screens import (
    appointment,
    availability,
    book,
    calendar,
    calendar_acts,
    calendar_events,
    feeds,
    find,
    move,
    visit_types,
)

app_name = "scheduling"
urlpatterns = [
    path("find/", find.find, name="find"),
    path("new/", book.book, name="book"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/events/", calendar_events.events, name="events"),
    path("calendar/free/", calendar_events.free, name="free"),
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
    path("calendar/changes/", calendar_events.changes, name="changes"),
    path("calendar/rows/", calendar.rows, name="calendar_rows"),
    path("calendar/book/", calendar.book_here, name="book_here"),
    path("calendar/sheet/", calendar.sheet, name="sheet"),
    path("calendar/<uuid:appointment_id>/place/", calendar_acts.place, name="place"),
    path("calendar/<uuid:appointment_id>/step/", calendar_acts.step, name="calendar_step"),
    path("calendar/<uuid:appointment_id>/undo/", calendar_acts.undo, name="calendar_undo"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/new/", feeds.new, name="feed_new"),
    path("feeds/<uuid:feed_id>/renewal/", feeds.renewal, name="feed_renewal"),
    path("feeds/<uuid:feed_id>/end/", feeds.end, name="feed_end"),
    path("feeds/<str:token>.ics", feeds.ics, name="feed"),
]
