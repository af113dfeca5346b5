"""`wellrun demo`: a practice that never existed, made by living it, and served."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from wellrun.cli.program import demo_home, demo_state, load_program, notes, stop
from wellrun.cli.serving import refuse_taken_port

app = typer.Typer()
#: Answers about claims come this much sooner than a real clearinghouse gives them, so that one can watch.
_HURRY = timedelta(minutes=25)
_EVERY_SECONDS = 4
_ADDRESS = "127.0.0.1"


@app.command()
def demo(
    seed: int = typer.Option(7, help="Another number, another practice; the same number, the same one."),
    port: int = typer.Option(8000, min=1, max=65535, help="Where to listen on this machine."),
    weeks: int = typer.Option(3, min=1, max=12, help="How many weeks the practice lives before today."),
    fresh: bool = typer.Option(
        False, "--fresh", help="Make it anew, up to today, and forget the one there is."
    ),
    serve: bool = typer.Option(True, help="Serve it; otherwise only make it."),
) -> None:
    """Make a demonstration practice by [bold]living[/] three weeks of it, and serve it.

    Two sites, four departments, ten providers, a thousand patients: calls, visits, claims and remittances, every
    one by the operation that people use. It keeps to a folder and a database of its own.
    """
    if os.environ.get("WELLRUN_DATABASE_URL"):
        stop("The demonstration has a database of its own. Unset WELLRUN_DATABASE_URL first.")
    if serve:
        refuse_taken_port(_ADDRESS, port)
    begun = time.monotonic()
    made = _made()
    if fresh or made is None:
        _forget()
    _load()
    if made is None or fresh:
        made = _make(seed, weeks)
        notes.print(f"Made in {time.monotonic() - begun:.0f} seconds.")
        if serve:
            _go_on_afresh(port)
    _print_sign_ins(made)
    if serve:
        _serve(port, made)


def _go_on_afresh(port: int) -> None:
    """Serve from a program that has just begun.

    What printed statements while the practice was made runs threads of its own, which the server's workers would
    inherit as dead locks.
    """
    from wellrun.platform.database.address import APP_URL_VARIABLE, OWNER_URL_VARIABLE

    own = {
        name: value
        for name, value in os.environ.items()
        if name not in (APP_URL_VARIABLE, OWNER_URL_VARIABLE)
    }
    command = [sys.executable, "-m", "wellrun.cli", "demo", "--port", str(port)]
    os.execve(sys.executable, command, own)  # noqa: S606 (our own program again)


def _made() -> dict | None:
    """What is known of the practice that is there; None when there is none, or when making it was interrupted."""
    return json.loads(demo_state().read_text()) if demo_state().exists() else None


def _forget() -> None:
    """Remove the practice that is there: its database, its files, what its clearinghouse knows."""
    import psycopg

    from wellrun.platform.database.embedded import start

    demo_state().unlink(missing_ok=True)
    with psycopg.connect(
        start(demo_home() / "postgres").at(database="postgres").url(), autocommit=True
    ) as admin:
        admin.execute("drop database if exists wellrun_demo with (force)")
    for folder in ("clearinghouse", "files", "gateways"):
        shutil.rmtree(demo_home() / folder, ignore_errors=True)


def _load() -> None:
    with notes.status("Starting the database"):
        load_program(demo=True, making=True)
    from wellrun.platform.database.migrating import migrate

    with notes.status("Bringing the database up to date"):
        migrate()


def _make(seed: int, weeks: int) -> dict:
    from wellrun.simulation.cast import PRAIRIE_OAK
    from wellrun.simulation.making import make_practice, stop_on
    from wellrun.simulation.practice import ZONE

    from wellrun.platform.clock import today_in  # isort: skip

    stops_at = stop_on(today_in(ZONE))
    columns = (SpinnerColumn(), TextColumn("{task.description:<34}"), BarColumn(), TextColumn("{task.fields[sums]}"),
               TimeElapsedColumn())  # fmt: skip
    counts: dict[str, int] = {}
    with _codes_loading(seed) as loaded, Progress(*columns, console=notes) as progress:
        bar = progress.add_task("Founding the practice", total=None, sums="")
        for step in make_practice(
            PRAIRIE_OAK, seed=seed, days=7 * weeks, stops_at=stops_at, before_living=loaded
        ):
            counts = step.counts or counts
            progress.update(
                bar, description=step.sentence, completed=step.done, total=step.total, sums=_sums(counts)
            )
    made = {"seed": seed, "weeks": weeks, "stands_at": stops_at.astimezone(UTC).isoformat(), "counts": counts}
    demo_state().write_text(json.dumps(made, indent=2))
    return made


def _sums(counts: dict[str, int]) -> str:
    if not counts:
        return ""
    dollars = counts.get("charges sent, cents", 0) // 100
    return (
        f"{counts.get('arrived', 0):,} visits · {counts.get('claims sent', 0):,} claims · ${dollars:,} billed"
    )


@contextmanager
def _codes_loading(seed: int) -> Iterator:
    """Load the diagnosis codes in a process of their own meanwhile; yields what waits for it."""
    command = [sys.executable, "-m", "wellrun.cli", "load-codes", "--seed", str(seed)]
    process = subprocess.Popen(
        command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )

    def wait() -> None:
        _, trouble = process.communicate()
        if process.returncode:
            raise RuntimeError(f"The diagnosis codes could not be loaded. {trouble[-2000:]}")

    try:
        yield wait
    finally:
        if process.poll() is None:
            process.terminate()


@app.command("load-codes", hidden=True)
def load_codes(seed: int = typer.Option(7)) -> None:
    """Load ICD-10-CM into the demonstration's database."""
    import random

    load_program()
    from wellrun.platform.database.ids import drawn_from
    from wellrun.practice.billing.api import load_diagnosis_codes

    with drawn_from(random.Random(f"{seed}:codes")):  # noqa: S311 (ids, not secrets)
        load_diagnosis_codes()


