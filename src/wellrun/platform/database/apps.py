"""Refuses to run as a role that could bypass row-level security."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from wellrun.platform.database.roles import refuse_unsafe_role


def _refuse_once_connected(sender: Any, connection: Any, **kwargs: Any) -> None:
    if connection.alias == "default":
        refuse_unsafe_role(connection)


class DatabaseConfig(AppConfig):
    """The database floor."""

    name = "wellrun.platform.database"
    label = "database"

    def ready(self) -> None:
        """Check the role of every connection that the running program opens."""
        connection_created.connect(_refuse_once_connected, dispatch_uid="wellrun.refuse_unsafe_role")
