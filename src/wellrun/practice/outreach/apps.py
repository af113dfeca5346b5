"""Outreach as a Django app."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """The room outreach."""

    name = "wellrun.practice.outreach"
    label = "outreach"
