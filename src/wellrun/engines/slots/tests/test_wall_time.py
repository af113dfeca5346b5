"""Weekly hours become the right instants on ordinary days and on days when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellrun.engines.slots import (
    Busy,
    Calendar,
    DayHours,
    Horizon,
    Hours,
    NaiveInstant,
    WeeklyHours,
    Window,
    expand,
)

NEW_YORK = "America/New_York"


def hours_of(windows):
    return [(f"{w.starts_at:%dT%H:%M}", f"{w.ends_at:%dT%H:%M}") for w in windows]


def sunday(opens, closes, on):
    return expand([WeeklyHours(6, Hours(opens, closes))], (), NEW_YORK, on, on + timedelta(days=1))


def test_a_skipped_wall_time_moves_forward():
    gap = sunday(time(2, 30), time(5), date(2026, 3, 8))
    assert hours_of(gap) == [("08T07:30", "08T09:00")], "02:30 does not exist and becomes 03:30 daylight time"


def test_a_doubled_wall_time_means_the_first():
    overlap = sunday(time(1, 30), time(4), date(2026, 11, 1))
    assert hours_of(overlap) == [("01T05:30", "01T06:00"), ("01T06:00", "01T09:00")]


def test_a_window_over_a_change_keeps_every_real_hour():
    spring, autumn = (sunday(time(0), time(6), on) for on in (date(2026, 3, 8), date(2026, 11, 1)))
    assert sum((w.ends_at - w.starts_at).total_seconds() for w in spring) == 5 * 3600
    assert sum((w.ends_at - w.starts_at).total_seconds() for w in autumn) == 7 * 3600


def test_an_exception_replaces_the_day_and_a_late_closing_runs_into_the_next():
    pattern = [WeeklyHours(day, Hours(time(9), time(17))) for day in range(5)]
    exceptions = [DayHours(date(2026, 6, 2)), DayHours(date(2026, 6, 3), (Hours(time(22), time(2)),))]
    windows = expand(pattern, exceptions, NEW_YORK, date(2026, 6, 1), date(2026, 6, 4))
    assert hours_of(windows) == [("01T13:00", "01T21:00"), ("04T02:00", "04T06:00")]


def test_every_second_week_counts_from_its_first_week():
    rule = WeeklyHours(0, Hours(time(9), time(12)), first_on=date(2026, 6, 3), every_weeks=2)
    windows = expand([rule], (), NEW_YORK, date(2026, 6, 1), date(2026, 7, 1))
    assert [w.starts_at.day for w in windows] == [15, 29]


@given(st.integers(0, 364), st.integers(1, 48))
def test_bits_never_offer_time_outside_the_window(day, half_hours):
    horizon = Horizon.of_days(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day), 1, 20)
    window = Window(
        horizon.starts_at + timedelta(minutes=7), horizon.starts_at + timedelta(minutes=7 + 30 * half_hours)
    )
    calendar = Calendar.of("r", horizon, [window])
    for step in range(horizon.steps):
        inside = window.starts_at <= horizon.at(step) and horizon.at(step + 1) <= window.ends_at
        assert bool(calendar.free >> step & 1) == inside


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(NaiveInstant):
        Horizon(datetime(2026, 1, 1), 10)


def test_boundaries_are_those_of_the_wall_clock_and_not_of_the_opening():
    (window,) = expand(
        [WeeklyHours(0, Hours(time(9, 10), time(10)))], (), NEW_YORK, date(2026, 6, 1), date(2026, 6, 2)
    )
    horizon = Horizon.of_days(datetime(2026, 6, 1, tzinfo=UTC), 1, 5)
    starts = Calendar.of("r", horizon, [window]).aligned(15)
    told = [f"{horizon.at(step):%H:%M}" for step in range(horizon.steps) if starts >> step & 1]
    assert told == ["13:15", "13:30", "13:45"]


def test_a_reservation_blocks_every_step_it_touches():
    horizon = Horizon(datetime(2026, 6, 1, tzinfo=UTC), 8, 15)
    busy = Busy(horizon.starts_at + timedelta(minutes=20), horizon.starts_at + timedelta(minutes=46))
    calendar = Calendar.of("r", horizon, [Window(horizon.starts_at, horizon.ends_at)], [busy])
    assert [step for step in range(8) if calendar.free >> step & 1] == [0, 4, 5, 6, 7]
