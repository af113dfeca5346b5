"""Loading the program behind a command: database first, then Django."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console
from rich.markup import escape

#: Progress and notes go to standard error, so that what a command prints can be piped.
notes = Console(stderr=True)
CANNOT_START = 2


def demo_home() -> Path:
    """The folder of the demonstration: within the program's own, apart from everything real."""
    from wellrun.platform.database.home import home

    folder = home() if os.environ.get("WELLRUN_DEMO") == "1" else home() / "demo"
    folder.mkdir(exist_ok=True)
    return folder


def demo_state() -> Path:
    """The file that says what the demo practice is; there when it was made whole."""
    return demo_home() / "made.json"


def load_program(*, demo: bool = False, making: bool = False) -> None:
    """Start or find the database and load Django. Commands that need either call this first.

    Ends the command with a sentence and exit code 2 where the database has no usable address, cannot be reached,
    or would be used as an unsafe role; with `demo` also where no demo practice was made, unless it is `making` it.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellrun.settings.base")
    if demo:
        _turn_to_demo(making=making)
    from wellrun.platform.database.address import app_address, owner_address
    from wellrun.platform.database.embedded import DatabaseUnavailable, prepare

    try:
        prepare("wellrun_demo" if os.environ.get("WELLRUN_DEMO") == "1" else "wellrun")
        app_address(), owner_address()
    except DatabaseUnavailable as unavailable:
        stop(str(unavailable))
    except ValueError as fault:
        stop(f"WELLRUN_DATABASE_URL or WELLRUN_OWNER_DATABASE_URL is no address of a database: {fault}")
    import django

    django.setup()
    _connect()


def stop(sentence: str) -> NoReturn:
    """End the command with a sentence on standard error and exit code 2."""
    notes.print(f"[red]{escape(sentence)}[/]", highlight=False)
    raise typer.Exit(CANNOT_START)


def bring_up_to_date() -> None:
    """Migrate where the owner's address is known; end the command where it is not and the schema is old."""
    from django.db import OperationalError

    from wellrun.platform.database.address import OWNER_URL_VARIABLE
    from wellrun.platform.database.migrating import migrate

    try:
        if os.environ.get(OWNER_URL_VARIABLE):
            with notes.status("Bringing the database up to date"):
                migrate()
    except OperationalError as unreachable:
        stop(f"The database cannot be reached: {unreachable}")
    require_up_to_date()


def require_up_to_date() -> None:
    """End the command where the database lacks what this version needs."""
    from wellrun.platform.database.address import OWNER_URL_VARIABLE
    from wellrun.platform.database.migrating import pending_migrations

    behind = pending_migrations()
    if behind:
        with_owner = "" if os.environ.get(OWNER_URL_VARIABLE) else f" with {OWNER_URL_VARIABLE} set"
        many = "1 migration" if len(behind) == 1 else f"{len(behind)} migrations"
        stop(f"The database lacks {many} of this version. Run `wellrun migrate`{with_owner}.")


def _turn_to_demo(*, making: bool) -> None:
    if os.environ.get("WELLRUN_DEMO") != "1":
        # An address from outside is a real practice's, and nothing of the demonstration belongs there.
        if os.environ.get("WELLRUN_DATABASE_URL"):
            stop("The demonstration has a database of its own. Unset WELLRUN_DATABASE_URL first.")
        if not making and not demo_state().exists():
            stop(f"There is no demo practice in {demo_home().parent}. `wellrun demo` makes one.")
    # Programs that this one starts inherit both, and stay where it is.
    os.environ["WELLRUN_HOME"] = str(demo_home())
    os.environ["WELLRUN_DEMO"] = "1"


def _connect() -> None:
    """Connect as the running role, which refuses one that could bypass row-level security."""
    from django.db import OperationalError, connections

    from wellrun.platform.database.roles import UnsafeDatabaseRole

    try:
        connections["default"].ensure_connection()
    except UnsafeDatabaseRole as unsafe:
        stop(str(unsafe))
    except OperationalError as unreachable:
        stop(f"The database cannot be reached: {unreachable}")


def organizations() -> list[uuid.UUID]:
    """The organizations in this database."""
    from wellrun.practice.organization.api import Unit, UnitKind

    return list(Unit.objects.filter(kind=UnitKind.ORGANIZATION).values_list("id", flat=True))


@contextmanager
def acting_as_program(organization_id: uuid.UUID, name: str) -> Iterator[None]:
    """Act as the program itself in one organization, in one transaction."""
    from wellrun.platform.clock import now
    from wellrun.platform.database.identity import acting
    from wellrun.practice.organization.api import program_actor

    actor = program_actor(organization_id=organization_id, name=name, at=now())
    with acting(actor.identity()):
        yield
