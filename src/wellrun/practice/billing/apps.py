"""Billing as a Django app: its pages in the navigation."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """The billing room."""

    name = "wellrun.practice.billing"
    label = "billing"
