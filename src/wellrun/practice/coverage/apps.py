"""The coverage as a Django app."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """The coverage."""

    name = "wellrun.practice.coverage"
    label = "coverage"

    def ready(self) -> None:
        """Follow charts to their compartments."""
        from wellrun.platform.events import subscribe
        from wellrun.practice.coverage.operations.follow_chart import follow_chart
        from wellrun.practice.patients.api import CompartmentChanged

        subscribe(CompartmentChanged, follow_chart)
