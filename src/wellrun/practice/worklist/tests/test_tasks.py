"""Tasks: raised once, closed by their cause, seen by their section."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from wellrun.platform.access.api import NotFound
from wellrun.platform.access.matrix import Role
from wellrun.practice.organization.testing import NOW
from wellrun.practice.worklist import api as worklist


def raise_one(office, unit=None, role=Role.MEDICAL_SECRETARY, key="call:1"):
    return worklist.raise_task(
        kind="call back",
        key=key,
        title="Call back about a refill",
        role=role,
        unit_id=(unit or office.cardiology).id,
        due_at=NOW + timedelta(hours=2),
        organization_id=office.organization.id,
        at=NOW,
    )


def test_the_same_cause_raises_one_task_and_closes_it(office):
    assert [raise_one(office), raise_one(office)] == [True, False]
    ended = worklist.close_tasks(
        key="call:1", organization_id=office.organization.id, at=NOW, because="Called."
    )
    assert ended == 1
    assert raise_one(office) is True


def test_a_task_of_another_section_is_neither_seen_nor_finished(office):
    raise_one(office, office.family_south)
    task = worklist.open_tasks(by=office.program(), whose="all")[0]
    north = office.actor("north_desk")
    assert worklist.open_tasks(by=north) == []
    with pytest.raises(NotFound):
        worklist.finish_task(task_id=task.id, resolution="mine now", by=north, at=NOW)
    south = office.actor("south_desk")
    assert [seen.id for seen in worklist.open_tasks(by=south)] == [task.id]


def test_a_cause_in_one_section_closes_a_task_in_another(office):
    raise_one(office, office.organization, Role.BILLER)
    office.actor("north_desk")
    ended = worklist.close_tasks(
        key="call:1", organization_id=office.organization.id, at=NOW, because="Paid."
    )
    assert ended == 1


def test_finishing_can_be_undone_unless_the_work_came_back(office):
    raise_one(office)
    desk = office.actor("north_desk")
    task = worklist.open_tasks(by=desk)[0]
    worklist.finish_task(task_id=task.id, resolution="Called.", by=desk, at=NOW)
    worklist.reopen_task(task_id=task.id, by=desk, at=NOW)
    worklist.finish_task(task_id=task.id, resolution="Called.", by=desk, at=NOW)
    raise_one(office)
    with pytest.raises(Exception, match="raised again"):
        worklist.reopen_task(task_id=task.id, by=desk, at=NOW)


def test_tasks_of_every_section_follow_a_chart_into_its_compartment(office):
    patient = uuid.uuid4()
    for number, unit in enumerate((office.cardiology, office.family_south)):
        worklist.raise_task(
            kind="call back", key=f"call:{number}", title="Call back Ana Rivera: results",
            compartment="normal", patient_id=patient,
            role=Role.MEDICAL_SECRETARY, unit_id=unit.id, due_at=NOW + timedelta(hours=2),
            organization_id=office.organization.id, at=NOW,
        )  # fmt: skip
    assert len(worklist.open_tasks(by=office.actor("north_desk"))) == 1
    office.actor("provider")
    worklist.move_tasks(patient_id=patient, organization_id=office.organization.id, compartment="behavioral")
    for name in ("north_desk", "south_desk", "manager"):
        assert worklist.open_tasks(by=office.actor(name), whose="all") == []
    assert len(worklist.open_tasks(by=office.actor("provider"), whose="all")) == 1
