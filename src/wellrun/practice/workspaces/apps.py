"""The workspaces as a Django app."""

from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    """The workspaces."""

    name = "wellrun.practice.workspaces"
    label = "workspaces"

    def ready(self) -> None:
        """Offer the pages in the navigation."""
        from wellrun.platform.ui.menu import register_item

        register_item(group="Today", label="Day board", url_name="workspaces:board", icon="layout-kanban",
                      capability="appointments.read", keys="g b", order=10)  # fmt: skip
        register_item(group="Today", label="Today", url_name="workspaces:today", icon="gauge",
                      capability="insight.read", keys="g t", order=5)  # fmt: skip
        register_item(group="Today", label="Day sheet", url_name="workspaces:days", icon="report-money",
                      capability="day.close", keys="g s", order=60)  # fmt: skip
        register_item(group="System", label="Audit", url_name="workspaces:audit", icon="shield-check",
                      capability="audit.read", keys="g a", order=90)  # fmt: skip
