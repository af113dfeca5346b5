"""The time book as a Django app."""

from django.apps import AppConfig


class TimebookConfig(AppConfig):
    """The time book."""

    name = "wellrun.practice.timebook"
    label = "timebook"

    def ready(self) -> None:
        """Bring the room's invariants."""
        from wellrun.platform.verification import register_check
        from wellrun.practice.timebook.queries import verification

        register_check("timebook", "No two reservations overlap", verification.nothing_overlaps)
