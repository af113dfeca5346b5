"""The x12 commands: what they print and the exit codes that scripts rely on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wellrun.cli.x12 import app
from wellrun.engines.x12 import write_835, write_837p
from wellrun.engines.x12.testing import make_batch, make_remittance


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "claims.837"
    path.write_bytes(write_837p(make_batch(3)))
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "payment.835"
    path.write_bytes(
        write_835(make_remittance(make_batch(2))).replace(b"CLP*C00000000*1*145*", b"CLP*C00000000*1*146*")
    )
    return path


def _run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "200"})


def test_a_clean_file_is_said_to_be_clean(clean: Path):
    result = _run("check", clean)
    assert result.exit_code == 0
    assert "clean" in result.stdout


def test_findings_are_told_with_place_and_sentence(clean: Path, broken: Path):
    result = _run("check", clean, broken)
    assert result.exit_code == 1
    assert "CLP04 (2100)" in result.stdout
    assert "$102.50" not in result.stdout
    assert "2 errors" in result.stdout


def test_findings_as_json_are_one_object_a_line(broken: Path):
    result = _run("check", "--format", "json", broken)
    assert result.exit_code == 1
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert {row["code"] for row in rows} == {"balance.claim", "balance.claim-charge"}
    assert {row["file"] for row in rows} == {str(broken)}
    assert all(row["segment_position"] > 0 for row in rows)


def test_what_cannot_be_read_is_exit_code_two(tmp_path: Path, clean: Path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear payer")
    assert _run("check", tmp_path / "absent.837").exit_code == 2
    assert _run("check", letter, clean).exit_code == 2
    assert _run("read", letter).exit_code == 2
    missing = _run("read", tmp_path / "absent.837")
    assert missing.exit_code == 2
    assert "absent.837" in missing.stderr


def test_reading_shows_loops_money_and_dates(broken: Path):
    result = _run("read", broken)
    assert result.exit_code == 0
    assert "835 005010X221A1" in result.stdout
    assert "2110 service line" in result.stdout
    assert "$146.00, $81.20, $20.30" in result.stdout
    assert "2026-11-02" in result.stdout


def test_a_big_file_shows_progress_on_the_error_stream(tmp_path: Path):
    big = tmp_path / "big.837"
    big.write_bytes(write_837p(make_batch(4_500), verify=False))
    result = _run("check", big)
    assert result.exit_code == 0
    assert "big.837" in result.stdout
