"""Test databases: one template, migrated once as the owner, copied for each worker and for each fresh database."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql

from wellrun.platform.database.address import (
    APP_ROLE,
    APP_URL_VARIABLE,
    OWNER_ROLE,
    OWNER_URL_VARIABLE,
    Address,
)
from wellrun.platform.database.embedded import start
from wellrun.platform.database.migrating import migrate
from wellrun.platform.database.roles import ensure_database, ensure_roles

SOURCE = Path(__file__).resolve().parents[2]
_ADMIN_VARIABLE = "WELLRUN_TEST_ADMIN_URL"
#: An arbitrary number that names the right to build the template among the server's advisory locks.
_BUILDING = 7_301_601


def prepare_server() -> None:
    """Point this process (and the workers it starts) at the test server; start the embedded one when none is given.

    `WELLRUN_TEST_ADMIN_URL` may name an administrator's login on a PostgreSQL 15 or newer server instead.
    """
    os.environ.setdefault("WELLRUN_HOME", str(_home()))
    if _ADMIN_VARIABLE not in os.environ:
        os.environ[_ADMIN_VARIABLE] = start(_home() / "postgres").url()
    admin = Address.parse(os.environ[_ADMIN_VARIABLE])
    with psycopg.connect(admin.at(database="postgres").url(), autocommit=True) as connection:
        ensure_roles(connection)
    os.environ[APP_URL_VARIABLE] = admin.at(database="nothing_yet", user=APP_ROLE).url()
    os.environ[OWNER_URL_VARIABLE] = admin.at(database="nothing_yet", user=OWNER_ROLE).url()


def _home() -> Path:
    checkout = hashlib.sha256(str(SOURCE).encode()).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"wellrun-test-{os.getuid()}-{checkout}"


def _admin() -> psycopg.Connection[Any]:
    url = Address.parse(os.environ[_ADMIN_VARIABLE]).at(database="postgres").url()
    return psycopg.connect(url, autocommit=True)


def template_name() -> str:
    """The template's name, which changes with anything that shapes the schema."""
    digest = hashlib.sha256()
    for path in sorted(SOURCE.rglob("*.py")):
        if {"migrations", "models"} & set(path.parts) or path.name in (
            "guards.py",
            "migrating.py",
            "models.py",
        ):
            digest.update(path.read_bytes())
    return f"wellrun_template_{digest.hexdigest()[:12]}"


def use_database(name: str) -> None:
    """Let this process's connections lead to database `name`."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def ensure_template() -> str:
    """The name of a migrated template, built by whichever process comes first."""
    name = template_name()
    with _admin() as admin:
        admin.execute("select pg_advisory_lock(%s)", [_BUILDING])
        draft = f"{name}_draft"
        if admin.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            return name
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(draft)))
        ensure_database(admin, draft)
        use_database(draft)
        migrate()
        use_database("nothing_yet")
        admin.execute(
            sql.SQL("alter database {} rename to {}").format(sql.Identifier(draft), sql.Identifier(name))
        )
    return name


def copy_database(name: str) -> None:
    """Make database `name` a fresh copy of the template."""
    template = ensure_template()
    with _admin() as admin:
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        # One copy at a time: the server refuses to copy a template that another session is reading.
        admin.execute("select pg_advisory_lock(%s)", [_BUILDING])
        ensure_database(admin, name, template=template)


def drop_database(name: str) -> None:
    """Remove a test database."""
    with _admin() as admin:
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@contextmanager
def fresh_database(name: str, back_to: str) -> Iterator[str]:
    """A database of its own, for tests that commit, kill or race; the worker's own is put back afterward."""
    copy_database(name)
    use_database(name)
    try:
        yield name
    finally:
        use_database(back_to)
        drop_database(name)
