"""Taking back against sending, many at once, ten thousand, and a sender that dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellrun.platform.database.address import APP_URL_VARIABLE, Address
from wellrun.platform.failpoints import VARIABLE
from wellrun.platform.testing.gateways import StandInMail, StandInText
from wellrun.practice.organization.testing import NOW
from wellrun.practice.outreach.api import AlreadyGone, NoticeState, send_due, withdraw_notice
from wellrun.practice.outreach.models import Notice
from wellrun.practice.outreach.operations.claim import BATCH, LEASE
from wellrun.practice.outreach.queries import verification
from wellrun.practice.outreach.testing import make_texter
from wellrun.practice.patients.testing import make_patient

from .sending import DUE, Committed, tell


def told(world, count):
    with world.acting():
        patients = [make_patient(world.office, email=f"p{number}@example.com") for number in range(count)]
        return [tell(world.office, patient, key=str(number)) for number, patient in enumerate(patients)]


def together(*works):
    def run(work):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(run, work) for work in works]]


def test_taken_back_or_sent_but_never_both(committed_db):
    with StandInMail() as mail:
        world = Committed(mail)
        notices = told(world, 24)

        def take_back():
            taken = set()
            for notice in notices:
                try:
                    with world.acting():
                        withdraw_notice(notice_id=notice.id, by=world.actor, at=DUE)
                    taken.add(notice.id)
                except AlreadyGone:
                    pass
            return taken

        def send_some():
            return sum(
                send_due(organization_id=world.office.organization.id, at=DUE, most=2) for _ in range(14)
            )

        taken, *_ = together(take_back, send_some, send_some)
        left = {identity.strip("<>").partition("@")[0] for identity in mail.ids}
        assert len(left) == len(mail.ids)
        assert left | {str(each) for each in taken} == {str(notice.id) for notice in notices}
        assert not left & {str(each) for each in taken}
        with world.acting():
            assert verification.taken_back_never_left() == verification.nothing_left_early() == []


def test_four_senders_at_once_send_each_message_once(committed_db):
    with StandInMail() as mail:
        world = Committed(mail)
        told(world, 60)
        send = lambda: send_due(organization_id=world.office.organization.id, at=DUE)  # noqa: E731
        assert sum(together(send, send, send, send)) == 60
        assert len(set(mail.ids)) == len(mail.ids) == 60


def test_ten_thousand_leave_in_bounded_batches_and_bounded_statements(committed_db):
    with StandInText() as text:
        world = Committed(text=text)
        with world.acting():
            one = tell(world.office, make_texter(world.office))
            with connection.cursor() as cursor:
                columns = [
                    field.column
                    for field in Notice._meta.concrete_fields
                    if field.column not in ("id", "key")
                ]
                names = ", ".join(f'"{each}"' for each in columns)
                cursor.execute(
                    f"insert into outreach_notice (id, key, {names}) select gen_random_uuid(), 'many' || n, {names}"  # noqa: S608
                    " from outreach_notice, generate_series(1, 9999) n where id = %s", [one.id])  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            left = send_due(organization_id=world.office.organization.id, at=DUE)
        assert left == len(text.texts) == 10_000
        batches = 10_000 // BATCH
        assert len(asked) < 20 * batches + 40, len(asked) / batches


DYING = """
import django
django.setup()
from datetime import datetime
from wellrun.practice.outreach.api import send_due
import uuid
send_due(organization_id=uuid.UUID("{organization}"), at=datetime.fromisoformat("{at}"))
"""


@pytest.mark.parametrize("forgetful", [False, True])
def test_a_sender_that_dies_before_marking_repeats_one_batch_under_the_same_keys(committed_db, forgetful):
    with StandInText() as text:
        text.forgets_keys = forgetful
        world = Committed(text=text)
        with world.acting():
            patients = [make_texter(world.office) for _ in range(3)]
            for number, patient in enumerate(patients):
                tell(world.office, patient, key=str(number))
        code = DYING.format(organization=world.office.organization.id, at=DUE.isoformat())
        address = Address.parse(os.environ[APP_URL_VARIABLE]).at(database=connection.settings_dict["NAME"])
        environment = os.environ | {VARIABLE: "notices_handed_over", APP_URL_VARIABLE: address.url()}
        environment |= {
            "DJANGO_SETTINGS_MODULE": "wellrun.settings.testing",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        ended = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, timeout=120
        )
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        assert len(text.texts) == 3
        organization = world.office.organization.id
        assert send_due(organization_id=organization, at=DUE + timedelta(minutes=1)) == 0
        assert send_due(organization_id=organization, at=DUE + LEASE) == 3
        # A gateway that knows the key has it once; one that does not has this one batch twice, and never thrice.
        assert len(text.texts) == (6 if forgetful else 3)
        assert send_due(organization_id=organization, at=NOW + timedelta(hours=1)) == 0
        with world.acting():
            assert {row.state for row in Notice.objects.all()} == {NoticeState.SENT}
