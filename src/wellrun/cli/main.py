"""The `wellrun` command: one program, its parts loaded only when they are asked for."""

from __future__ import annotations

import os
import sys

import typer

app = typer.Typer(
    name="wellrun",
    help="Wellrun: the operations system of a medical office.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def load_program() -> None:
    """Start or find the database and load Django. Commands that need either call this first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellrun.settings.base")
    from wellrun.platform.database.embedded import prepare

    prepare()
    import django

    django.setup()


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, hidden=True)
def manage(context: typer.Context) -> None:
    """Run one of Django's own management commands, for developers."""
    load_program()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["wellrun manage", *context.args])


@app.command()
def migrate() -> None:
    """Bring the database up to date: tables, grants, row-level security, audit triggers."""
    load_program()
    from rich.console import Console

    from wellrun.platform.database.migrating import migrate as bring_up_to_date

    with Console(stderr=True).status("Bringing the database up to date"):
        bring_up_to_date()


def main() -> None:
    """Run the command line."""
    sys.exit(app())
