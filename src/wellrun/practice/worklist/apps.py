"""The worklist as a Django app."""

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    """The worklist."""

    name = "wellrun.practice.worklist"
    label = "worklist"
