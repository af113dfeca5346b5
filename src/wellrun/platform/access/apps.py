"""The door as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The access floor."""

    name = "wellrun.platform.access"
    label = "access"
