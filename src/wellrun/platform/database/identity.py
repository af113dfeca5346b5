"""Who is asking, as the database sees it: settings local to one transaction, read by policies and triggers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from wellrun.platform.database.once import forget


@dataclass(frozen=True)
class Identity:
    """What row-level security and the audit know about the person asking.

    `units` are all units in reach, descendants included; `organizations` their roots. A compartment that is
    not listed does not exist for this identity. `at` is the instant of the act, where a virtual clock runs.
    """

    user_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    role: str = ""
    organizations: frozenset[uuid.UUID] = frozenset()
    units: frozenset[uuid.UUID] = frozenset()
    compartments: frozenset[str] = frozenset()
    request_id: uuid.UUID | None = None
    reads_audit: bool = False
    at: datetime | None = field(default=None, compare=False)

    def acting_at(self, instant: datetime) -> Identity:
        """The same identity at a given instant, for acts on a virtual clock."""
        return replace(self, at=instant)


class NoTransaction(RuntimeError):
    """An identity was assumed outside a transaction, where it would leak to the next user of the connection."""


def _array(values: frozenset[uuid.UUID] | frozenset[str]) -> str:
    return "{" + ",".join(sorted(str(value) for value in values)) + "}"


def assume(identity: Identity) -> None:
    """Set the identity for the rest of the current transaction; outside one, refuse."""
    if not connection.in_atomic_block:
        raise NoTransaction("An identity is assumed inside a transaction only.")
    forget()
    settings = {
        "user": str(identity.user_id or ""),
        "person": str(identity.person_id or ""),
        "role": identity.role,
        "organizations": _array(identity.organizations),
        "units": _array(identity.units),
        "compartments": _array(identity.compartments),
        "request": str(identity.request_id or ""),
        "audit": "on" if identity.reads_audit else "",
        "at": identity.at.isoformat() if identity.at else "",
    }
    calls = ", ".join(f"set_config('wellrun.{name}', %s, true)" for name in settings)
    with connection.cursor() as cursor:
        cursor.execute(f"select {calls}", list(settings.values()))  # noqa: S608 (names are the literals above)


@contextmanager
def acting(identity: Identity) -> Iterator[None]:
    """Run a block in one transaction as `identity`."""
    with transaction.atomic():
        assume(identity)
        yield


@contextmanager
def across(organization_id: uuid.UUID) -> Iterator[None]:
    """Let a block reach every unit of one organization: for causes in one unit whose effect is in another.

    A secretary's correction closes the biller's task; neither sees the other's worklist. Compartments still hold.
    """
    with connection.cursor() as cursor:
        cursor.execute("select set_config('wellrun.across', %s, true)", [str(organization_id)])
        forget()
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("select set_config('wellrun.across', '', true)")
                forget()


@contextmanager
def in_compartments(compartments: frozenset[str]) -> Iterator[None]:
    """Let a block see these compartments instead of the identity's own, in the same units.

    For what several patients share, where whoever acts must not see them all; nothing read inside may be shown.
    """
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('wellrun.compartments', true)")
        [before] = cursor.fetchone()
        _see(cursor, _array(compartments))
        try:
            yield
        finally:
            if not connection.needs_rollback:
                _see(cursor, before or "")


def _see(cursor: CursorWrapper, compartments: str) -> None:
    cursor.execute("select set_config('wellrun.compartments', %s, true)", [compartments])
    forget()
