"""The search finds what a search by hand finds, in the promised order, over random worlds and clock
changes.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellrun.engines.slots import (
    Busy,
    Calendar,
    Horizon,
    Hours,
    MixedHorizons,
    Need,
    Request,
    UnknownResource,
    WeeklyHours,
    Window,
    expand,
    find_starts,
    lead_stretches,
    served_starts,
    third_next_available,
)
from wellrun.engines.slots.bits import span
from wellrun.engines.slots.tests import brute

STEP = 15
DAYS_OF_CHANGE = [date(2026, 3, 7), date(2026, 10, 31), date(2026, 6, 10)]
ZONES = ["America/New_York", "America/Phoenix", "Asia/Kathmandu", "Australia/Lord_Howe"]


@st.composite
def worlds(draw):
    first_on = draw(st.sampled_from(DAYS_OF_CHANGE))
    zone = draw(st.sampled_from(ZONES))
    horizon = Horizon.of_days(datetime(first_on.year, first_on.month, first_on.day, tzinfo=UTC), 2, STEP)
    quarter = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
    world = {}
    for key in ("p1", "p2", "p3", "r1", "r2"):
        pattern = [
            WeeklyHours((first_on + timedelta(days=day)).weekday(), Hours(draw(quarter), draw(quarter)))
            for day in draw(st.lists(st.integers(0, 2), max_size=2, unique=True))
        ]
        windows = expand(pattern, (), zone, first_on, first_on + timedelta(days=3))
        capacity = draw(st.integers(1, 2))
        busy = [
            Busy(horizon.at(first), horizon.at(first + length), lane)
            for first, length, lane in draw(
                st.lists(
                    st.tuples(st.integers(0, 190), st.integers(1, 20), st.integers(0, capacity - 1)),
                    max_size=4,
                )
            )
        ]
        world[key] = (windows, busy, capacity)
    return horizon, world


@st.composite
def requests(draw):
    quarter = st.integers(0, 2).map(lambda n: n * STEP)
    minutes = draw(st.integers(1, 6)) * STEP
    rooms = ("r1", "r2")
    needs = [
        Need(
            "provider",
            ("p2", "p1", "p3"),
            buffer_before_minutes=draw(quarter),
            buffer_after_minutes=draw(quarter),
        )
    ]
    for name in draw(st.lists(st.sampled_from(["room", "second room"]), max_size=2, unique=True)):
        needs.append(
            Need(
                name,
                rooms,
                begins_after_minutes=draw(quarter),
                minutes=draw(st.sampled_from([STEP, 2 * STEP])),
                buffer_before_minutes=draw(quarter),
                buffer_after_minutes=draw(quarter),
            )
        )
    return Request(minutes, tuple(needs), align_minutes=draw(st.sampled_from([15, 30, 45])))


def calendars_of(horizon, world):
    return {
        key: Calendar.of(key, horizon, windows, busy, capacity)
        for key, (windows, busy, capacity) in world.items()
    }


@settings(max_examples=120, deadline=None)
@given(worlds(), requests(), st.integers(1, 30))
def test_the_search_finds_what_a_search_by_hand_finds(world, request_, count):
    horizon, resources = world
    offers = find_starts(request_, calendars_of(horizon, resources), count)
    by_hand = brute.starts(request_, resources, horizon)[:count]
    assert [(offer.starts_at, offer.lead_key) for offer in offers] == by_hand


@settings(max_examples=60, deadline=None)
@given(worlds(), requests())
def test_an_offer_can_be_booked_and_is_not_offered_again(world, request_):
    horizon, resources = world
    calendars = calendars_of(horizon, resources)
    for offer in find_starts(request_, calendars, 3):
        after = dict(calendars)
        for hold in offer.holds:
            before = after[hold.resource_key]
            busy = Busy(hold.starts_at, hold.ends_at, hold.lane)
            after[hold.resource_key] = before.without(busy)
            held = (hold.ends_at - hold.starts_at) // timedelta(minutes=STEP)
            lost = before.lanes[hold.lane].bit_count() - after[hold.resource_key].lanes[hold.lane].bit_count()
            assert lost == held, "every step of a hold was free, also after the holds before it"


@settings(max_examples=80, deadline=None)
@given(worlds(), requests(), st.data())
def test_nothing_begins_in_a_session_that_is_full(world, request_, data):
    """The time may be used by what began before; a booking or other lanes do not open the session again."""
    horizon, resources = world
    calendars, full = calendars_of(horizon, resources), {}
    for key in request_.needs[0].any_of:
        first, length = data.draw(st.tuples(st.integers(0, 190), st.integers(1, 40)))
        full[key] = [(horizon.at(first), horizon.at(first + length))]
        sessions = span(first, first + length)
        calendars[key] = calendars[key].but_starting(sessions)
        calendars[key] = calendars[key].with_lanes(key, calendars[key].lanes)
    offers = find_starts(request_, calendars, 60)
    by_hand = brute.starts(request_, resources, horizon, full)[:60]
    assert [(offer.starts_at, offer.lead_key) for offer in offers] == by_hand


def test_a_lane_must_be_free_throughout():
    """Two half-free lanes are not one free lane: a reservation keeps its lane."""
    horizon = Horizon.of_days(datetime(2026, 6, 1, tzinfo=UTC), 1, STEP)
    day = Window(horizon.at(36), horizon.at(40))
    busy = [Busy(horizon.at(36), horizon.at(38), 0), Busy(horizon.at(38), horizon.at(40), 1)]
    calendar = Calendar.of("infusion", horizon, [day], busy, capacity=2)
    hour, half = (Request(minutes, (Need("chair", ("infusion",)),)) for minutes in (60, 30))
    assert calendar.free.bit_count() == 4
    assert find_starts(hour, {"infusion": calendar}) == []
    assert [offer.holds[0].lane for offer in find_starts(half, {"infusion": calendar})] == [1, 0]


def test_starts_are_quarter_hours_of_the_wall_clock():
    """Kathmandu is 5:45 from UTC: its half hours are UTC's quarter past and quarter to."""
    windows = expand(
        [WeeklyHours(0, Hours(time(9), time(11)))], (), "Asia/Kathmandu", date(2026, 6, 1), date(2026, 6, 2)
    )
    horizon = Horizon.of_days(datetime(2026, 6, 1, tzinfo=UTC), 1, 5)
    calendar = Calendar.of("p", horizon, windows)
    offers = find_starts(Request(30, (Need("provider", ("p",)),), align_minutes=30), {"p": calendar})
    assert [f"{offer.starts_at:%H:%M}" for offer in offers] == ["03:15", "03:45", "04:15", "04:45"]


