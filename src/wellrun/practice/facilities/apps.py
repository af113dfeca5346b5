"""Facilities as a Django app."""

from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    """The facilities room."""

    name = "wellrun.practice.facilities"
    label = "facilities"

    def ready(self) -> None:
        """Offer the list of rooms and devices in the navigation."""
        from wellrun.platform.ui.menu import register_item

        register_item(
            group="Office",
            label="Rooms and devices",
            url_name="facilities:rooms",
            icon="door",
            capability="facilities.read",
            order=70,
        )
