"""`wellrun found`: a new office can sign in, and from then on the program gives nobody access."""

from __future__ import annotations

import re

from django.test import Client
from typer.testing import CliRunner

from wellrun.cli.main import app

run = CliRunner().invoke
MANAGER = ["--given-name", "Ada", "--family-name", "Stone", "--username", "ada.stone"]


def test_the_first_manager_signs_in_and_is_the_last_whom_the_program_appoints(committed_db):
    outcome = run(app, ["found", "Elm Clinic", *MANAGER, "--zone", "America/Chicago"])
    assert outcome.exit_code == 0, outcome.output
    password = re.search(r"told only here: (\S+)", outcome.output)[1]
    browser = Client()
    browser.post("/account/login/", {"login": "ada.stone", "password": password})
    for page in (
        "/today/",
        "/people/",
        "/patients/",
        "/board/",
        "/work/",
        "/day/",
        "/appointments/calendar/",
    ):
        answer = browser.get(page)
        assert answer.status_code == 200, (page, answer.status_code, answer.headers.get("Location"))
    again = run(app, ["found", "elm clinic", *MANAGER])
    assert again.exit_code == 2
    assert "Somebody can sign in" in again.output


def test_another_name_is_refused_with_the_name_that_is_there(committed_db):
    from wellrun.practice.organization.api import Unit

    assert run(app, ["found", "Elm Clinic", *MANAGER]).exit_code == 0
    outcome = run(app, ["found", "Oak Clinic", *MANAGER])
    assert outcome.exit_code == 2
    assert "Elm Clinic" in outcome.output
    assert Unit.objects.count() == 1


def test_a_zone_that_is_none_founds_nothing(committed_db):
    from wellrun.practice.organization.api import Unit

    assert run(app, ["found", "Elm Clinic", *MANAGER, "--zone", "Mars/Olympus"]).exit_code == 2
    assert not Unit.objects.exists()
