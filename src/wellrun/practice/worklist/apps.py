"""The worklist as a Django app."""

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    """The worklist."""

    name = "wellrun.practice.worklist"
    label = "worklist"

    def ready(self) -> None:
        """Offer the worklist in the navigation."""
        from wellrun.platform.ui.menu import register_item

        register_item(
            group="Today",
            label="Worklist",
            url_name="worklist:tasks",
            icon="checklist",
            capability="tasks.read",
            keys="g w",
            order=20,
        )
