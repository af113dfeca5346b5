"""`wellrun run`, `worker`, `migrate`: the program as a service."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from wellrun.cli.program import bring_up_to_date, load_program, notes, require_up_to_date, stop

app = typer.Typer()


@app.command()
def run(
    port: int = typer.Option(8000, min=1, max=65535, help="Where to listen on this machine."),
    address: str = typer.Option("127.0.0.1", help="Which address to listen on."),
    workers: int = typer.Option(2, min=1, max=64, help="Web processes."),
    demo: bool = typer.Option(False, "--demo", help="Serve the demo practice."),
    jobs: bool = typer.Option(True, help="Also do the background jobs; otherwise start `wellrun worker`."),
) -> None:
    """Serve Wellrun: database, web processes and background jobs, until you press Ctrl-C."""
    load_program(demo=demo)
    refuse_taken_port(address, port)
    bring_up_to_date()
    _say_when_nobody_can_sign_in()
    serve(port=port, address=address, workers=workers, jobs=jobs)


def serve(*, port: int, address: str, workers: int, jobs: bool) -> None:
    """Serve until signaled. The database must be prepared and up to date."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "wellrun.settings.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_level=LogLevels.warning,
        websockets=False,
    )
    with _worker_beside() if jobs else _nothing():
        notes.print(f"Wellrun is at [bold]http://{address}:{port}/[/]  (Ctrl-C stops it)")
        server.serve()


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _worker_beside() -> Iterator[None]:
    """A worker in a process of its own, stopped with us."""
    process = subprocess.Popen([sys.executable, "-m", "wellrun.cli", "worker"], env=os.environ)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


@app.command()
def worker(concurrency: int = typer.Option(2, min=1, max=32, help="Jobs at a time.")) -> None:
    """Do background jobs and seal the audit each second, until stopped. Start as many as you need."""
    load_program()
    require_up_to_date()
    from wellrun.platform.jobs.api import run_worker

    run_worker(concurrency=concurrency)


@app.command()
def migrate() -> None:
    """Bring the database up to date: tables, grants, row-level security, audit triggers."""
    load_program()
    bring_up_to_date()


def _say_when_nobody_can_sign_in() -> None:
    from wellrun.practice.organization.api import User

    if not User.objects.exists():
        notes.print("Nobody can sign in yet: `wellrun found NAME` gives a new office its first sign-in.")


def refuse_taken_port(address: str, port: int) -> None:
    """End the command where another program listens already; the server itself would share the port with it."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as fault:
            stop(
                f"Wellrun cannot listen at {address}, port {port}: {fault.strerror or fault}."
                " Choose another with --port."
            )


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, hidden=True)
def manage(context: typer.Context) -> None:
    """Run one of Django's own management commands, for developers."""
    load_program()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["wellrun manage", *context.args])
