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
        from wellrun.practice.coverage.operations import follow_merge
        from wellrun.practice.coverage.operations.follow_chart import follow_chart
        from wellrun.practice.coverage.screens.coverage import panel
        from wellrun.practice.patients.api import (
            CompartmentChanged,
            PatientsMerged,
            PatientsUnmerged,
            register_merge_obstacles,
            register_panel,
        )

        subscribe(PatientsMerged, follow_merge.follow_merge)
        subscribe(PatientsUnmerged, follow_merge.follow_unmerge)
        register_merge_obstacles(merging=follow_merge.overlapping_coverage)
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
