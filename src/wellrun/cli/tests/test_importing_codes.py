"""`wellrun import taxonomy` and `wellrun import modifiers`: what is loaded, what is refused, what is printed."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from wellrun.cli.main import app

run = CliRunner().invoke


def test_the_taxonomy_is_loaded_and_loaded_again(committed_db, tmp_path):
    file = tmp_path / "nucc_taxonomy_261.csv"
    # As a Windows spreadsheet saves it.
    file.write_bytes("Code,Classification\n101YA0400X,Médecin\n207Q00000X,B\n".encode("cp1252"))
    outcome = run(app, ["import", "taxonomy", str(file)])
    assert outcome.exit_code == 0, outcome.output
    assert "2 codes, 2 of them new, 0 ended" in outcome.output
    assert "2 codes, 0 of them new" in run(app, ["import", "taxonomy", str(file)]).output


def test_modifiers_are_loaded_from_the_spreadsheet(committed_db, tmp_path):
    file = tmp_path / "HCPC2026_JUL_ANWEB.csv"
    file.write_text("HCPC,SEQNUM,RECID,ADD DT,TERM DT\nA0021,100,3,,\nLT,100,7,19900101,\n")
    outcome = run(app, ["import", "modifiers", str(file)])
    assert outcome.exit_code == 0, outcome.output
    assert "1 codes" not in outcome.output
    assert "1 code, 1 of them new" in outcome.output


@pytest.mark.parametrize("what", ["taxonomy", "modifiers"])
def test_another_file_answers_two_and_loads_nothing(committed_db, tmp_path, what):
    from wellrun.practice.billing.models import ReferenceCode

    file = tmp_path / "letter.txt"
    file.write_text("Dear all,\n")
    assert run(app, ["import", what, str(file)]).exit_code == 2
    assert run(app, ["import", what, str(tmp_path / "missing.csv")]).exit_code == 2
    assert not ReferenceCode.objects.exists()
