"""The front desk as a Django app."""

from django.apps import AppConfig


class FrontdeskConfig(AppConfig):
    """The front desk."""

    name = "wellrun.practice.frontdesk"
    label = "frontdesk"

    def ready(self) -> None:
        """Offer the desk's pages in the navigation."""
        from wellrun.platform.ui.menu import register_item

        register_item(group="Today", label="Calls", url_name="frontdesk:calls", icon="phone",
                      capability="calls.log", keys="g c", order=30)  # fmt: skip
        register_item(group="Today", label="My drawer", url_name="frontdesk:drawer", icon="cash",
                      capability="cash.take", keys="g m", order=40)  # fmt: skip
        register_item(group="Today", label="Day sheet", url_name="frontdesk:today", icon="report-money",
                      capability="day.close", keys="g s", order=60)  # fmt: skip
