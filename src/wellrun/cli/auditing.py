"""`wellrun audit …`: proving that the audit is whole, and asking it who saw whom."""

from __future__ import annotations

import typer
from rich.console import Console

from wellrun.cli.program import load_program, notes, require_up_to_date

app = typer.Typer(help="Prove and read the audit.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """Prove and read the audit."""


@app.command("verify")
def verify_command(demo: bool = typer.Option(False, "--demo", help="The demo practice.")) -> None:
    """Find any changed, removed, added or reordered event.

    Exit code 0 when there is none, 1 when there is one, 2 when the database cannot be read.
    """
    load_program(demo=demo)
    require_up_to_date()
    from wellrun.platform.audit.api import count_unsealed, verify_audit

    with notes.status("Checking every seal against its events"):
        broken, checked = verify_audit()
        unsealed = count_unsealed()
    console = Console()
    for fault in broken:
        console.print(f"[red]Seal {fault.seal_id}:[/] {fault.sentence}")
    if not broken:
        console.print(f"[green]Unbroken:[/] {checked:,} sealed events are as they were.")
    if unsealed:
        console.print(
            f"{unsealed:,} newer events are not sealed yet; `wellrun run` or `wellrun worker` seals them."
        )
    raise typer.Exit(1 if broken else 0)


@app.command("adopt")
def adopt_command(
    because: str = typer.Option(..., "--because", help="Why the database was restored into this server."),
    demo: bool = typer.Option(False, "--demo", help="The demo practice."),
) -> None:
    """Go on sealing after a restore into another server, from that one's last seal. Exit code 1 when it may not."""
    load_program(demo=demo)
    require_up_to_date()
    from wellrun.platform.audit.api import AdoptionRefused, adopt_audit
    from wellrun.platform.clock import now

    console = Console()
    try:
        with notes.status("Proving every seal of before"):
            seal, proven = adopt_audit(because=because, at=now())
    except AdoptionRefused as refused:
        console.print(f"[red]Not adopted:[/] {refused}")
        raise typer.Exit(1) from None
    console.print(
        f"[green]Adopted:[/] {proven:,} events of before are as they were; seal {seal.id} goes on from them."
    )


@app.command()
def matrix() -> None:
    """Print who may do what, as the page in docs/access.md."""
    from wellrun.platform.access.documentation import access_page

    print(access_page(), end="")
