"""The two database roles, and the refusal to run as one that row-level security cannot hold."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from wellrun.platform.database.address import APP_ROLE, OWNER_ROLE


class UnsafeDatabaseRole(RuntimeError):
    """The program is connected as a role for which row-level security is void."""


def ensure_roles(connection: psycopg.Connection[Any]) -> None:
    """Create the owner and app roles when absent. Needs an administrator's connection in autocommit."""
    for role in (OWNER_ROLE, APP_ROLE):
        known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
        if not known:
            connection.execute(
                sql.SQL("create role {} login nosuperuser nobypassrls nocreatedb nocreaterole").format(
                    sql.Identifier(role)
                )
            )
    # A request that hangs must neither hold locks for long nor keep the audit from being sealed.
    for setting, value in (("idle_in_transaction_session_timeout", "60s"), ("lock_timeout", "15s")):
        connection.execute(
            sql.SQL("alter role {} set {} = {}").format(
                sql.Identifier(APP_ROLE), sql.Identifier(setting), sql.Literal(value)
            )
        )


def ensure_database(connection: psycopg.Connection[Any], name: str, template: str | None = None) -> bool:
    """Create database `name`, owned by the owner role, when absent; says whether it was made now."""
    if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
        return False
    copy = sql.SQL(" template {}").format(sql.Identifier(template)) if template else sql.SQL("")
    connection.execute(
        sql.SQL("create database {} owner {}").format(sql.Identifier(name), sql.Identifier(OWNER_ROLE)) + copy
    )
    connection.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(name)))
    connection.execute(
        sql.SQL("grant connect, temporary on database {} to {}").format(
            sql.Identifier(name), sql.Identifier(APP_ROLE)
        )
    )
    return True


def refuse_unsafe_role(connection: Any) -> None:
    """Raise `UnsafeDatabaseRole` when the connected role is a superuser, may bypass policies, or owns tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolname, rolsuper, rolbypassrls,"
            " exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            "         where n.nspname = 'public' and c.relkind in ('r', 'p')"
            "         and pg_has_role(current_user, c.relowner, 'MEMBER'))"
            " from pg_roles where rolname = current_user"
        )
        role, superuser, bypass, owns = cursor.fetchone()
    why = "is a superuser" if superuser else "may bypass row-level security" if bypass else "owns the tables"
    if superuser or bypass or owns:
        raise UnsafeDatabaseRole(
            f"The database role {role} {why}: row-level security would be void, so Wellrun will not start."
            f" Connect as {APP_ROLE}."
        )
