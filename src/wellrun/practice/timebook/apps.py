"""The time book as a Django app."""

from django.apps import AppConfig


class TimebookConfig(AppConfig):
    """The time book."""

    name = "wellrun.practice.timebook"
    label = "timebook"
