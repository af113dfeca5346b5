"""Addresses of scheduling."""

from django.urls import path

from wellrun.practice.scheduling.screens import (
    access,
    appointment,
    assistants,
    availability,
    book,
    calendar,
    closed_days,
    find,
    move,
    orders,
    reminders,
    session_rules,
    visit_types,
)

app_name = "scheduling"
urlpatterns = [
    path("find/", find.find, name="find"),
    path("new/", book.book, name="book"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/events/", calendar.events, name="events"),
    path("calendar/free/", calendar.free, name="free"),
    path("access/", access.access, name="access"),
    path("orders/", orders.orders, name="orders"),
    path("orders/book/", orders.book, name="order-book"),
    path("orders/<uuid:order_id>/undo/", orders.undo, name="order-undo"),
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
    path("hours/<uuid:unit_id>/<uuid:provider_id>/kept/", session_rules.keep, name="keep"),
    path(
        "hours/<uuid:unit_id>/<uuid:provider_id>/kept/<uuid:block_id>/release/",
        session_rules.release,
        name="release",
    ),
    path("hours/<uuid:unit_id>/<uuid:provider_id>/limits/", session_rules.limit, name="limit"),
    path(
        "hours/<uuid:unit_id>/<uuid:provider_id>/limits/<uuid:limit_id>/removal/",
        session_rules.unlimited,
        name="unlimited",
    ),
    path("closed-days/", closed_days.closed_days, name="closed_days"),
    path("closed-days/<uuid:closed_day_id>/removal/", closed_days.removal, name="closed_day_removal"),
    path("assistants/", assistants.assistants, name="assistants"),
    path("assistants/<uuid:unit_id>/<uuid:employee_id>/", assistants.hours, name="assistant_hours"),
    path("<uuid:appointment_id>/", appointment.appointment, name="appointment"),
    path("<uuid:appointment_id>/confirmation/", appointment.confirmation, name="confirmation"),
    path("<uuid:appointment_id>/state/", appointment.state, name="advance"),
    path("<uuid:appointment_id>/undo/", appointment.undo, name="undo"),
    path("<uuid:appointment_id>/cancellation/", appointment.cancellation, name="cancel"),
    path("<uuid:appointment_id>/move/", move.move, name="move"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/usual/", reminders.usual, name="reminders_usual"),
    path("reminders/<uuid:rule_id>/state/", reminders.switch, name="reminder_switch"),
]
