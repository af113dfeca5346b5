"""The patients as a Django app."""

from django.apps import AppConfig


class PatientsConfig(AppConfig):
    """The patients."""

    name = "wellrun.practice.patients"
    label = "patients"
