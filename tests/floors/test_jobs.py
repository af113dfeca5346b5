"""Jobs: staged with their cause, done once, by whoever works."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from wellrun.platform.access.models import Submission
from wellrun.platform.clock import VirtualClock, now, running
from wellrun.platform.database.ids import new_id
from wellrun.practice.organization.jobs import tidy_sign_ins
from wellrun.practice.organization.testing import NOW


def work_until_done() -> None:
    async def work() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
            async with worker_app.open_async():
                await worker_app.run_worker_async(
                    wait=False, install_signal_handlers=False, listen_notify=False
                )

    asyncio.run(work())


def test_a_job_whose_cause_was_undone_is_never_staged(committed_db):
    with pytest.raises(RuntimeError), transaction.atomic():
        tidy_sign_ins.defer(timestamp=0)
        raise RuntimeError
    assert ProcrastinateJob.objects.count() == 0


def test_a_staged_job_is_done_by_a_worker(committed_db):
    old = Submission.objects.create(key=new_id(), user_id=new_id(), received_at=now() - timedelta(days=3))
    fresh = Submission.objects.create(key=new_id(), user_id=new_id(), received_at=now())
    with transaction.atomic():
        tidy_sign_ins.defer(timestamp=0)
    connection.close()
    work_until_done()
    staged = ProcrastinateJob.objects.filter(task_name="organization.tidy_sign_ins", args={"timestamp": 0})
    assert [job.status for job in staged] == ["succeeded"]
    # The worker stages one of its own when the hour for it falls into the test.
    mine = ProcrastinateJob.objects.filter(task_name=tidy_sign_ins.name)
    assert {job.status for job in mine} == {"succeeded"}
    assert list(Submission.objects.values_list("key", flat=True)) == [fresh.key] != [old.key]


def test_tidying_twice_changes_nothing_more(db):
    with running(VirtualClock(NOW)):
        Submission.objects.create(key=new_id(), user_id=new_id(), received_at=NOW - timedelta(days=3))
        for _ in range(2):
            tidy_sign_ins(timestamp=0)
            assert Submission.objects.count() == 0
