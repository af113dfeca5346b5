"""The audit as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit floor."""

    name = "wellrun.platform.audit"
    label = "audit"