def test_third_next_counts_visits_that_could_all_be_booked():
    horizon = Horizon.of_days(datetime(2026, 6, 1, tzinfo=UTC), 3, STEP)
    morning = Window(horizon.at(56), horizon.at(60))
    next_day = Window(horizon.at(152), horizon.at(160))
    calendars = {
        "busy": Calendar.of("busy", horizon, [morning]),
        "open": Calendar.of("open", horizon, [morning, next_day]),
    }
    request = Request(30, (Need("provider", ("busy", "open")),))
    answer = third_next_available(request, calendars, date(2026, 6, 1), "America/New_York")
    assert answer["busy"] is None, "four overlapping starts in an hour are only two visits"
    third = answer["open"]
    assert third is not None
    assert (third.days, third.starts_at) == (1, horizon.at(152))


def test_refusals_name_what_is_wrong():
    one, other = (Horizon.of_days(datetime(2026, 6, day, tzinfo=UTC), 1) for day in (1, 2))
    request = Request(30, (Need("provider", ("a", "b")),))
    with pytest.raises(UnknownResource, match="calendar was given for b"):
        find_starts(request, {"a": Calendar.of("a", one, [])})
    with pytest.raises(MixedHorizons, match="b has another horizon"):
        find_starts(request, {"a": Calendar.of("a", one, []), "b": Calendar.of("b", other, [])})


@settings(max_examples=80, deadline=None)
@given(worlds(), requests(), st.integers(0, 8).map(lambda n: n * STEP))
def test_bookings_outside_the_lead_stretches_change_nothing(world, request_, joined):
    """Whoever knows when the rooms are free needs to know of the lead's bookings only there."""
    horizon, resources = world
    calendars = calendars_of(horizon, resources)
    expected = find_starts(request_, calendars, 40)
    served = served_starts(request_, calendars, horizon)
    for key in request_.needs[0].any_of:
        windows, _, capacity = resources[key]
        hours = Calendar.of(key, horizon, windows, (), capacity)
        matters = 0
        for first, after in lead_stretches(request_, hours, served, joined):
            assert first < after
            matters |= span(first, after)
        lanes = tuple(free | hours.lanes[0] & ~matters for free in calendars[key].lanes)
        calendars[key] = hours.with_lanes(key, lanes)
    assert find_starts(request_, calendars, 40) == expected
