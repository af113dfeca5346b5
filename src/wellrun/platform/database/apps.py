"""Refuses to run as a role that could bypass row-level security, and keeps statements planned."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from wellrun.platform.database.prepared import keep_statements
from wellrun.platform.database.roles import refuse_unsafe_role


def _when_connected(sender: Any, connection: Any, **kwargs: Any) -> None:
    if connection.alias == "default":
        keep_statements(connection)
        refuse_unsafe_role(connection)


class DatabaseConfig(AppConfig):
    """The database floor."""

    name = "wellrun.platform.database"
    label = "database"

    def ready(self) -> None:
        """Check the role of every connection that the running program opens, and let it keep what it plans."""
        connection_created.connect(_when_connected, dispatch_uid="wellrun.refuse_unsafe_role")
