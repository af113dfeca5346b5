"""Late tasks climb: to the section's assistant manager, then to the office manager, by a rule that the page says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.models import AuditEvent
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.worklist import api as worklist
from wellrun.practice.worklist.api import Priority, Task
from wellrun.practice.worklist.jobs import climb

DUE = NOW + timedelta(hours=2)


def raise_one(office, *, unit=None, role=Role.MEDICAL_SECRETARY, priority=Priority.HIGH):
    unit_id, organization_id = (unit or office.cardiology).id, office.organization.id
    worklist.raise_task(kind="call back", key="call:1", title="Call back", role=role, unit_id=unit_id, due_at=DUE,
                        organization_id=organization_id, at=NOW, priority=priority)  # fmt: skip
    return Task.objects.get()


def climb_at(office, at):
    return worklist.climb_tasks(by=office.program(), at=at)


def has(office, name):
    return bool(worklist.open_tasks(by=office.actor(name), whose="mine"))


def test_a_late_task_is_the_assistant_managers_and_then_the_office_managers_too(office):
    raise_one(office)
    assert climb_at(office, DUE + timedelta(hours=3, minutes=59)) == 0
    assert not has(office, "cardio_lead")
    assert climb_at(office, DUE + timedelta(hours=4)) == 1
    assert climb_at(office, DUE + timedelta(hours=4)) == 0
    assert has(office, "cardio_lead")
    assert has(office, "north_desk")
    assert not has(office, "manager")
    assert climb_at(office, DUE + timedelta(hours=8)) == 1
    assert has(office, "manager")
    assert climb_at(office, DUE + timedelta(days=9)) == 0


@pytest.mark.parametrize(
    ("priority", "hours"), [(Priority.URGENT, 1), (Priority.NORMAL, 24), (Priority.LOW, 72)]
)
def test_the_more_pressing_the_sooner(office, priority, hours):
    raise_one(office, priority=priority)
    assert climb_at(office, DUE + timedelta(hours=hours, minutes=-1)) == 0
    assert climb_at(office, DUE + timedelta(hours=hours)) == 1


def test_where_no_assistant_manager_is_the_office_manager_is_next(office):
    raise_one(office, unit=office.family_south)
    climb_at(office, DUE + timedelta(hours=4))
    assert Task.objects.get().escalated_to == Role.OFFICE_MANAGER


def test_the_office_managers_own_task_climbs_no_further(office):
    raise_one(office, role=Role.OFFICE_MANAGER)
    assert climb_at(office, DUE + timedelta(days=30)) == 0


def test_what_is_done_or_put_off_does_not_climb(office):
    task = raise_one(office)
    climb_at(office, DUE + timedelta(hours=4))
    later = DUE + timedelta(days=1)
    worklist.postpone_task(task_id=task.id, due_at=later, by=office.actor("cardio_lead"), at=DUE)
    assert not has(office, "cardio_lead")
    assert climb_at(office, later) == 0
    worklist.finish_task(task_id=task.id, resolution="called", by=office.actor("north_desk"), at=later)
    assert climb_at(office, later + timedelta(days=9)) == 0


def test_climbing_is_in_the_audit(office):
    task = raise_one(office)
    climb_at(office, DUE + timedelta(hours=4))
    office.actor("auditor")
    event = AuditEvent.objects.get(act="task.escalated")
    assert (event.subject_id, event.detail) == (str(task.id), {"to": "assistant manager"})


def test_the_page_says_the_rule_and_where_the_task_is(office, client):
    task = raise_one(office)
    climb_at(office, DUE + timedelta(hours=4))
    client.force_login(office.users["cardio_lead"])
    with running(VirtualClock(DUE + timedelta(hours=5))):
        page = client.get(reverse("worklist:task", args=[task.id])).text
        rows = client.get(reverse("worklist:tasks")).text
    assert "With the assistant manager" in page
    assert "Once late by 4 hours" in page
    assert "With the assistant manager" in rows


def test_the_job_lets_tasks_climb_by_the_clock(committed_db):
    with transaction.atomic():
        office = open_small_office()
        office.program()
        raise_one(office)
    with running(VirtualClock(DUE + timedelta(hours=4))):
        assert climb(0) == 1
        assert climb(0) == 0
