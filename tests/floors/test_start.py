"""Starting the program: it refuses, with a sentence, to run where its promises would be void."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from wellrun.platform.database.address import OWNER_ROLE, OWNER_URL_VARIABLE, Address


def start(url: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != OWNER_URL_VARIABLE}
    environment |= {
        "WELLRUN_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "wellrun.settings.base",
        "COLUMNS": "400",
    }
    command = [sys.executable, "-m", "wellrun.cli", "run", "--no-jobs", "--port", "1"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(("role", "why"), [("postgres", "is a superuser"), (OWNER_ROLE, "owns the tables")])
def test_refuses_a_role_that_row_level_security_cannot_hold(committed_db, role, why):
    admin = Address.parse(os.environ["WELLRUN_TEST_ADMIN_URL"])
    outcome = start(admin.at(database=committed_db, user=role).url())
    assert outcome.returncode == 2
    assert why in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_says_when_the_database_is_not_there():
    outcome = start("postgresql://wellrun_app@127.0.0.1:1/wellrun")
    assert outcome.returncode == 2
    assert "cannot be reached" in outcome.stderr
