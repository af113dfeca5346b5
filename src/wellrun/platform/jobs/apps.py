"""The queue as a Django app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The job floor."""

    name = "wellrun.platform.jobs"
    label = "jobs"
