"""Addresses of the exchange."""

from django.urls import path

from wellrun.practice.exchange.screens import transmissions

app_name = "exchange"

urlpatterns = [
    path("", transmissions.index, name="transmissions"),
    path("<uuid:transmission_id>/", transmissions.detail, name="transmission"),
    path("<uuid:transmission_id>/file/", transmissions.download, name="file"),
]
