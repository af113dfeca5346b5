"""`wellrun verify`: proves the invariants of everything stored."""

from __future__ import annotations

import json
from enum import StrEnum

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from wellrun.cli.program import acting_as_program, load_program, notes, organizations, require_up_to_date

app = typer.Typer()


class Format(StrEnum):
    """How the outcome is printed."""

    TEXT = "text"
    JSON = "json"


@app.command()
def verify(
    demo: bool = typer.Option(False, "--demo", help="Verify the demo practice instead of the real one."),
    output: Format = typer.Option(Format.TEXT, "--format", help="Text for people or one JSON list."),
) -> None:
    """Prove the invariants: journals balance, postings equal balances, no overlap, audit unbroken, files whole.

    Exit code 0 when all hold, 1 when one does not, 2 when the database cannot be read.
    """
    load_program(demo=demo)
    require_up_to_date()
    results = _run_checks()
    if output is Format.JSON:
        print(json.dumps([{"room": r, "promise": p, "breaches": b} for r, p, b in results], indent=2))
    else:
        console = Console()
        for room, promise, breaches in results:
            mark = "[red]broken[/]" if breaches else "[green]holds[/] "
            console.print(f"{mark}  {room:<13} {promise}")
            for sentence in breaches:
                console.print(f"          [red]·[/] {sentence}")
    raise typer.Exit(1 if any(breaches for _, _, breaches in results) else 0)


def _run_checks() -> list[tuple[str, str, list[str]]]:
    from wellrun.platform.verification import checks

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    results = []
    with Progress(*columns, console=notes, transient=True) as progress:
        for check in checks():
            task = progress.add_task(check.promise, total=None)
            breaches: list[str] = []
            for organization_id in organizations():
                with acting_as_program(organization_id, "verify"):
                    breaches += check.run()
            results.append((check.room, check.promise, list(dict.fromkeys(breaches))))
            progress.remove_task(task)
    return results
