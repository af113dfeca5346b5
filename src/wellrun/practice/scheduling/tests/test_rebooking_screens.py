"""Absences and plans over HTTP: from a sick call to moved visits, and from a task to the plan."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.models import Absence, Appointment, PlannedMove, RebookingPlan
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours
from wellrun.practice.workforce.testing import make_provider

HALF = timedelta(minutes=30)
MOST_QUERIES = 14
THE_DOORS = ("django_session", "organization_user", "organization_membership", "set_config", "SAVEPOINT")


@pytest.fixture(autouse=True)
def clock():
    virtual = VirtualClock(NOW)
    with running(virtual):
        yield virtual


@pytest.fixture
def clinic(office):
    made = Clinic(office, device_kind="", room_kind="")
    other = make_provider(office, family_name="Reyes")
    make_hours(office, provider_id=other.id)
    made.visits = [made.book(NINE + n * HALF, patient_id=make_patient(office).id) for n in range(3)]
    return made


@pytest.fixture
def lead(office, client):
    client.force_login(office.users["cardio_lead"])
    return client


def take_out(lead, clinic, **fields):
    fields = {
        "provider": clinic.provider.id,
        "kind": "sick",
        "first_on": "2026-06-03",
        "last_on": "2026-06-03",
    } | fields
    return lead.post(reverse("scheduling:absences"), fields)


def proposed(lead, clinic):
    take_out(lead, clinic)
    clinic.office.program()
    absence = Absence.objects.get()
    lead.post(reverse("scheduling:plans"), {"cause": "absence", "id": absence.id})
    clinic.office.program()
    return RebookingPlan.objects.get()


def test_an_empty_page_says_what_to_do(clinic, lead):
    page = lead.get(reverse("scheduling:absences"))
    assert "Nobody is away" in page.text
    assert f'value="{clinic.provider.id}"' in page.text


def test_a_sick_call_lists_its_visits_and_leads_to_a_plan(clinic, lead):
    answer = take_out(lead, clinic)
    page = lead.get(answer["Location"])
    assert "3 booked visits" in page.text
    assert "Propose a plan" in page.text
    assert page.text.count("Follow-up") == 3
    listed = lead.get(reverse("scheduling:absences"))
    assert re.search(r'<td class="number">3</td>', listed.text)
    fragment = lead.get(answer["Location"], headers={"HX-Request": "true"})
    assert "3 booked visits" in fragment.text
    assert "<html" not in fragment.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"last_on": "2026-06-01"}, "Say until when"),
        ({"first_on": "2026-06-02", "last_on": "2026-06-02", "until": "08:00"}, "Say until when"),
        ({"provider": ""}, "Choose "),
        ({"last_on": "2027-03-14", "until": "02:30"}, "the clocks go forward"),
    ],
)
def test_a_wrong_range_is_refused_beside_its_field(clinic, lead, fields, sentence):
    page = take_out(lead, clinic, **fields)
    assert page.status_code == 422
    assert sentence in page.text


def test_whole_days_are_said_as_days(clinic, lead):
    address = take_out(lead, clinic, first_on="2026-06-03", last_on="2026-06-04")["Location"]
    assert "Jun 3, 2026 to Jun 4, 2026, all day" in lead.get(address).text


def test_an_absence_is_longer_shorter_and_over(clinic, lead):
    address = take_out(lead, clinic)["Location"]
    later = lead.post(address, {"last_on": "2026-06-05", "version": "1"})
    assert later.status_code == 302
    stale = lead.post(address, {"last_on": "2026-06-06", "version": "1"})
    assert (stale.status_code, "Somebody changed this" in stale.text) == (422, True)
    clinic.office.program()
    absence = Absence.objects.get()
    assert absence.ends_at.isoformat() == "2026-06-06T05:00:00+00:00"
    lead.post(reverse("scheduling:absence_end", args=[absence.id]))
    assert "This absence is over" in lead.get(address).text
    assert "Nobody is away" in lead.get(reverse("scheduling:absences")).text


def test_the_plan_says_old_new_and_why_and_moves_on_a_press(clinic, lead):
    plan = proposed(lead, clinic)
    address = reverse("scheduling:plan", args=[plan.id])
    page = lead.get(address)
    assert "3 visits: 0 moved, 3 to decide" in page.text
    assert "No better plan exists among the times considered." in page.text
    assert "same provider" in page.text
    clinic.office.program()
    first = PlannedMove.objects.order_by("from_starts_at").first()
    answer = lead.post(reverse("scheduling:move_acceptance", args=[first.id]))
    assert answer["Location"] == f"{address}#move-{first.id}"
    page = lead.get(address)
    assert "1 moved, 2 to decide" in page.text
    assert reverse("scheduling:move_return", args=[first.id]) in page.text
    lead.post(reverse("scheduling:move_return", args=[first.id]))
    assert "0 moved, 3 to decide" in lead.get(address).text
    lead.post(reverse("scheduling:move_declining", args=[first.id]))
    lead.post(reverse("scheduling:plan_acceptance", args=[plan.id]))
    page = lead.get(address)
    assert "2 visits moved." in page.text
    lead.post(reverse("scheduling:plan_again", args=[plan.id]))
    lead.post(reverse("scheduling:plan_acceptance", args=[plan.id]))
    lead.post(reverse("scheduling:plan_closing", args=[plan.id]))
    page = lead.get(address)
    assert "This plan is closed" in page.text
    assert "3 moved, 0 to decide" in page.text
    clinic.office.program()
    assert not Appointment.objects.filter(starts_at__lt=NINE + 12 * HALF).exists()


def test_the_task_leads_to_the_plan_or_to_the_way_there(clinic, lead):
    take_out(lead, clinic)
    visit = clinic.visits[0]
    address = reverse("scheduling:rebooking", args=[visit.id])
    page = lead.get(address)
    assert "3 visits have to be moved, this one among them." in page.text
    named = r'name="cause" value="(\w+)"><input type="hidden" name="id" value="([^"]+)"'
    cause, which = re.search(named, page.text).groups()
    plan_url = lead.post(reverse("scheduling:plans"), {"cause": cause, "id": which})["Location"]
    assert lead.get(address)["Location"] == plan_url
    assert lead.post(reverse("scheduling:plans"), {"cause": cause, "id": which})["Location"] == plan_url


def test_another_site_sees_neither_absence_nor_plan(clinic, lead, office):
    plan = proposed(lead, clinic)
    office.program()
    absence = Absence.objects.get()
    move = PlannedMove.objects.first()
    lead.force_login(office.users["south_desk"])
    assert lead.get(reverse("scheduling:absence", args=[absence.id])).status_code == 404
    assert lead.get(reverse("scheduling:plan", args=[plan.id])).status_code == 404
    assert lead.post(reverse("scheduling:move_acceptance", args=[move.id])).status_code == 404
    assert lead.post(reverse("scheduling:plan_acceptance", args=[plan.id])).status_code == 404


@pytest.mark.parametrize("more", [0, 5])
def test_the_pages_ask_a_bounded_number_of_questions(clinic, lead, more):
    for number in range(more):
        clinic.book(NINE + (5 + number) * HALF, patient_id=make_patient(clinic.office).id)
    plan = proposed(lead, clinic)
    clinic.office.program()
    for address in (
        reverse("scheduling:plan", args=[plan.id]),
        reverse("scheduling:absence", args=[Absence.objects.get().id]),
        reverse("scheduling:absences"),
    ):
        lead.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert lead.get(address).status_code == 200
        own = [query for query in asked if not any(word in query["sql"] for word in THE_DOORS)]
        assert len(own) <= MOST_QUERIES, (address, len(own))
