"""Addresses of workforce."""

from django.urls import path

from wellrun.practice.workforce.screens import about, providers, staff

app_name = "workforce"
urlpatterns = [
    path("", providers.providers, name="providers"),
    path("staff/", staff.staff, name="staff"),
    path("staff/<uuid:employee_id>/", staff.employee, name="employee"),
    path("staff/<uuid:employee_id>/skills/<uuid:skill_id>/end/", staff.skill_end, name="skill_end"),
    path("<uuid:provider_id>/", providers.provider, name="provider"),
    path("<uuid:provider_id>/about/", about.about, name="about"),
]
