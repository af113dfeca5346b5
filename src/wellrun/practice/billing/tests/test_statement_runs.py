"""Statement runs: everybody chosen is asked once, whoever is killed or goes on with them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from wellrun.platform.access.api import NotFound
from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.database.address import APP_URL_VARIABLE, Address
from wellrun.platform.database.identity import acting
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.jobs import issue_statements, resume_statement_runs
from wellrun.practice.billing.models import RunState, StatementRun, StatementRunItem
from wellrun.practice.billing.queries.statement_runs import run_progress
from wellrun.practice.billing.testing import EVENING, charge, make_encounter
from wellrun.practice.organization.testing import open_small_office
from wellrun.practice.patients.testing import make_patient


@pytest.fixture
def committed_office(committed_db):
    with transaction.atomic():
        return open_small_office()


def owing(office, many):
    patients = [make_patient(office) for _ in range(many)]
    for one in patients:
        charge(office, make_encounter(office, patient_id=one.id))
    return patients


def begun(office, patients, name="biller"):
    return billing.begin_statement_run(
        patient_ids=[one.id for one in patients], by=office.actor(name), at=EVENING
    )


def arguments(office, run):
    return {"organization_id": str(office.organization.id), "run_id": str(run.id)}


def test_a_run_asks_everyone_once_and_says_whom_it_left_out(office):
    patients = owing(office, 3)
    billing.issue_statement(patient_id=patients[1].id, by=office.program(), at=EVENING)
    run = begun(office, [*patients, patients[0], make_patient(office)])
    assert run.total == 3
    with running(VirtualClock(EVENING)):
        assert issue_statements(**arguments(office, run)) == 3
        assert issue_statements(**arguments(office, run)) == 0
    office.program()
    found = run_progress(run.id)
    assert (found.sent, found.left_out, found.waiting, found.asked_cents) == (2, 1, 0, 25_000)
    assert found.run.finished_at == EVENING
    [left_out] = StatementRunItem.objects.filter(run=run, state=RunState.LEFT_OUT)
    assert left_out.account.patient_id == patients[1].id
    assert left_out.sentence.startswith("A statement was sent on June 3, 2026.")
    sent = billing.Statement.objects.exclude(number=1)
    assert {one.issued_by_id for one in sent} == {run.begun_by_id}
    assert sorted(one.number for one in sent) == [2, 3]


def test_only_billing_begins_a_run_and_with_somebody(office):
    [patient] = owing(office, 1)
    with pytest.raises(NotFound):
        begun(office, [patient], name="north_desk")
    with pytest.raises(billing.NothingChosen):
        begun(office, [])


def test_a_run_goes_on_when_its_beginner_may_no_longer(office):
    run = begun(office, owing(office, 1))
    office.program()
    type(office.users["biller"]).objects.filter(id=office.users["biller"].id).update(is_active=False)
    with running(VirtualClock(EVENING)):
        assert issue_statements(**arguments(office, run)) == 1
    office.program()
    assert billing.Statement.objects.get().issued_by_id is None


def test_an_account_that_cannot_be_printed_stops_nobody(office, monkeypatch):
    from wellrun.practice.billing.operations import issue_statement as module

    patients = owing(office, 2)
    run = begun(office, patients)
    typeset = module.statement_pdf

    def break_first(*, patient, **rest):
        if patient.id == patients[0].id:
            raise RuntimeError("no font")
        return typeset(patient=patient, **rest)

    monkeypatch.setattr(module, "statement_pdf", break_first)
    with running(VirtualClock(EVENING)):
        issue_statements(**arguments(office, run))
    office.program()
    found = run_progress(run.id)
    assert (found.sent, found.left_out) == (1, 1)
    assert "the log says why" in StatementRunItem.objects.get(run=run, state="left out").sentence


def test_a_run_that_lost_its_worker_is_gone_on_with(office):
    run = begun(office, owing(office, 2))
    with running(VirtualClock(EVENING + timedelta(minutes=1))):
        assert resume_statement_runs(timestamp=0) == 0
    with running(VirtualClock(EVENING + timedelta(minutes=3))):
        assert resume_statement_runs(timestamp=0) == 2
    office.program()
    assert StatementRun.objects.get(id=run.id).finished_at is not None


SCRIPT = """
import django
django.setup()
from datetime import datetime
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.billing.jobs import issue_statements
with running(VirtualClock(datetime.fromisoformat("{at}"))):
    issue_statements(organization_id="{organization}", run_id="{run}")
"""


def work_in_a_process(office, run, failpoint):
    address = Address.parse(os.environ[APP_URL_VARIABLE]).at(database=connection.settings_dict["NAME"])
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "wellrun.settings.testing",
        "WELLRUN_FAILPOINT": failpoint,
        APP_URL_VARIABLE: address.url(),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    script = SCRIPT.format(at=EVENING.isoformat(), organization=office.organization.id, run=run.id)
    return subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, timeout=120
    ).returncode


def statements_by_account(office):
    with transaction.atomic():
        identity = office.program().identity()
    with acting(identity):
        return sorted(billing.Statement.objects.values_list("number", "account_id"))


def test_killed_in_the_middle_then_restarted_asks_everyone_once(committed_office):
    office = committed_office
    with transaction.atomic():
        run = begun(office, owing(office, 3))
    assert work_in_a_process(office, run, "after_statement_2") == -signal.SIGKILL
    assert [number for number, _ in statements_by_account(office)] == [1]
    assert work_in_a_process(office, run, "") == 0
    found = statements_by_account(office)
    assert [number for number, _ in found] == [1, 2, 3]
    assert len({account for _, account in found}) == 3


def test_two_who_go_on_with_one_run_ask_everyone_once(committed_office):
    office = committed_office
    with transaction.atomic():
        run = begun(office, owing(office, 3))
    barrier = Barrier(2)

    def work():
        try:
            barrier.wait()
            return issue_statements(**arguments(office, run))
        finally:
            connections.close_all()

    with running(VirtualClock(EVENING)), ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(work), pool.submit(work)]:
            future.result()
    assert len({account for _, account in statements_by_account(office)}) == 3
    assert len(statements_by_account(office)) == 3
    assert not ProcrastinateJob.objects.filter(status="failed").exists()
