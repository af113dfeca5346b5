"""The coverage as a Django app."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """The coverage."""

    name = "wellrun.practice.coverage"
    label = "coverage"

    def ready(self) -> None:
        """Follow charts to their compartments; join the patient's page and the navigation."""
        from wellrun.platform.events import subscribe
        from wellrun.platform.ui.menu import register_item
        from wellrun.practice.coverage.operations.follow_chart import follow_chart
        from wellrun.practice.coverage.screens.coverage import panel
        from wellrun.practice.patients.api import CompartmentChanged, register_panel

        subscribe(CompartmentChanged, follow_chart)
        register_panel(capability="coverage.read", order=20, template="coverage/panel.html", context=panel)
        register_item(
            group="Money",
            label="Payers",
            url_name="coverage:payers",
            icon="building",
            capability="payers.manage",
            order=70,
        )
