"""Addresses of the organization's pages."""

from __future__ import annotations

from django.urls import path

from wellrun.practice.organization.screens import people

app_name = "organization"

urlpatterns = [
    path("", people.people, name="people"),
    path("grants/", people.grants, name="grants"),
    path("roles/<uuid:membership_id>/", people.role, name="role"),
    path("roles/<uuid:membership_id>/password/", people.password, name="password"),
]
