"""The Django app of the looks."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, tags, forms and built assets that every page uses; no models."""

    name = "wellrun.platform.ui"
    label = "ui"
    verbose_name = "Looks"
