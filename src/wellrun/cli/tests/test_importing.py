"""`wellrun import synthea`: what it prints, writes and answers."""

from __future__ import annotations

import csv
import json

import pytest
from typer.testing import CliRunner

from wellrun.cli.main import app
from wellrun.practice.interop.tests.folders import small_export, write_export

run = CliRunner().invoke


@pytest.fixture
def folder(tmp_path):
    return write_export(tmp_path / "export", small_export())


def test_it_prints_the_counts_and_writes_the_sentences(committed_db, folder, tmp_path):
    outcome = run(app, ["import", "synthea", str(folder), "--report", str(tmp_path / "report.csv")])
    assert outcome.exit_code == 0, outcome.output
    assert "19 rows read, 19 accounted for" in outcome.output
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    [reported] = [row for row in rows if row["what"] == "reported"]
    assert (reported["file"], reported["line"]) == ("payers.csv", "4")
    assert "pay alone" in reported["sentence"]
    again = run(app, ["import", "synthea", str(folder), "--report", str(tmp_path / "report.json")])
    assert again.exit_code == 0, again.output
    assert [row["file"] for row in json.loads((tmp_path / "report.json").read_text())] == ["payers.csv"]


def test_a_dry_run_leaves_no_organization_behind(committed_db, folder):
    from wellrun.practice.organization.api import Unit

    outcome = run(app, ["import", "synthea", str(folder), "--dry-run"])
    assert outcome.exit_code == 0, outcome.output
    assert "nothing was kept" in outcome.output
    assert not Unit.objects.exists()


def test_an_unreadable_folder_answers_two_and_brings_in_nothing(committed_db, folder):
    from wellrun.practice.organization.api import Unit

    (folder / "claims.csv").unlink()
    outcome = run(app, ["import", "synthea", str(folder)])
    assert outcome.exit_code == 2
    assert not Unit.objects.exists()


def test_an_organization_that_is_not_there(committed_db, folder):
    assert run(app, ["import", "synthea", str(folder), "--organization", "Nowhere"]).exit_code == 2


@pytest.mark.parametrize("option", [["--zone", "Mars/Olympus"], ["--report", "report.doc"]])
def test_options_that_cannot_be(folder, option):
    assert run(app, ["import", "synthea", str(folder), *option]).exit_code == 2
