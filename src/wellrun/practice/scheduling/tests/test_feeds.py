"""Feeds of the calendar: who makes them, what they tell nobody, and what calendar programs make of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from wellrun.platform.access.api import NotFound
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.models import CalendarFeed, FeedShows
from wellrun.practice.scheduling.operations.feeds import (
    MOST_AN_HOUR,
    FeedExists,
    change_feed,
    end_feed,
    make_feed,
    renew_feed,
)
from wellrun.practice.scheduling.testing import NINE, Clinic
from wellrun.practice.timebook.api import open_block, resource_for
from wellrun.practice.workforce.api import Provider


@pytest.fixture
def clock():
    virtual = VirtualClock(NOW)
    with running(virtual):
        yield virtual


@pytest.fixture
def clinic(office, clock):
    return Clinic(office)


@pytest.fixture
def lead(clinic):
    return lambda: clinic.office.actor("cardio_lead")


@pytest.fixture
def token(clinic, lead):
    return make_feed(provider_id=clinic.provider.id, by=lead(), at=NOW)[1]


def fetch(token, **headers):
    return Client().get(reverse("scheduling:feed", args=[token]), headers=headers)


def entries(token):
    answer = fetch(token)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_feed_tells_times_and_kinds_and_nothing_of_anybody(clinic, token):
    visit = clinic.book(reason="Palpitations")
    answer = fetch(token)
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["summary"]) == "Follow-up"
    assert event["uid"] == f"{visit.id}@wellrun"
    assert event["dtstart"].dt == NINE
    for word in (
        clinic.patient.family_name,
        clinic.patient.given_name,
        "Palpitations",
        str(clinic.patient.id),
    ):
        assert word not in answer.text


def test_what_it_shows_is_chosen(clinic, lead, token):
    clinic.book()
    feed = CalendarFeed.objects.get()
    change_feed(feed_id=feed.id, shows=FeedShows.BUSY, by=lead(), at=NOW)
    assert str(entries(token)[0]["summary"]) == "Busy"
    change_feed(feed_id=feed.id, shows=FeedShows.PLACES, by=lead(), at=NOW)
    assert clinic.room.name in str(entries(token)[0]["location"])


def test_a_chart_that_is_restricted_is_only_busy(clinic, token):
    visit = clinic.book()
    clinic.office.program()
    scheduling.Appointment.objects.filter(id=visit.id).update(compartment="behavioral")
    [event] = entries(token)
    assert str(event["summary"]) == "Visit"
    assert str(visit.visit_type.name) not in str(event["summary"])


def test_a_move_keeps_the_uid_and_counts_up_and_a_cancellation_says_so(clinic, token):
    visit = clinic.book()
    first = entries(token)[0]
    scheduling.move_appointment(
        appointment_id=visit.id, starts_at=NINE + timedelta(hours=2), by=clinic.desk(), at=NOW
    )
    moved = entries(token)[0]
    assert (moved["uid"], moved["dtstart"].dt) == (first["uid"], NINE + timedelta(hours=2))
    assert moved["sequence"] > first["sequence"]
    scheduling.cancel_appointment(appointment_id=visit.id, reason="Weather", by=clinic.desk(), at=NOW)
    gone = entries(token)[0]
    assert (gone["uid"], str(gone["status"])) == (first["uid"], "CANCELLED")
    assert gone["sequence"] > moved["sequence"]


def test_a_cancellation_is_told_for_a_while_only(clinic, clock, token):
    visit = clinic.book(starts_at=NINE + timedelta(days=19))
    scheduling.cancel_appointment(appointment_id=visit.id, reason="Weather", by=clinic.desk(), at=NOW)
    assert len(entries(token)) == 1
    clock.advance(timedelta(days=15))
    assert entries(token) == []


def test_leave_is_busy(clinic, token):
    clinic.office.program()
    open_block(resource=resource_for(clinic.provider.id), starts_at=NINE, ends_at=NINE + timedelta(hours=8),
               kind="leave", note="Surgery of her own")  # fmt: skip
    assert str(entries(token)[0]["summary"]) == "Leave"
    assert "Surgery" not in fetch(token).text


def test_wall_times_hold_on_both_sides_of_the_clock_change(clinic, clock, token):
    clock.advance_to(datetime(2026, 10, 20, 15, tzinfo=UTC))
    chicago = ZoneInfo("America/Chicago")
    for day, month in ((30, 10), (2, 11)):
        starts = datetime(2026, month, day, 9, tzinfo=chicago).astimezone(UTC)
        clinic.book(starts_at=starts, by=clinic.desk(clock.now()), at=clock.now())
    content = fetch(token).content
    calendar = Calendar.from_ical(content)
    walls = [event["dtstart"].dt.astimezone(chicago) for event in calendar.walk("VEVENT")]
    assert [f"{wall:%b %d %H:%M %Z}" for wall in walls] == ["Oct 30 09:00 CDT", "Nov 02 09:00 CST"]
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["America/Chicago"]
    assert b"DTSTART;TZID=America/Chicago:20261102T090000" in content


def test_only_what_changed_is_sent_again(clinic, clock, token):
    clinic.book()
    first = fetch(token)
    clock.advance(timedelta(minutes=20))
    assert fetch(token, if_none_match=first["ETag"]).status_code == 304
    assert fetch(token, if_modified_since=first["Last-Modified"]).status_code == 304
    clinic.book(starts_at=NINE + timedelta(days=1), by=clinic.desk(clock.now()), at=clock.now())
    assert fetch(token, if_none_match=first["ETag"]).status_code == 200
    assert fetch(token, if_modified_since=first["Last-Modified"]).status_code == 200


def test_a_wrong_an_old_and_an_ended_address_answer_alike(clinic, lead, token):
    assert fetch("x" * 43).status_code == 404
    feed, renewed = renew_feed(feed_id=CalendarFeed.objects.get().id, by=lead(), at=NOW)
    assert (fetch(token).status_code, fetch(renewed).status_code) == (404, 200)
    end_feed(feed_id=feed.id, by=lead(), at=NOW)
    assert fetch(renewed).status_code == 404


def test_the_token_is_kept_nowhere(token):
    assert token.encode() not in bytes(CalendarFeed.objects.get().token_hash)


def test_a_program_that_asks_too_often_waits(clinic, clock, token):
    for _ in range(MOST_AN_HOUR):
        fetch(token)
    refused = fetch(token)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    clock.advance(timedelta(hours=1))
    assert fetch(token).status_code == 200


def test_who_may_make_one(clinic, lead, token):
    with pytest.raises(FeedExists):
        make_feed(provider_id=clinic.provider.id, by=lead(), at=NOW)
    room, _ = make_feed(room_id=clinic.room.id, by=lead(), at=NOW)
    assert room.room_id == clinic.room.id
    feed = CalendarFeed.objects.get(provider_id=clinic.provider.id)
    for act in (renew_feed, end_feed):
        with pytest.raises(NotFound):
            act(feed_id=feed.id, by=clinic.desk(), at=NOW)


def test_the_page_makes_a_feed_and_tells_its_address_once(clinic, client):
    client.force_login(clinic.office.users["cardio_lead"])
    made = client.post(reverse("scheduling:feed_new"), {"room": clinic.room.id, "shows": "types"})
    assert "/appointments/feeds/" in made.text
    assert ".ics" in made.text
    later = client.get(reverse("scheduling:feeds")).text
    assert ".ics" not in later
    assert "Never" in later


def test_the_desk_has_no_feeds_to_make(clinic, client):
    client.force_login(clinic.office.users["north_desk"])
    assert "Nothing of yours has a calendar" in client.get(reverse("scheduling:feeds")).text


@pytest.mark.parametrize("who", ["cardio_lead", "provider"])
def test_a_feed_is_dead_once_who_was_told_or_whom_it_is_about_has_left(clinic, lead, office, token, who):
    Provider.objects.filter(id=clinic.provider.id).update(person=office.users["provider"].person)
    assert fetch(token).status_code == 200
    office.users[who].person.memberships.update(ends_on=NOW.date())
    assert fetch(token).status_code == 404


def test_renewed_by_a_colleague_a_feed_outlives_who_made_it(clinic, lead, office, token):
    office.users["cardio_lead"].person.memberships.update(ends_on=NOW.date())
    office.program()
    feed = CalendarFeed.objects.get()
    assert fetch(renew_feed(feed_id=feed.id, by=office.actor("manager"), at=NOW)[1]).status_code == 200


def test_the_feed_of_a_retired_provider_is_dead(clinic, token):
    Provider.objects.filter(id=clinic.provider.id).update(retired_at=NOW)
    assert fetch(token).status_code == 404
