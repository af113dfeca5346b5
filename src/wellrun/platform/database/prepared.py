"""Statements stay planned on a connection when a transaction is rolled back.

psycopg forgets every prepared statement with each rollback, since a table made in that transaction would be gone and
another of the name might come. The running program makes no tables: its role may not. For it a rollback is a refusal,
of which there are many at a wanted time, and each would plan all that follows anew.

psycopg has no public way to say so: this module stands on its private `PrepareManager` (decision 0011), which is why
`pyproject.toml` bounds its version. With a newer one, run `tests/floors/test_prepared.py`; where that class is gone,
leave `keep_statements` out of `platform/database/apps.py`: what is lost is speed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg._preparing import Prepare, PrepareManager
from psycopg.pq.abc import PGresult

#: What the server answers when the statements, or what they were planned for, are gone.
_GONE = (b"DROP", b"ALTER", b"DISCARD ALL", b"DEALLOCATE ALL")


class KeptStatements(PrepareManager):
    """psycopg's own manager, but for what it does at a rollback."""

    def clear(self) -> bool:
        """Called by psycopg after each rollback; nothing is forgotten."""
        return False

    def _should_discard(self, prep: Prepare, results: Sequence[PGresult], *_: Any) -> bool:
        if any((result.command_status or b"").startswith(_GONE) for result in results):
            return super().clear()
        return False


def keep_statements(connection: Any) -> None:
    """Let a new connection of the running program keep its prepared statements; `connection` is Django's."""
    kept = KeptStatements()
    kept.prepare_threshold = connection.connection.prepare_threshold
    connection.connection._prepared = kept
