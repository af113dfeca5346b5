"""Series: the rule's days, wall time across the clocks, what is in the way, and changes from one visit on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.api import Repeats, Scope, SeriesRule, days_of
from wellrun.practice.scheduling.operations.configure import add_exception
from wellrun.practice.scheduling.queries import verification
from wellrun.practice.scheduling.testing import Clinic

CHICAGO = ZoneInfo("America/Chicago")
#: Thursday, October 8, 2026, ten in the morning in Chicago.
FIRST = datetime(2026, 10, 8, 15, 0, tzinfo=UTC)


class TestDays:
    def test_two_weekdays_every_other_week(self):
        rule = SeriesRule(Repeats.WEEKS, every=2, weekdays=(1, 3), count=5)
        assert days_of(rule, date(2026, 10, 8)) == [
            date(2026, 10, 8), date(2026, 10, 20), date(2026, 10, 22), date(2026, 11, 3), date(2026, 11, 5),
        ]  # fmt: skip

    def test_every_ten_days_over_the_year_and_the_leap_day(self):
        rule = SeriesRule(Repeats.DAYS, every=10, until_on=date(2028, 3, 10))
        days = days_of(rule, date(2027, 12, 21))
        assert days[1:3] == [date(2027, 12, 31), date(2028, 1, 10)]
        assert days[-2:] == [date(2028, 2, 29), date(2028, 3, 10)]

    @pytest.mark.parametrize(
        ("first", "nth", "second"),
        [
            (date(2026, 10, 8), None, date(2026, 11, 12)),
            (date(2026, 10, 29), None, date(2026, 11, 26)),
            (date(2026, 12, 31), 5, date(2027, 1, 28)),
        ],
    )
    def test_months_by_weekday(self, first, nth, second):
        assert days_of(SeriesRule(Repeats.MONTHS, nth=nth, count=2), first) == [first, second]

    def test_a_rule_of_no_end_ends(self):
        assert len(days_of(SeriesRule(Repeats.WEEKS), date(2026, 10, 8))) == 104


@pytest.fixture
def clinic(office):
    clinic = Clinic(office, device_kind="")
    add_exception(
        provider_id=clinic.provider.id,
        on=date(2026, 11, 26),
        note="Thanksgiving",
        by=office.program(),
        at=NOW,
    )
    return clinic


def asked(clinic, count=8):
    return {
        "patient_id": clinic.patient.id,
        "visit_type_id": clinic.kind.id,
        "provider_id": clinic.provider.id,
        "first_starts_at": FIRST,
        "rule": SeriesRule(Repeats.WEEKS, count=count),
        "by": clinic.desk(),
        "at": NOW,
    }


def walls(result):
    return [
        scheduling.appointment(each.appointment_id).starts_at.astimezone(CHICAGO) for each in result.outcomes
    ]


def test_the_wall_time_stays_when_the_clocks_change_and_a_holiday_is_seen_before(clinic):
    clinic.book(FIRST + timedelta(days=7), patient_id=make_patient(clinic.office).id)
    seen = scheduling.preview_series(**asked(clinic))
    assert len(seen) == 8
    problems = {each.on: each.problem for each in seen if each.problem}
    assert set(problems) == {date(2026, 10, 15), date(2026, 11, 26)}
    assert "booked at 10:00 AM" in problems[date(2026, 10, 15)]
    thanksgiving = seen[7]
    assert thanksgiving.holiday == "Thanksgiving Day"
    assert thanksgiving.alternative.starts_at.astimezone(CHICAGO).date() in {
        date(2026, 11, 25), date(2026, 11, 27)}  # fmt: skip
    assert seen[1].alternative.starts_at - seen[1].starts_at in {
        timedelta(minutes=30),
        -timedelta(minutes=30),
    }
    with pytest.raises(scheduling.SeriesRefused, match="Nothing was booked. Visit 2 on Thursday, October 15"):
        scheduling.book_series(**asked(clinic))
    assert scheduling.appointments_of(clinic.patient.id) == []
    choices = {2: seen[1].alternative.starts_at, 8: None}
    result = scheduling.book_series(**asked(clinic), choices=choices)
    assert len(result.done) == 7
    assert {wall.time() for number, wall in enumerate(walls(result)) if number != 1} == {time(10)}
    assert {wall.utcoffset() for wall in walls(result)} == {timedelta(hours=-5), timedelta(hours=-6)}
    positions = [each.visit.series_position for each in result.done]
    assert positions == [1, 2, 3, 4, 5, 6, 7]
    again = scheduling.undo_bulk(act_id=result.act.id, by=clinic.desk(), at=NOW)
    assert again.refused == []
    assert {visit.state for visit in scheduling.appointments_of(clinic.patient.id)} == {"cancelled"}


def test_a_time_that_the_clocks_skip_is_a_problem_of_that_visit_alone(clinic):
    late = make_patient(clinic.office)
    first = datetime(2027, 3, 7, 8, 30, tzinfo=UTC)
    seen = scheduling.preview_series(
        **asked(clinic) | {"patient_id": late.id, "first_starts_at": first,
                           "rule": SeriesRule(Repeats.DAYS, every=7, count=2)}
    )  # fmt: skip
    assert seen[1].starts_at is None
    assert "clocks go forward" in seen[1].problem


def test_this_and_later_moves_and_the_others_stay_and_one_undo_brings_them_back(clinic):
    booked = scheduling.book_series(**asked(clinic, count=4))
    second = booked.done[1].visit
    moved = scheduling.move_series(
        visit=scheduling.appointment(second.id),
        scope=Scope.LATER,
        wall=time(14),
        reason="Patient works mornings",
        by=clinic.desk(),
        at=NOW,
    )
    assert moved.refused == []
    assert [wall.hour for wall in walls(booked)] == [10, 14, 14, 14]
    assert scheduling.history_of(second.id)[-1].reason == "Patient works mornings"
    scheduling.undo_bulk(act_id=moved.act.id, by=clinic.desk(), at=NOW)
    assert [wall.hour for wall in walls(booked)] == [10, 10, 10, 10]
    with pytest.raises(scheduling.NothingToUndo):
        scheduling.undo_bulk(act_id=moved.act.id, by=clinic.desk(), at=NOW)
    assert verification.histories_are_whole() == verification.places_follow_steps() == []


def test_a_series_moves_by_a_week_over_its_own_times(clinic):
    booked = scheduling.book_series(**asked(clinic, count=4))
    moved = scheduling.move_series(
        visit=scheduling.appointment(booked.done[0].visit.id), scope=Scope.ALL, wall=time(10), shift_days=7,
        reason="Away", by=clinic.desk(), at=NOW,
    )  # fmt: skip
    assert moved.refused == []
    assert [wall.day for wall in walls(booked)] == [15, 22, 29, 5]


def test_all_are_canceled_and_this_alone(clinic):
    booked = scheduling.book_series(**asked(clinic, count=4))
    first = scheduling.appointment(booked.done[0].visit.id)
    scheduling.cancel_series(visit=first, scope=Scope.THIS, reason="No ride", by=clinic.desk(), at=NOW)
    rest = scheduling.appointment(booked.done[1].visit.id)
    result = scheduling.cancel_series(
        visit=rest, scope=Scope.ALL, reason="Moved away", by=clinic.desk(), at=NOW
    )
    assert len(result.done) == 3
    assert {visit.state for visit in scheduling.appointments_of(clinic.patient.id)} == {"cancelled"}
    assert verification.only_visits_hold_time() == []