def _print_sign_ins(made: dict) -> None:
    from wellrun.simulation.cast import PRAIRIE_OAK
    from wellrun.simulation.practice import DEMO_PASSWORD, NAME

    table = Table(title=f"{NAME}: sign in as anybody", title_justify="left", box=None, pad_edge=False)
    for column in ("Role", "Name", "User name"):
        table.add_column(column)
    people = {each.username: (each.given_name, each.family_name, each.post) for each in PRAIRIE_OAK.staff}
    people |= {
        each.username: (each.given_name, each.family_name, "Provider") for each in PRAIRIE_OAK.providers
    }
    for username in PRAIRIE_OAK.shown:
        given, family, post = people[username]
        table.add_row(post, f"{given} {family}", f"[bold]{username}[/]")
    console = Console()
    console.print(table)
    console.print(f"The password of all of them is [bold]{DEMO_PASSWORD}[/]")
    stands_at = datetime.fromisoformat(made["stands_at"]).astimezone(_zone())
    console.print(
        f"The practice's clock stands at {stands_at:%A, %B %-d, %Y, %-I:%M %p} and runs on from there."
    )


def _zone():
    from zoneinfo import ZoneInfo

    from wellrun.simulation.practice import ZONE

    return ZoneInfo(ZONE)


def _serve(port: int, made: dict) -> None:
    from wellrun.cli.serving import serve
    from wellrun.platform.clock import now, run_ahead

    run_ahead(datetime.fromisoformat(made["stands_at"]) - datetime.now(UTC))
    os.environ["WELLRUN_ADDRESS"] = f"http://{_ADDRESS}:{port}"
    try:
        with _clearinghouse_beside(made["seed"]), _gateways_beside(port):
            serve(port=port, address=_ADDRESS, workers=1, jobs=True)
    finally:
        # The next start goes on from here, so that nothing that was done lies in its future.
        demo_state().write_text(json.dumps(made | {"stands_at": now().isoformat()}, indent=2))


@contextmanager
def _clearinghouse_beside(seed: int) -> Iterator[None]:
    command = [sys.executable, "-m", "wellrun.cli", "clearinghouse", "--seed", str(seed)]
    process = subprocess.Popen(command, env=os.environ)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)


@contextmanager
def _gateways_beside(port: int) -> Iterator[None]:
    """A mail server and a text gateway that send nothing, and the practice connected to them."""
    from wellrun.cli.gateways import PASSWORD, USER

    mail_port = port + (20_000 if port < 45_000 else -20_000)
    text_port = mail_port + 1
    _connect_gateways(mail_port, text_port, USER, PASSWORD)
    command = [sys.executable, "-m", "wellrun.cli", "gateways", "--mail-port", str(mail_port)]
    command += ["--text-port", str(text_port), "--folder", str(demo_home() / "gateways")]
    process = subprocess.Popen(command, env=os.environ)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)


def _connect_gateways(mail_port: int, text_port: int, user: str, password: str) -> None:
    from django.db import connections, transaction

    from wellrun.platform.clock import now
    from wellrun.platform.database.identity import acting
    from wellrun.practice.organization.api import Unit, UnitKind, program_actor
    from wellrun.practice.outreach.api import Channel, Security, set_gateway

    with transaction.atomic():
        organization = Unit.objects.get(kind=UnitKind.ORGANIZATION)
        program = program_actor(organization_id=organization.id, name="demonstration", at=now())
    named = {"organization_id": organization.id, "by": program, "at": now()}
    with acting(program.identity()):
        set_gateway(
            channel=Channel.EMAIL,
            sender="office@prairie-oak.example",
            host=_ADDRESS,
            port=mail_port,
            security=Security.NONE,
            **named,
        )
        url = f"http://{_ADDRESS}:{text_port}/messages"
        set_gateway(
            channel=Channel.TEXT, sender="+13195550100", url=url, username=user, password=password, **named
        )
    # The server's workers open connections of their own.
    connections.close_all()


@app.command(hidden=True)
def clearinghouse(seed: int = typer.Option(7, help="The seed of the practice it serves.")) -> None:
    """Be the demonstration's clearinghouse: answer within seconds what its billers send, until stopped."""
    load_program(demo=True)
    from wellrun.platform.clock import now
    from wellrun.platform.database.home import home
    from wellrun.practice.exchange.api import fetch_new, send_queued
    from wellrun.simulation.clearinghouse import run_folder
    from wellrun.simulation.payers import HABITS

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    while True:
        send_queued(at=now())
        run_folder(home(), now(), seed=seed, payers=HABITS)
        if run_folder(home(), now() + _HURRY, seed=seed, payers=HABITS):
            fetch_new(at=now())
        time.sleep(_EVERY_SECONDS)
