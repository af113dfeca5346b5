"""`wellrun import taxonomy` and `wellrun import modifiers`: lists that the edits check codes against."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import typer

from wellrun.cli.program import bring_up_to_date, load_program, notes

UNREADABLE = 2


def taxonomy(
    file: Path = typer.Argument(..., help="NUCC's file of provider taxonomy codes (CSV)."),
    demo: bool = typer.Option(False, "--demo", help="Into the demo practice's database."),
) -> None:
    """Load the provider taxonomy; the edits then know which codes exist. Codes the file lacks end today.

    Exit code 0 when it is loaded; 2, and nothing loaded, when the file is not the list.
    """
    load_program(demo=demo)
    from wellrun.practice.billing.api import CodeList, read_taxonomy

    _load(file, CodeList.TAXONOMY, read_taxonomy)


def modifiers(
    file: Path = typer.Argument(..., help="CMS's HCPCS file: fixed-width text, or its spreadsheet as CSV."),
    demo: bool = typer.Option(False, "--demo", help="Into the demo practice's database."),
) -> None:
    """Load the modifiers of HCPCS level II with their days; procedure codes and texts stay in the file.

    Exit code 0 when they are loaded; 2, and nothing loaded, when the file is not the list.
    """
    load_program(demo=demo)
    from wellrun.practice.billing.api import CodeList, read_modifiers

    _load(file, CodeList.MODIFIERS, read_modifiers)


def _load(file: Path, codes: Any, read: Callable[[str], Iterable[Any]]) -> None:
    from wellrun.platform.access.refusals import Refused
    from wellrun.platform.clock import now
    from wellrun.practice.billing.api import load_reference_codes

    try:
        with notes.status("Reading the file"):
            rows = list(read(_text_of(file)))
        bring_up_to_date()
        with notes.status("Loading the codes"):
            loaded = load_reference_codes(codes=codes, rows=rows, file_name=file.name, at=now())
    except (Refused, OSError) as refusal:
        notes.print(f"[red]{getattr(refusal, 'sentence', '') or f'{file} cannot be read.'}[/]")
        raise typer.Exit(UNREADABLE) from None
    many = "1 code" if loaded.codes == 1 else f"{loaded.codes:,} codes"
    print(f"{codes.label}: {many}, {loaded.added:,} of them new, {loaded.ended:,} ended.")


def _text_of(file: Path) -> str:
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The publishers save these files with a Windows spreadsheet.
        return content.decode("cp1252", errors="replace")
