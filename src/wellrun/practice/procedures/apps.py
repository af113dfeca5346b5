"""Procedures as a Django app."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """The room procedures."""

    name = "wellrun.practice.procedures"
    label = "procedures"
