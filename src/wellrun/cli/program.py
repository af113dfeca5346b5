"""Loading the program behind a command: database first, then Django."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

#: Progress and notes go to standard error, so that what a command prints can be piped.
notes = Console(stderr=True)


def demo_home() -> Path:
    """The folder of the demonstration: within the program's own, apart from everything real."""
    from wellrun.platform.database.home import home

    folder = home() if os.environ.get("WELLRUN_DEMO") == "1" else home() / "demo"
    folder.mkdir(exist_ok=True)
    return folder


def load_program(*, demo: bool = False) -> None:
    """Start or find the database and load Django. Commands that need either call this first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellrun.settings.base")
    if demo:
        # Programs that this one starts inherit both, and stay where it is.
        os.environ["WELLRUN_HOME"] = str(demo_home())
        os.environ["WELLRUN_DEMO"] = "1"
    from wellrun.platform.database.embedded import prepare

    prepare("wellrun_demo" if os.environ.get("WELLRUN_DEMO") == "1" else "wellrun")
    import django

    django.setup()


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
