"""The walk-in queue: tokens by day, urgent first, waits told by the times that are free, everything undone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.urls import reverse

from wellrun.platform.access.api import NotAllowed, NotFound, Refused
from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.database.identity import acting
from wellrun.practice.frontdesk.models import WalkIn
from wellrun.practice.frontdesk.operations.walk_ins import (
    WaitsAlready,
    WalkInDetails,
    book_walk_in,
    call_walk_in,
    change_walk_in,
    join_queue,
    leave_queue,
    requeue_walk_in,
    undo_walk_in,
)
from wellrun.practice.frontdesk.queries.verification import walk_ins_have_their_visits
from wellrun.practice.frontdesk.queries.walk_ins import WaitingRow, queues_of
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.patients.api import move_to_compartment
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.api import VisitState, appointment
from wellrun.practice.scheduling.testing import Clinic


def come(office, *, who="north_desk", at=NOW, **details):
    return join_queue(
        unit_id=office.cardiology.id, details=WalkInDetails(**details), by=office.actor(who, at), at=at
    )


def queue(office, at=NOW):
    desk = office.actor("north_desk", at)
    return next(each for each in queues_of(by=desk, at=at) if each.unit.id == office.cardiology.id)


def test_tokens_count_up_and_begin_again_the_next_day(office):
    assert [come(office, name=name).number for name in ("Ann", "Bob")] == [1, 2]
    assert come(office, name="Carl", at=NOW + timedelta(days=1)).number == 1


def test_urgent_ones_go_first_and_the_others_in_the_order_in_which_they_came(office):
    for minutes, name, urgent in ((0, "Ann", False), (5, "Bob", False), (9, "Urs", True)):
        come(office, name=name, urgent=urgent, at=NOW + timedelta(minutes=minutes))
    assert [row.who for row in queue(office, NOW + timedelta(minutes=10)).rows] == ["Urs", "Ann", "Bob"]
    ann = WalkIn.objects.get(name="Ann")
    desk, later = office.actor("north_desk"), NOW + timedelta(minutes=12)
    call_walk_in(walk_in_id=ann.id, by=desk, at=later)
    assert [row.token for row in queue(office, later).called] == ["C1"]
    requeue_walk_in(walk_in_id=ann.id, to_the_end=True, by=desk, at=later)
    assert [row.who for row in queue(office, later).rows] == ["Urs", "Bob", "Ann"]


def test_nobody_without_a_name_and_nobody_twice(office):
    who = make_patient(office)
    with pytest.raises(Refused, match="who came"):
        come(office)
    come(office, patient_id=who.id)
    with pytest.raises(WaitsAlready, match="number 1"):
        come(office, patient_id=who.id)
    with pytest.raises(NotAllowed):
        come(office, who="south_desk", name="Ann")


def test_whoever_is_second_is_told_the_second_free_time(office):
    clinic = Clinic(office)
    people = [make_patient(office, given_name=name) for name in ("Ann", "Bob")]
    for minutes, who in enumerate(people):
        come(
            office,
            patient_id=who.id,
            visit_type_id=clinic.kind.id,
            at=NOW + timedelta(minutes=minutes),
        )
    at = NOW + timedelta(minutes=2)
    first, second = queue(office, at).rows
    assert first.offer.ends_at <= second.offer.starts_at
    assert first.wait_minutes < second.wait_minutes
    desk = office.actor("north_desk", at)
    booked = book_walk_in(walk_in_id=first.walk_in.id, visit_type_id=first.offer.visit_type_id, by=desk, at=at,
                          provider_id=first.offer.provider_id, starts_at=first.offer.starts_at)  # fmt: skip
    visit = appointment(booked.appointment_id)
    assert (visit.patient_id, visit.booked_through) == (people[0].id, "walk-in")
    assert [row.walk_in.patient_id for row in queue(office, at).rows] == [people[1].id]
    undo_walk_in(walk_in_id=booked.id, by=desk, at=at)
    assert appointment(visit.id).state == VisitState.CANCELLED
    assert len(queue(office, at).rows) == 2
    assert walk_ins_have_their_visits() == []


def test_a_name_becomes_a_patient_before_a_visit_is_booked(office):
    clinic = Clinic(office)
    walk_in = come(office, name="Ann", visit_type_id=clinic.kind.id)
    row = queue(office).rows[0]
    times = {"visit_type_id": row.offer.visit_type_id, "provider_id": row.offer.provider_id,
             "starts_at": row.offer.starts_at}  # fmt: skip
    desk = office.actor("north_desk")
    with pytest.raises(Refused, match="which patient"):
        book_walk_in(walk_in_id=walk_in.id, **times, by=desk, at=NOW)
    who = make_patient(office)
    desk = office.actor("north_desk")
    change_walk_in(walk_in_id=walk_in.id, by=desk, at=NOW, details=WalkInDetails(
        patient_id=who.id, visit_type_id=clinic.kind.id, reason="cough"))  # fmt: skip
    assert book_walk_in(walk_in_id=walk_in.id, **times, by=desk, at=NOW).appointment.reason == "cough"


def test_who_leaves_says_why_and_can_be_put_back(office):
    walk_in = come(office, name="Ann")
    desk = office.actor("north_desk")
    with pytest.raises(Refused, match="why"):
        leave_queue(walk_in_id=walk_in.id, reason=" ", by=desk, at=NOW)
    leave_queue(walk_in_id=walk_in.id, reason="Left without being seen", by=desk, at=NOW)
    assert queue(office).rows == []
    undo_walk_in(walk_in_id=walk_in.id, by=desk, at=NOW)
    assert [row.who for row in queue(office).rows] == ["Ann"]
    with pytest.raises(NotFound):
        call_walk_in(walk_in_id=walk_in.id, by=office.actor("south_desk"), at=NOW)


def test_two_desks_never_give_out_one_token(committed_db):
    with transaction.atomic():
        office = open_small_office()
        who = make_patient(office)
        desk = office.actor("north_desk")

    def one(turn):
        try:
            with acting(desk.identity()):
                details = (
                    WalkInDetails(patient_id=who.id) if turn % 2 else WalkInDetails(name=f"Person {turn}")
                )
                return join_queue(unit_id=office.cardiology.id, details=details, by=desk, at=NOW).number
        except WaitsAlready:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for number in pool.map(one, range(16)) if number is not None]
    assert len(numbers) == len(set(numbers)) == 9


@pytest.fixture
def desk(office, client):
    client.force_login(office.users["north_desk"])
    with running(VirtualClock(NOW)):
        yield client


def test_the_desk_works_the_queue_over_http(office, desk):
    clinic, who = Clinic(office), make_patient(office)
    page = desk.post(reverse("frontdesk:queue"), {"unit_id": office.cardiology.id})
    assert page.status_code == 422 and b"Say who came" in page.content
    sent = {
        "unit_id": office.cardiology.id,
        "patient": who.id,
        "visit_type": clinic.kind.id,
        "reason": "cough",
    }
    page = desk.post(reverse("frontdesk:queue"), sent, follow=True)
    assert who.family_name.encode() in page.content and b"C1" in page.content
    walk_in = WalkIn.objects.get()
    display = desk.get(reverse("frontdesk:queue-display", args=[office.cardiology.id]))
    assert b"C1" in display.content and who.family_name.encode() not in display.content
    desk.post(reverse("frontdesk:walk-in-call", args=[walk_in.id]))
    assert desk.get(reverse("frontdesk:walk-in", args=[walk_in.id])).status_code == 200
    answer = desk.post(reverse("frontdesk:walk-in-book", args=[walk_in.id]))
    walk_in.refresh_from_db()
    assert answer.url == reverse("frontdesk:check-in", args=[walk_in.appointment_id])


def test_the_queue_costs_few_queries_however_long_it_is(office, desk, django_assert_max_num_queries):
    clinic = Clinic(office)
    for turn in range(6):
        who = make_patient(office, given_name=f"Ann{chr(97 + turn)}")
        come(office, patient_id=who.id, visit_type_id=clinic.kind.id)
    desk.get(reverse("frontdesk:queue-rows"))
    with django_assert_max_num_queries(22):
        assert desk.get(reverse("frontdesk:queue-rows")).status_code == 200


def test_the_token_of_a_chart_that_was_restricted_is_not_given_out_again(office):
    who = make_patient(office)
    assert come(office, patient_id=who.id).number == 1
    move_to_compartment(patient_id=who.id, compartment="restricted", reason="asked for it", by=office.program(),
                        at=NOW)  # fmt: skip
    assert come(office, name="Bob").number == 2


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(None, "now"), (0, "now"), (25, "in 25 min"), (60, "in 1 h"), (135, "in 2 h 15 min")],
)
def test_a_wait_is_said_as_people_say_it(minutes, said):
    assert WaitingRow(None, 1, 0, None, minutes).wait_said == said
