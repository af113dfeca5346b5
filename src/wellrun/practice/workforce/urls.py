"""Addresses of workforce."""

from django.urls import path

from wellrun.practice.workforce.screens import providers

app_name = "workforce"
urlpatterns = [
    path("", providers.providers, name="providers"),
    path("<uuid:provider_id>/", providers.provider, name="provider"),
]
