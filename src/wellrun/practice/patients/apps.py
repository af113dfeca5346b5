"""The patients as a Django app."""

from django.apps import AppConfig


class PatientsConfig(AppConfig):
    """The patients."""

    name = "wellrun.practice.patients"
    label = "patients"

    def ready(self) -> None:
        """Join the navigation and the palette; tell the documents whose charts they lie in."""
        from wellrun.platform.ui.menu import register_item, register_palette
        from wellrun.practice.documents.api import register_heading
        from wellrun.practice.patients.screens.documents import heading_of_chart
        from wellrun.practice.patients.screens.search import palette

        register_item(
            group="Patients",
            label="Patients",
            url_name="patients:search",
            icon="users",
            capability="patients.read",
            keys="g p",
            order=20,
        )
        register_palette("patients.read", palette)
        register_heading(heading_of_chart)
