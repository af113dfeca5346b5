"""Workforce as a Django app."""

from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    """The workforce room."""

    name = "wellrun.practice.workforce"
    label = "workforce"

    def ready(self) -> None:
        """Offer the providers in the navigation; load the daily job."""
        from wellrun.platform.ui.menu import register_item
        from wellrun.practice.workforce import jobs  # noqa: F401 (declares the job)

        register_item(
            group="Office",
            label="Providers",
            url_name="workforce:providers",
            icon="stethoscope",
            capability="workforce.read",
            order=60,
        )
        register_item(
            group="Office",
            label="Skills of staff",
            url_name="workforce:staff",
            icon="certificate",
            capability="workforce.read",
            order=61,
        )
