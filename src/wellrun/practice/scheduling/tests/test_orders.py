"""Several visits at once: found in order, booked whole or not at all."""

from __future__ import annotations

import itertools
import json
from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.models import Appointment
from wellrun.practice.scheduling.operations.book_order import (
    OrderBroken,
    OrderedVisit,
    book_order,
    cancel_order,
)
from wellrun.practice.scheduling.operations.travel import set_travel
from wellrun.practice.scheduling.queries.find_orders import OrderStep, find_orders
from wellrun.practice.scheduling.queries.find_times import find_times
from wellrun.practice.scheduling.queries.wishes import Wishes
from wellrun.practice.scheduling.testing import Clinic, make_hours, make_visit_type
from wellrun.practice.workforce.testing import make_provider

ON = date(2026, 6, 3)


@pytest.fixture
def clinic(office):
    return Clinic(office, room_kind="", device_kind="")


def ordered(way, steps):
    return [
        OrderedVisit(step.patient_id, step.visit_type_id, offer.provider_id, offer.starts_at)
        for step, offer in zip(steps, way.offers, strict=True)
    ]


def test_a_review_follows_the_consult_as_early_as_it_can(office, clinic):
    other = make_provider(office)
    make_hours(office, provider_id=other.id, weekdays=(3,))
    review = make_visit_type(office, name="Review", minutes=15)
    steps = [
        OrderStep(clinic.patient.id, clinic.kind.id, clinic.provider.id),
        OrderStep(clinic.patient.id, review.id, other.id, days_from=0, days_to=3),
    ]
    way = find_orders(steps=steps, starts_on=ON, by=clinic.desk(), at=NOW)[0]
    assert [offer.provider_id for offer in way.offers] == [clinic.provider.id, other.id]
    assert way.offers[0].starts_at.date() == ON and way.offers[1].starts_at.date() == ON + timedelta(days=1)


def test_what_is_found_is_what_trying_everything_finds(office, clinic):
    """A brute-force twin over every pair of free times of two days."""
    other = make_provider(office)
    make_hours(office, provider_id=other.id, weekdays=(2, 3))
    desk = clinic.desk()
    clinic.book(provider_id=other.id)
    steps = [
        OrderStep(clinic.patient.id, clinic.kind.id),
        OrderStep(clinic.patient.id, clinic.kind.id, other.id, gap_from_minutes=20, gap_to_minutes=75),
    ]
    ways = find_orders(steps=steps, starts_on=ON, days=2, limit=200, by=desk, at=NOW)
    all_times = [
        find_times(visit_type_id=step.visit_type_id, provider_id=step.provider_id, starts_on=ON, days=2, limit=1000,
                   by=desk, at=NOW) for step in steps
    ]  # fmt: skip
    booked = [
        (visit.starts_at, visit.ends_at) for visit in Appointment.objects.filter(patient=clinic.patient)
    ]

    def free(offer):
        return not any(starts < offer.ends_at and offer.starts_at < ends for starts, ends in booked)

    best = {}
    for one, two in itertools.product(*all_times):
        gap = (two.starts_at - one.ends_at).total_seconds() / 60
        if free(one) and free(two) and 20 <= gap <= 75 and one.starts_at.date() == two.starts_at.date():
            best[one.starts_at] = min(best.get(one.starts_at, two.starts_at), two.starts_at)
    assert {way.offers[0].starts_at: way.offers[1].starts_at for way in ways} == best


def test_a_family_comes_at_the_same_time_to_two_providers(office, clinic):
    other = make_provider(office)
    make_hours(office, provider_id=other.id)
    child = make_patient(office, given_name="Kit")
    steps = [
        OrderStep(clinic.patient.id, clinic.kind.id),
        OrderStep(child.id, clinic.kind.id, beside=True, gap_to_minutes=15),
    ]
    way = find_orders(steps=steps, starts_on=ON, by=clinic.desk(), at=NOW)[0]
    first, second = way.offers
    assert first.provider_id != second.provider_id
    assert abs(first.starts_at - second.starts_at) <= timedelta(minutes=15)


def test_a_family_with_one_provider_comes_one_after_the_other(office, clinic):
    child = make_patient(office, given_name="Kit")
    steps = [
        OrderStep(clinic.patient.id, clinic.kind.id),
        OrderStep(child.id, clinic.kind.id, gap_to_minutes=30),
    ]
    way = find_orders(steps=steps, starts_on=ON, by=clinic.desk(), at=NOW)[0]
    booked = book_order(visits=ordered(way, steps), by=clinic.desk(), at=NOW)
    assert len({visit.order_id for visit in booked}) == 1 and booked[0].order_id
    assert booked[0].ends_at <= booked[1].starts_at
    assert len(cancel_order(order_id=booked[0].order_id, reason="moved away", by=clinic.desk(), at=NOW)) == 2


def test_when_one_visit_is_taken_none_is_booked(office, clinic):
    steps = [OrderStep(clinic.patient.id, clinic.kind.id), OrderStep(clinic.patient.id, clinic.kind.id)]
    way = find_orders(steps=steps, starts_on=ON, by=clinic.desk(), at=NOW)[0]
    rival = make_patient(office, given_name="Rival")
    clinic.book(way.offers[1].starts_at, patient_id=rival.id, provider_id=way.offers[1].provider_id)
    with pytest.raises(OrderBroken, match="Visit 2 of 2"):
        book_order(visits=ordered(way, steps), by=clinic.desk(), at=NOW)
    assert not Appointment.objects.filter(patient=clinic.patient).exists()


