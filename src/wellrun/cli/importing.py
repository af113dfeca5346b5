"""`wellrun import …`: records of other systems, every row accounted for, and official lists of codes."""

from __future__ import annotations

import csv
import json
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from wellrun.cli.importing_codes import modifiers, taxonomy
from wellrun.cli.program import bring_up_to_date, load_program, notes

if TYPE_CHECKING:
    from wellrun.practice.interop.api import Accounts, Folder

app = typer.Typer(help="Bring in records of other systems, and lists of codes.", no_args_is_help=True)
app.command("taxonomy")(taxonomy)
app.command("modifiers")(modifiers)
UNREADABLE = 2
STOPPED = 130
_ZONE = "America/New_York"


@app.callback()
def bring_in() -> None:
    """Bring in records of other systems, and lists of codes."""


@app.command("synthea")
def synthea(
    folder: Path = typer.Argument(..., help="The folder with Synthea's CSV files."),
    organization: str = typer.Option("", help="Into which organization: its name, short name or id."),
    zone: str = typer.Option(_ZONE, help="The time zone in which the people of the files live."),
    report: Path = typer.Option(
        None, help="Write every row that was not imported, merged or is remarked on: .csv or .json."
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Do everything, then undo it."),
    demo: bool = typer.Option(False, "--demo", help="Into the demo practice's database."),
) -> None:
    """Bring in a folder of Synthea's CSV export. Every row is imported or reported; a second run changes nothing.

    Exit code 0 when every row is accounted for; 2, and nothing brought in, when the folder cannot be read.
    """
    _check_options(zone, report)
    load_program(demo=demo)
    from wellrun.platform.access.refusals import Refused
    from wellrun.practice.interop.api import read_folder

    try:
        with notes.status("Reading the files"):
            read = read_folder(folder)
        bring_up_to_date()
        accounts = _bring_in(read, organization=organization, zone=zone, dry_run=dry_run)
    except Refused as refusal:
        notes.print(f"[red]{refusal.sentence}[/]")
        raise typer.Exit(UNREADABLE) from None
    except KeyboardInterrupt:
        notes.print("Stopped. Every patient that was finished is kept; run it again to bring in the rest.")
        raise typer.Exit(STOPPED) from None
    if report is not None:
        _write_report(accounts, report)
    _print_accounts(accounts, dry_run=dry_run, report=report)


def check_zone(zone: str) -> None:
    """End the command where this is no time zone."""
    from zoneinfo import available_timezones

    if zone not in available_timezones():
        raise typer.BadParameter(f"{zone} is no time zone; write one such as America/New_York.")


def _check_options(zone: str, report: Path | None) -> None:
    check_zone(zone)
    if report is not None and report.suffix not in (".csv", ".json"):
        raise typer.BadParameter("The report is a .csv or a .json file.")
    if report is not None and not report.resolve().parent.is_dir():
        raise typer.BadParameter(f"There is no folder {report.resolve().parent} to write the report into.")


def _bring_in(read: Folder, *, organization: str, zone: str, dry_run: bool) -> Accounts:
    from wellrun.platform.clock import now
    from wellrun.practice.interop.api import choose_organization, import_synthea, rehearsal
    from wellrun.practice.organization.api import program_actor

    at = now()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    total = sum(len(rows) for rows in read.rows.values())
    with (
        rehearsal() if dry_run else nullcontext(),
        Progress(*columns, console=notes, transient=True) as progress,
    ):
        task = progress.add_task("Rows accounted for", total=total)
        unit = choose_organization(named=organization, zone=zone)
        return import_synthea(
            folder=read,
            by=program_actor(organization_id=unit.id, name="import", at=at),
            at=at,
            zone=zone,
            on_settled=lambda table: progress.advance(task),
        )


def _write_report(accounts: Accounts, path: Path) -> None:
    rows = [
        {"file": f"{note.table}.csv", "line": note.line, "what": note.kind, "sentence": note.sentence}
        for note in accounts.notes
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".json":
            json.dump(rows, file, indent=2, ensure_ascii=False)
        else:
            writer = csv.DictWriter(file, ["file", "line", "what", "sentence"])
            writer.writeheader()
            writer.writerows(rows)


def _print_accounts(accounts: Accounts, *, dry_run: bool, report: Path | None) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("File")
    for heading in ("Rows", "Imported", "Already there", "Merged", "Reported"):
        table.add_column(heading, justify="right")
    for name, count in accounts.counts.items():
        cells = (count.read, count.imported, count.already, count.merged, count.reported)
        table.add_row(f"{name}.csv", *(f"{cell:,}" for cell in cells))
    sums = accounts.total()
    cells = (sums.read, sums.imported, sums.already, sums.merged, sums.reported)
    table.add_row("[bold]All[/]", *(f"[bold]{cell:,}[/]" for cell in cells))
    console = Console()
    console.print(table)
    remarks = sum(note.kind == "remark" for note in accounts.notes)
    console.print(
        f"{sums.read:,} rows read, {sums.settled:,} accounted for; {remarks:,} remarks on rows that came in."
    )
    if dry_run:
        console.print("This was a dry run: nothing was kept.")
    if report is not None:
        console.print(f"Every sentence is in {report}.")
    elif sums.reported or remarks:
        console.print("Use --report FILE for the sentence on each row that was reported or remarked on.")
