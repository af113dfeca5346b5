"""The worklist's pages over HTTP: what is seen, what may be done, and the way back from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from wellrun.platform.access.matrix import Role
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.worklist import api as worklist
from wellrun.practice.worklist.models import Task

LIST = "/work/"


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


def raise_one(office, unit=None, *, key="call:1", title="Call back about a refill", role=Role.MEDICAL_SECRETARY,
              due=timedelta(hours=2), kind="call back", path=""):  # fmt: skip
    office.program()
    worklist.raise_task(kind=kind, key=key, title=title, role=role, unit_id=(unit or office.cardiology).id,
                        due_at=NOW + due, organization_id=office.organization.id, path=path, at=NOW)  # fmt: skip
    return Task.objects.get(key=key, state="open")


@pytest.fixture
def north(office, client):
    client.force_login(office.users["north_desk"])
    return client


def titles(response):
    return [row.task.title for row in response.context["rows"]]


def test_late_tasks_come_first_and_kinds_are_counted(office, north):
    raise_one(office, key="a", title="Later today")
    raise_one(office, key="b", title="Yesterday's", due=timedelta(days=-1), kind="unsigned document")
    page = north.get(LIST)
    assert titles(page) == ["Yesterday's", "Later today"]
    assert "1 late" in page.text
    assert titles(north.get(LIST, {"kind": "call back"})) == ["Later today"]


def test_a_row_opens_the_page_where_the_work_is_done(office, north):
    raise_one(office, path="/claims/17/")
    assert 'href="/claims/17/"' in north.get(LIST).text


def test_tasks_of_another_site_are_neither_listed_nor_opened(office, north):
    task = raise_one(office, office.family_south)
    assert titles(north.get(LIST, {"whose": "all"})) == []
    assert north.get(reverse("worklist:task", args=[task.id])).status_code == 404
    answer = north.post(reverse("worklist:resolution", args=[task.id]), {"resolution": "Mine now."})
    assert answer.status_code == 404
    office.program()
    assert Task.objects.get(id=task.id).state == "open"


def test_taking_and_giving_back(office, north):
    task = raise_one(office, role=Role.BILLER)
    assert titles(north.get(LIST)) == []
    north.post(reverse("worklist:assignment", args=[task.id]), {"take": "yes"})
    page = north.get(LIST)
    assert titles(page) == [task.title]
    undo = reverse("worklist:assignment-undo", args=[task.id])
    assert undo in page.text
    north.post(f"{undo}?person=")
    assert titles(north.get(LIST)) == []


def test_a_task_is_given_only_to_somebody_who_works_there(office, north):
    task = raise_one(office)
    lead, south = (str(office.users[name].person_id) for name in ("cardio_lead", "south_desk"))
    url = reverse("worklist:assignment", args=[task.id])
    assert north.post(url, {"person_id": south}).status_code == 422
    assert north.post(url, {"person_id": lead}).status_code == 302
    office.program()
    assert str(Task.objects.get(id=task.id).person_id) == lead


def test_postponing_and_its_undo(office, north):
    task = raise_one(office, due=timedelta(hours=-3))
    url = reverse("worklist:due", args=[task.id])
    assert north.post(url, {"wait": "day", "day": "2026-06-01"}).status_code == 422
    assert north.post(url, {"wait": "1"}).status_code == 302
    office.program()
    # Eight in the morning of June 3 in Chicago.
    assert Task.objects.get(id=task.id).due_at.isoformat() == "2026-06-03T13:00:00+00:00"
    north.post(f"{reverse('worklist:due-undo', args=[task.id])}?due=2026-06-02T11:00:00%2B00:00")
    office.program()
    assert Task.objects.get(id=task.id).due_at == NOW - timedelta(hours=3)


def test_finishing_needs_a_note_and_can_be_undone(office, north):
    task = raise_one(office)
    url = reverse("worklist:resolution", args=[task.id])
    refused = north.post(url, {"resolution": ""})
    assert refused.status_code == 422
    assert "Fill in" in refused.text
    north.post(url, {"resolution": "Called, refill is ready."})
    assert titles(north.get(LIST)) == []
    north.post(reverse("worklist:resolution-undo", args=[task.id]))
    assert titles(north.get(LIST)) == [task.title]


def test_the_same_form_sent_twice_finishes_once(office, north):
    task = raise_one(office)
    form = {"resolution": "Called.", "submission": "0191b7a2-0000-7000-8000-000000000001"}
    url = reverse("worklist:resolution", args=[task.id])
    assert [north.post(url, form).status_code for _ in range(2)] == [302, 302]


def test_the_window_is_the_inside_of_the_page(office, north):
    task = raise_one(office)
    url = reverse("worklist:task", args=[task.id])
    window = north.get(url, headers={"HX-Request": "true"})
    assert "<html" not in window.text
    assert "What was done" in window.text
    assert "<html" in north.get(url).text


def test_an_empty_list_says_what_to_do(office, north):
    assert "Show all tasks" in north.get(LIST).text


def test_the_auditor_has_no_worklist(office, client):
    client.force_login(office.users["auditor"])
    assert client.get(LIST).status_code == 404


def test_the_list_asks_the_database_a_bounded_number_of_times(office, north, django_assert_max_num_queries):
    for number in range(12):
        raise_one(office, key=f"k{number}", kind=f"kind {number % 4}")
    north.get(LIST)
    with django_assert_max_num_queries(12):
        north.get(LIST)
