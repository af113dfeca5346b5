"""Intake as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The room intake."""

    name = "wellrun.practice.intake"
    label = "intake"