def test_the_page_finds_books_and_undoes(office, clinic, client):
    client.force_login(office.users["north_desk"])
    with running(VirtualClock(NOW)):
        page = client.get(reverse("scheduling:orders"))
        assert page.status_code == 200 and page.context["ways"] is None
        asked = {"patient_1": clinic.patient.id, "type_1": clinic.kind.id, "type_2": clinic.kind.id,
                 "follows_2": "week", "starts_on": "2026-06-03"}  # fmt: skip
        page = client.get(reverse("scheduling:orders"), asked)
        way = page.context["ways"][0]
        client.post(reverse("scheduling:order-book"), {"way": way.sent, "reason": "knee"})
        booked = Appointment.objects.filter(patient=clinic.patient)
        assert {visit.reason for visit in booked} == {"knee"} and booked.count() == 2
        client.post(reverse("scheduling:order-undo", args=[booked[0].order_id]))
        assert {visit.state for visit in booked.all()} == {"cancelled"}
        assert (
            client.get(reverse("scheduling:orders"), {"type_1": "x", "starts_on": "soon"}).status_code == 422
        )
        for broken in ("", "[]x", json.dumps([["a", "b", "c", "d"]]), json.dumps({"a": 1})):
            assert client.post(reverse("scheduling:order-book"), {"way": broken}).status_code == 404


class TestWholeOrders:
    @pytest.fixture
    def booked(self, office, clinic):
        steps = [OrderStep(clinic.patient.id, clinic.kind.id), OrderStep(clinic.patient.id, clinic.kind.id)]
        way = find_orders(steps=steps, starts_on=ON, by=clinic.desk(), at=NOW)[0]
        return book_order(visits=ordered(way, steps), by=clinic.desk(), at=NOW)

    def test_the_visit_page_cancels_all_of_it_and_takes_it_back(self, office, clinic, client, booked):
        client.force_login(office.users["north_desk"])
        page, visits = (
            reverse("scheduling:appointment", args=[booked[0].id]),
            Appointment.objects.filter(order_id=booked[0].order_id),
        )
        with running(VirtualClock(NOW)):
            assert "Cancel all of it" in client.get(page).text
            order = [booked[0].order_id]
            client.post(reverse("scheduling:order-cancel", args=order), {"visit": booked[0].id})
            assert {visit.state for visit in visits.all()} == {"booked"}
            asked = {"reason": "Patient asked", "visit": booked[0].id}
            assert client.post(reverse("scheduling:order-cancel", args=order), asked).url == page
            assert {visit.state for visit in visits.all()} == {"cancelled"}
            assert {visit.cancel_code for visit in visits.all()} == {"patient-asked"}
            assert "Cancel all of it" not in client.get(page).text
            client.post(reverse("scheduling:order-restore", args=order))
            assert {visit.state for visit in visits.all()} == {"booked"}

    def test_it_comes_back_whole_or_not_at_all(self, office, clinic, client, booked):
        cancel_order(order_id=booked[0].order_id, reason="No", by=clinic.desk(), at=NOW)
        clinic.book(
            booked[1].starts_at,
            patient_id=make_patient(office).id,
            provider_id=booked[1].provider_id,
        )
        client.force_login(office.users["north_desk"])
        with running(VirtualClock(NOW)):
            client.post(reverse("scheduling:order-restore", args=[booked[0].order_id]))
        office.program()
        states = Appointment.objects.filter(order_id=booked[0].order_id).values_list("state", flat=True)
        assert set(states) == {"cancelled"}

    def test_wishes_hold_for_every_visit(self, office, clinic):
        steps = [OrderStep(clinic.patient.id, clinic.kind.id), OrderStep(clinic.patient.id, clinic.kind.id)]
        wishes = Wishes(weekdays=frozenset({4}), between=(time(13), time(15)))
        ways = find_orders(steps=steps, starts_on=ON, wishes=wishes, by=clinic.desk(), at=NOW)
        assert ways
        for offer in itertools.chain(*(way.offers for way in ways)):
            assert wishes.fits_clock(offer.starts_at, "America/Chicago")

    def test_types_at_several_sites_leave_time_to_drive(self, office, clinic):
        there = make_provider(office, family_name="Novak", unit=office.family_south)
        make_hours(office, provider_id=there.id, unit=office.family_south)
        far = make_visit_type(office, name="Talk", unit=office.family_south)
        program = office.program()
        set_travel(one_site_id=office.north.id, other_site_id=office.south.id, minutes=50, by=program, at=NOW)
        steps = [OrderStep(clinic.patient.id, clinic.kind.id), OrderStep(clinic.patient.id, far.id)]
        way = find_orders(steps=steps, starts_on=ON, by=program, at=NOW)[0]
        assert way.offers[1].starts_at - way.offers[0].ends_at >= timedelta(minutes=50)
        near = Wishes(near_site_id=office.south.id, within_minutes=20)
        make_visit_type(office, name=clinic.kind.name, unit=office.family_south)
        way = find_orders(steps=steps, starts_on=ON, wishes=near, by=program, at=NOW)[0]
        assert {offer.unit_id for offer in way.offers} == {office.family_south.id}
        assert way.offers[1].starts_at == way.offers[0].ends_at
