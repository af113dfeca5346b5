"""The documents as a Django app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The documents."""

    name = "wellrun.practice.documents"
    label = "documents"

    def ready(self) -> None:
        """Bring the room's invariants."""
        from wellrun.platform.verification import register_check
        from wellrun.practice.documents.queries import verification

        register_check("documents", "Files match their hashes", verification.files_match_their_hashes)
