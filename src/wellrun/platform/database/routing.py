"""Everything runs through the app role; the owner's connection is for migrations alone."""

from __future__ import annotations

from typing import Any


class AppRoleRouter:
    """Keep models on `default` and let schemas change on `owner` only."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """Reads run as the app role."""
        return "default"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Writes run as the app role."""
        return "default"

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        """One database, so any two rows may be related."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Schemas are changed by the owner."""
        return db == "owner"
