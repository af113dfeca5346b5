"""An import that is killed goes on where it was, and two at once bring in each row once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from wellrun.platform.clock import now
from wellrun.platform.database.address import APP_URL_VARIABLE, OWNER_URL_VARIABLE, Address
from wellrun.platform.database.identity import acting
from wellrun.platform.verification import checks
from wellrun.practice.interop.api import ImportedRow, choose_organization, import_synthea, read_folder
from wellrun.practice.interop.tests.folders import PATIENT, small_export, write_export
from wellrun.practice.organization.api import Unit, program_actor

SOURCE = Path(__file__).resolve().parents[4]
PATIENTS = 12
#: Imports the folder and stops for good after as many rows as told: a blow from outside, in the middle of a patient.
IMPORTER = """
import os, signal, sys, pathlib
import django
django.setup()
from wellrun.platform.clock import now
from wellrun.practice.interop.api import choose_organization, import_synthea, read_folder
from wellrun.practice.organization.api import program_actor
left = int(sys.argv[2])
def settled(table):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
unit = choose_organization(zone="America/New_York")
by = program_actor(organization_id=unit.id, name="import", at=now())
total = import_synthea(folder=read_folder(pathlib.Path(sys.argv[1])), by=by, at=now(), on_settled=settled).total()
print(total.imported + total.merged)
"""


def many_patients():
    """The small export with the same patient many times over, each with ids of their own."""
    rows = small_export()
    for number in range(2, PATIENTS + 1):
        text = {name: str(uuid4()) for name in ("patient", "visit", "claim")}
        for table, first in small_export().items():
            if table in ("payers", "organizations", "providers"):
                continue
            rows[table] += [_renamed(row, text, number) for row in first]
    return rows


def _renamed(row, names, number):
    visit, claim = small_export()["encounters"][0]["Id"], small_export()["claims"][0]["Id"]
    new = {PATIENT: names["patient"], visit: names["visit"], claim: names["claim"]}
    changed = {column: new.get(value, value) for column, value in row.items()}
    if "ID" in changed:
        changed["ID"] = str(uuid4())
    if "FIRST" in changed:
        changed |= {"FIRST": f"Nora{number}", "SSN": "", "BIRTHDATE": f"19{40 + number}-05-06"}
    return changed


@pytest.fixture
def start(committed_db, tmp_path):
    """Start an import of many patients in a process of its own, on a database in which things really commit."""
    write_export(tmp_path / "export", many_patients())
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "wellrun.settings.testing",
        "PYTHONPATH": str(SOURCE),
    }
    for variable in (APP_URL_VARIABLE, OWNER_URL_VARIABLE):
        environment[variable] = Address.parse(os.environ[variable]).at(database=committed_db).url()

    def run(kill_after: int = 0) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", IMPORTER, str(tmp_path / "export"), str(kill_after)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    run.folder = tmp_path / "export"
    return run


def finished(process) -> int:
    """How many rows a process says it brought in."""
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return int(said)


def breaches_and_counts():
    unit = choose_organization(zone="America/New_York")
    actor = program_actor(organization_id=unit.id, name="tests", at=now())
    with acting(actor.identity()):
        counts: dict[str, int] = {}
        for kind in ImportedRow.objects.values_list("target_type", flat=True):
            counts[kind] = counts.get(kind, 0) + 1
        return [breach for check in checks() for breach in check.run()], counts


def test_a_killed_import_goes_on_where_it_was(start):
    killed = start(kill_after=100)
    killed.communicate(timeout=120)
    assert killed.returncode == -signal.SIGKILL
    breaches, counts = breaches_and_counts()
    assert breaches == []
    assert 0 < counts["patient"] < PATIENTS
    assert counts["past transaction"] == 4 * counts["patient"]
    unit = choose_organization(zone="America/New_York")
    by = program_actor(organization_id=unit.id, name="tests", at=now())
    accounts = import_synthea(folder=read_folder(start.folder), by=by, at=now())
    assert accounts.counts["patients"].already == counts["patient"]
    breaches, counts = breaches_and_counts()
    assert breaches == []
    assert counts["patient"] == PATIENTS
    assert counts["past transaction"] == 4 * PATIENTS


def test_two_at_once_bring_in_each_row_once(start):
    both = [start(), start()]
    brought = sum(finished(process) for process in both)
    rows = sum(len(rows) for rows in read_folder(start.folder).rows.values())
    # Who pays alone has no payer: one row is reported, all others come in, once.
    assert brought == rows - 1
    assert Unit.objects.count() == 1
    breaches, counts = breaches_and_counts()
    assert breaches == []
    assert counts["patient"] == PATIENTS
    assert sum(counts.values()) == rows - 1
