"""`wellrun bench NAME…`: runs the project's measurements and prints them beside their goals."""

from __future__ import annotations

import importlib
import pkgutil
import platform
import sys
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer()
_CHECKOUT = Path(__file__).resolve().parents[3]


def _modules() -> dict[str, Any]:
    """The benchmarks of the checkout by name; they are not part of the installed package."""
    if not (_CHECKOUT / "benchmarks").is_dir():
        raise typer.BadParameter("Benchmarks run from a checkout of the source.")
    sys.path.insert(0, str(_CHECKOUT))
    import benchmarks

    names = [info.name for info in pkgutil.iter_modules(benchmarks.__path__)]
    loaded = {name: importlib.import_module(f"benchmarks.{name}") for name in names}
    return {name: module for name, module in loaded.items() if hasattr(module, "run")}


@app.command()
def bench(
    names: list[str] = typer.Argument(None, help="Which; all when none is named."),
    quick: bool = typer.Option(
        False, "--quick", help="A smaller world of the same shape: a look, not a claim."
    ),
) -> None:
    """Run the benchmarks, each beside its peer or its naive form, and print them with the machine."""
    modules = _modules()
    unknown = sorted(set(names or ()) - set(modules))
    if unknown:
        raise typer.BadParameter(
            f"No benchmark called {', '.join(unknown)}. There are: {', '.join(modules)}."
        )
    console = Console()
    console.print(f"{platform.machine()}, {_cores()} cores, Python {platform.python_version()}")
    missed = 0
    for name in names or modules:
        table = Table(title=modules[name].TITLE, title_justify="left", box=None, pad_edge=False)
        for column in ("What", "Measured", "Goal", "", "Beside it"):
            table.add_column(column, justify="right" if column == "Measured" else "left")
        with console.status(modules[name].TITLE):
            for figure in modules[name].run(quick=quick):
                mark = {True: "[green]holds[/]", False: "[red]missed[/]", None: ""}[figure.holds]
                missed += figure.holds is False
                table.add_row(
                    figure.what, f"{figure.measured:,.3g} {figure.unit}", figure.goal, mark, figure.note
                )
        console.print(table)
    raise typer.Exit(1 if missed else 0)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
