"""The `wellrun` command: one program. Its parts bring their commands; Django is loaded by those that need it."""

from __future__ import annotations

import importlib
import sys

import typer

app = typer.Typer(
    name="wellrun",
    help="The operations system of a medical office: one time book, one ledger, one worklist, one door.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

#: Modules that bring commands, each as its `app`: (module, group name or "" for the top level).
_PARTS = (
    ("wellrun.cli.serving", ""),
    ("wellrun.cli.founding", ""),
    ("wellrun.cli.demo", ""),
    ("wellrun.cli.verifying", ""),
    ("wellrun.cli.benching", ""),
    ("wellrun.cli.x12", "x12"),
    ("wellrun.cli.hl7", "hl7"),
    ("wellrun.cli.auditing", "audit"),
    ("wellrun.cli.importing", "import"),
    ("wellrun.cli.gateways", ""),
)
for _module, _group in _PARTS:
    _part = importlib.import_module(_module).app
    app.add_typer(_part, name=_group or None)


def main() -> None:
    """Run the command line."""
    sys.exit(app())
