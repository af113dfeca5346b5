"""Billing as a Django app: its pages in the navigation."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """The billing room."""

    name = "wellrun.practice.billing"
    label = "billing"

    def ready(self) -> None:
        """Follow charts to their compartments."""
        from wellrun.platform.events import subscribe
        from wellrun.practice.billing.operations.follow_chart import follow_chart
        from wellrun.practice.patients.api import CompartmentChanged

        subscribe(CompartmentChanged, follow_chart)
