"""Reserving: all or nothing, never two, whoever races."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from wellrun.platform.database.identity import acting
from wellrun.practice.organization.api import program_actor
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.timebook import api as timebook

NINE = datetime(2026, 6, 3, 14, 0, tzinfo=UTC)


def add(office, kind=timebook.ResourceKind.PROVIDER, name="Dr. Hale", capacity=1):
    return timebook.add_resource(
        organization_id=office.organization.id,
        unit_id=office.cardiology.id,
        kind=kind,
        subject_id=uuid.uuid4(),
        name=name,
        zone="America/Chicago",
        capacity=capacity,
    )


def need(resource, minutes=0, length=30, lane=0):
    start = NINE + timedelta(minutes=minutes)
    return timebook.Need(resource, start, start + timedelta(minutes=length), lane)


def reserve(*needs, booking=None, **options):
    booking = booking or uuid.uuid4()
    timebook.reserve(booking_id=booking, needs=needs, kind="visit", at=NOW, **options)
    return booking


class TestReserving:
    def test_takes_all_resources_together(self, office):
        provider, room = add(office), add(office, timebook.ResourceKind.ROOM, "Room 1")
        booking = reserve(need(provider), need(room))
        assert [resource.name for resource, _, _ in timebook.held_by(booking)] == ["Dr. Hale", "Room 1"]

    def test_a_taken_room_leaves_the_provider_free(self, office):
        provider, room = add(office), add(office, timebook.ResourceKind.ROOM, "Room 1")
        reserve(need(room))
        with pytest.raises(timebook.TimeTaken, match="Room 1 was just taken"), transaction.atomic():
            reserve(need(provider), need(room))
        reserve(need(provider))

    def test_back_to_back_is_no_overlap_and_lanes_are_capacity(self, office):
        group = add(office, capacity=2)
        reserve(need(group), need(group, 30))
        reserve(need(group, lane=1))
        with pytest.raises(timebook.TimeTaken), transaction.atomic():
            reserve(need(group, 15, lane=1))

    def test_an_expired_hold_is_out_of_the_way_and_a_live_one_is_not(self, office):
        provider = add(office)
        reserve(need(provider), expires_at=NOW)
        reserve(need(provider))
        other = add(office, name="Dr. Reyes")
        reserve(need(other), expires_at=NOW + timedelta(minutes=5))
        with pytest.raises(timebook.TimeTaken), transaction.atomic():
            reserve(need(other))

    @pytest.mark.parametrize("length", [0, -30, 60 * 25])
    def test_refuses_an_impossible_length(self, office, length):
        with pytest.raises(timebook.ImpossibleTime):
            reserve(need(add(office), length=length))

    def test_a_refused_move_keeps_the_old_time(self, office):
        provider = add(office)
        mine, _theirs = reserve(need(provider)), reserve(need(provider, 60))
        with pytest.raises(timebook.TimeTaken), transaction.atomic():
            timebook.move(booking_id=mine, needs=[need(provider, 60)], kind="visit", at=NOW)
        assert timebook.held_by(mine)[0][1] == NINE

    def test_the_database_itself_refuses_an_overlap(self, office):
        provider = add(office)
        reserve(need(provider))
        with pytest.raises(Exception, match="reservation_no_overlap"), connection.cursor() as cursor:
            cursor.execute(
                "insert into timebook_reservation (id, organization_id, booking_id, resource_id, lane, during, kind,"
                " active) select %s, organization_id, %s, resource_id, lane, during, kind, active"
                " from timebook_reservation",
                [uuid.uuid4(), uuid.uuid4()],
            )


class TestBlocks:
    def test_a_sick_day_tells_whom_it_strands_and_takes_the_rest(self, office):
        provider = add(office)
        stranded = reserve(need(provider, 60))
        block, who = timebook.open_block(
            resource=provider, starts_at=NINE, ends_at=NINE + timedelta(hours=8), kind="leave"
        )
        assert who == [stranded]
        with pytest.raises(timebook.TimeTaken), transaction.atomic():
            reserve(need(provider, 120))
        timebook.release(booking_id=stranded)
        assert timebook.stranded_by(block) == []
        with pytest.raises(timebook.TimeTaken), transaction.atomic():
            reserve(need(provider, 60))
        timebook.lift_block(block=block, at=NOW)
        reserve(need(provider, 60))


def test_eight_people_at_once_get_one_time_between_them(committed_db):
    with transaction.atomic():
        office = open_small_office()
        provider, room = add(office), add(office, timebook.ResourceKind.ROOM, "Room 1")
    actor = program_actor(organization_id=office.organization.id, name="race", at=NOW)

    def attempt(number: int) -> bool:
        try:
            with acting(actor.identity()):
                pair = [need(provider), need(room)]
                reserve(*(pair if number % 2 else reversed(pair)))
            return True
        except timebook.TimeTaken:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(40)))
    assert outcomes.count(True) == 1


def test_two_bookings_that_want_each_others_time_keep_their_own(committed_db):
    with transaction.atomic():
        office = open_small_office()
        providers = [add(office), add(office, name="Dr. Reyes")]
        bookings = [reserve(need(provider)) for provider in providers]
    actor = program_actor(organization_id=office.organization.id, name="race", at=NOW)
    gate = Barrier(2)

    def change_places(number: int) -> bool:
        try:
            with acting(actor.identity()):
                gate.wait(10)
                timebook.move(
                    booking_id=bookings[number], needs=[need(providers[1 - number])], kind="visit", at=NOW
                )
                return True
        except (timebook.TimeTaken, timebook.Contended):
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(change_places, range(2))) == [False, False]
    with acting(actor.identity()):
        held = [timebook.held_by(booking)[0][0].name for booking in bookings]
    assert held == ["Dr. Hale", "Dr. Reyes"]
