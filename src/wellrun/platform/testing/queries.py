"""Counting what a page asks the database: its own queries, apart from what the door asks around any page."""

from __future__ import annotations

from collections.abc import Iterable

#: Session, user, roles, identity and the record of the read: five that come with every page, and the marks of the
#: savepoint that stands for a transaction inside a test.
_DOOR = (
    "SAVEPOINT",
    "RELEASE SAVEPOINT",
    'SELECT "django_session"',
    'UPDATE "django_session"',
    'SELECT "organization_user"',
    "select u.id, u.kind, u.lineage, u.zone, m.role",
    "select set_config('wellrun.user'",
    "select wellrun_audit_append('read'",
)


def own_queries(captured: Iterable[dict[str, str]]) -> list[str]:
    """The statements that a page ran for itself, from what `CaptureQueriesContext` caught."""
    statements = [" ".join(query["sql"].split()) for query in captured]
    return [statement for statement in statements if not statement.startswith(_DOOR)]
