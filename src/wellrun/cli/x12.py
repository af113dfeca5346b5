"""`wellrun x12`: look into claim and remittance files and check them, without any database."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import wrap_file
from rich.tree import Tree

from wellrun.engines.x12 import Finding, Node, check, tree

app = typer.Typer(
    help="Read and check X12 files: claims, remittances, acknowledgements.", no_args_is_help=True
)

CLEAN, FINDINGS, UNREADABLE = 0, 1, 2
_BIG_BYTES = 2_000_000

Files = Annotated[
    list[Path], typer.Argument(help="One or more X12 files.", metavar="FILE...", show_default=False)
]


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"


@app.command()
def read(files: Files) -> None:
    """Show each file as a tree of transactions, loops and segments, with money and dates made readable.

    Exit code 2 when a file is missing or holds no interchange.
    """
    console = Console()
    unreadable = False
    for path in files:
        try:
            with _opened(path) as stream:
                shown = _show(path, stream, console)
        except BrokenPipeError:
            raise
        except OSError as refusal:
            shown = _refuse(path, refusal.strerror or str(refusal))
        unreadable = unreadable or not shown
    raise typer.Exit(UNREADABLE if unreadable else CLEAN)


@app.command("check")
def check_files(
    files: Files,
    output: Annotated[
        Format, typer.Option("--format", help="Text for people or one JSON object a line.")
    ] = Format.TEXT,
) -> None:
    """Report what is wrong in each file: syntax, guide, balance, cross-references and forms of codes (SNIP 1
    to 5).

    Exit code 0 when every file is clean, 1 when there are findings, 2 when a file is missing or holds no
    interchange.
    """
    worst = CLEAN
    for path in files:
        try:
            with _opened(path) as stream:
                worst = max(worst, _report(path, check(stream), output))
        except BrokenPipeError:
            raise
        except OSError as refusal:
            _refuse(path, refusal.strerror or str(refusal))
            worst = UNREADABLE
    raise typer.Exit(worst)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file, with a progress bar on the error stream when it is big."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        if size < _BIG_BYTES:
            yield stream
            return
        console = Console(stderr=True)
        with wrap_file(stream, size, description=path.name, console=console, transient=True) as watched:
            yield watched


def _show(path: Path, stream: BinaryIO, console: Console) -> bool:
    console.print(f"[bold]{escape(str(path))}[/bold]", highlight=False)
    found = False
    for node in tree(stream):
        found = True
        console.print(_branch(node), highlight=False)
    return found or _refuse(path, "there is no X12 interchange in this file")


def _branch(node: Node, onto: Tree | None = None) -> Tree:
    label = _label(node)
    branch = onto.add(label) if onto is not None else Tree(label, guide_style="dim")
    for child in node.children:
        _branch(child, branch)
    return branch


def _label(node: Node) -> str:
    text, note = escape(_printable(node.text)), escape(_printable(node.note))
    if node.kind in ("transaction", "loop"):
        return f"[bold cyan]{text}[/bold cyan] {note}"
    shown = f"[dim]{node.position}[/dim] {text}"
    return f"{shown}  [green]{note}[/green]" if note else shown


def _report(path: Path, findings: Iterator[Finding], output: Format) -> int:
    console = Console()
    counts: Counter[str] = Counter()
    worst = CLEAN
    for finding in findings:
        counts[finding.severity] += 1
        worst = max(worst, UNREADABLE if finding.code == "envelope.none" else FINDINGS)
        if output is Format.JSON:
            typer.echo(json.dumps({"file": str(path), **asdict(finding)}))
        else:
            style = "red" if finding.severity == "error" else "yellow"
            place, sentence = escape(finding.place), escape(_printable(finding.sentence))
            rule = f"[dim]{finding.code}, SNIP {finding.snip}[/dim]"
            line = f"[{style}]{finding.severity}[/{style}] {place}: {sentence} {rule}"
            console.print(line, highlight=False, soft_wrap=True)
    if output is Format.TEXT:
        summary = ", ".join(
            f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in counts.items()
        )
        console.print(f"{escape(str(path))}: {summary or 'clean'}", highlight=False, soft_wrap=True)
    return worst


def _refuse(path: Path, why: str) -> bool:
    Console(stderr=True).print(
        f"[red]{escape(str(path))}: {escape(why)}[/red]", highlight=False, soft_wrap=True
    )
    return False


def _printable(text: str) -> str:
    """Text without control characters and lone surrogates, which a terminal would obey or refuse."""
    return "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in text)
