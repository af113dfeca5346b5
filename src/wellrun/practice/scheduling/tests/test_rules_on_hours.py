"""Closed days, kept stretches and session limits: what is found is what can be booked, and each is named."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellrun.platform.access.api import Stale
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.queries.why_none import why_none
from wellrun.practice.scheduling.rules import HoursOn
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours, make_visit_type
from wellrun.practice.workforce.testing import make_provider

CHICAGO = ZoneInfo("America/Chicago")
WEDNESDAY = date(2026, 6, 3)
SINCE = date(2026, 1, 1)
HOUR = timedelta(hours=1)


@pytest.fixture
def clinic(office):
    return Clinic(office, room_kind="", device_kind="")


def find(clinic, kind=None, **options):
    by = options.pop("by", None) or clinic.desk()
    options = {"starts_on": WEDNESDAY, "days": 1, "limit": 200, "at": NOW} | options
    return scheduling.find_times(visit_type_id=(kind or clinic.kind).id, by=by, **options)


def walls(offers):
    return [f"{offer.starts_at.astimezone(CHICAGO):%H:%M}" for offer in offers]


def reason(clinic, **options):
    options = {"starts_on": WEDNESDAY, "days": 1, "at": NOW} | options
    return why_none(visit_type_id=clinic.kind.id, **options)[0]


def keep(clinic, kinds, *, starts=time(8), ends=time(12), weekday=2, **options):
    return scheduling.keep_for_types(
        provider_id=clinic.provider.id,
        unit=clinic.office.cardiology,
        hours=HoursOn(weekday, starts, ends),
        visit_type_ids=[kind.id for kind in kinds],
        effective_from=SINCE,
        by=clinic.office.program(),
        at=NOW,
        **options,
    )


def limit(clinic, most, *, starts=time(8), ends=time(12), kind=None):
    return scheduling.limit_session(
        provider_id=clinic.provider.id,
        unit=clinic.office.cardiology,
        hours=HoursOn(2, starts, ends),
        most=most,
        visit_type_id=kind and kind.id,
        effective_from=SINCE,
        by=clinic.office.program(),
        at=NOW,
    )


class TestClosedDays:
    def close(self, clinic, unit, **options):
        return scheduling.close_day(
            unit=unit, on=WEDNESDAY, name="Founders' Day", by=clinic.office.program(), at=NOW, **options
        )

    @pytest.mark.parametrize("level", ["organization", "north", "cardiology"])
    def test_a_closed_day_closes_what_is_below(self, clinic, level):
        self.close(clinic, getattr(clinic.office, level))
        assert find(clinic) == []
        with pytest.raises(scheduling.OutsideHours, match="Cardiology is closed then: Founders' Day"):
            clinic.book()
        told = reason(clinic)
        assert (told.missing, told.sentence) == (
            "closed",
            "Cardiology is closed on June 3, 2026 (Founders' Day).",
        )

    def test_another_site_is_open(self, clinic):
        self.close(clinic, clinic.office.south)
        assert walls(find(clinic))[0] == "08:00"

    def test_part_of_a_day(self, clinic):
        self.close(clinic, clinic.office.north, starts=time(8), ends=time(15))
        assert walls(find(clinic))[0] == "15:00"
        with pytest.raises(scheduling.OutsideHours, match="Hours that day: 3:00 PM to 5:00 PM"):
            clinic.book()

    def test_extra_hours_of_that_day_stand(self, clinic):
        self.close(clinic, clinic.office.north)
        scheduling.add_exception(
            provider_id=clinic.provider.id, on=WEDNESDAY, extra=True, unit=clinic.office.cardiology,
            starts=time(9), ends=time(10), by=clinic.office.program(), at=NOW,
        )  # fmt: skip
        assert walls(find(clinic)) == ["09:00", "09:15", "09:30"]
        clinic.book()

    def test_twice_is_refused_and_open_again_is_like_before(self, clinic):
        closed = self.close(clinic, clinic.office.north)
        with pytest.raises(scheduling.WrongHours, match="North is closed then already"):
            self.close(clinic, clinic.office.north)
        scheduling.open_day(closed_day_id=closed.id, by=clinic.office.program(), at=NOW)
        assert walls(find(clinic))[0] == "08:00"

    def test_whom_it_strands(self, clinic):
        visit = clinic.book()
        asked = {"zone": "America/Chicago", "on": WEDNESDAY, "at": NOW}
        units = [clinic.office.cardiology.id]
        told = scheduling.stranded_by_closed_day(unit_ids=units, starts=None, ends=None, **asked)
        assert [each.id for each in told] == [visit.id]
        assert (
            scheduling.stranded_by_closed_day(unit_ids=units, starts=time(12), ends=time(17), **asked) == []
        )


class TestKept:
    def test_only_those_types_find_and_book_it_until_it_is_released(self, clinic):
        new = make_visit_type(clinic.office, name="New patient")
        keep(clinic, [new], release_hours=2)
        assert walls(find(clinic))[0] == "12:00"
        assert walls(find(clinic, new))[0] == "08:00"
        with pytest.raises(scheduling.TimeKept) as refusal:
            clinic.book()
        assert refusal.value.sentence == (
            "Dr. Hale keeps 8:00 AM to 12:00 PM on Wednesday, June 3, 2026 for New patient until 6:00 AM on Wednesday,"
            " June 3, 2026."
        )
        released = datetime(2026, 6, 3, 6, tzinfo=CHICAGO)
        assert walls(find(clinic, at=released))[0] == "08:00"
        clinic.book(at=released)
        clinic.book(starts_at=NINE + HOUR, visit_type_id=new.id, patient_id=make_patient(clinic.office).id)

    def test_a_visit_that_reaches_into_it_is_refused(self, clinic):
        keep(clinic, [make_visit_type(clinic.office, name="New patient")], starts=time(9), ends=time(10))
        assert walls(find(clinic))[:4] == ["08:00", "08:15", "08:30", "10:00"]
        with pytest.raises(scheduling.TimeKept):
            clinic.book(starts_at=NINE - HOUR / 4)
        clinic.book(starts_at=NINE - HOUR / 2)

    def test_why_there_is_none(self, clinic):
        keep(clinic, [make_visit_type(clinic.office, name="New patient")], ends=time(17))
        told = reason(clinic)
        assert told.missing == "kept"
        assert (
            "Dr. Hale keeps Wednesday, June 3, 2026, 8:00 AM for New patient and does not release it"
            in told.sentence
        )

    def test_whom_it_strands(self, clinic):
        new = make_visit_type(clinic.office, name="New patient")
        visit = clinic.book()
        clinic.book(visit_type_id=new.id, starts_at=NINE + HOUR, patient_id=make_patient(clinic.office).id)
        told = scheduling.stranded_by_block(
            provider_id=clinic.provider.id,
            unit_id=clinic.office.cardiology.id,
            zone="America/Chicago",
            hours=HoursOn(2, time(8), time(12)),
            visit_type_ids=[new.id],
            release_hours=None,
            effective_from=SINCE,
            at=NOW,
        )
        assert [each.id for each in told] == [visit.id]

    def test_types_of_another_department_are_refused(self, clinic):
        other = make_visit_type(clinic.office, unit=clinic.office.family_north, name="Physical")
        with pytest.raises(scheduling.WrongHours, match="visit types of this department"):
            keep(clinic, [other])

    def test_lifted_it_is_everybodys(self, clinic):
        block = keep(clinic, [make_visit_type(clinic.office, name="New patient")])
        scheduling.lift_kept(block_id=block.id, by=clinic.office.program(), at=NOW)
        assert walls(find(clinic))[0] == "08:00"


class TestLimits:
    def test_a_full_session_ends_the_offers_and_the_bookings(self, clinic):
        limit(clinic, 2)
        clinic.book()
        assert "10:00" in walls(find(clinic))
        second = clinic.book(starts_at=NINE + HOUR, patient_id=make_patient(clinic.office).id)
        assert walls(find(clinic))[0] == "12:00"
        third = make_patient(clinic.office)
        with pytest.raises(scheduling.TimeTaken) as refusal:
            clinic.book(starts_at=NINE + 2 * HOUR, patient_id=third.id)
        assert refusal.value.sentence == (
            "Dr. Hale takes at most 2 visits between 8:00 AM and 12:00 PM on Wednesday, June 3, 2026, and they are"
            " booked. Choose one of the next free times."
        )
        assert f"{refusal.value.next_offers[0].starts_at.astimezone(CHICAGO):%H:%M}" == "12:00"
        desk = clinic.desk()
        scheduling.move_appointment(appointment_id=second.id, starts_at=NINE + HOUR * 2, by=desk, at=NOW)
        scheduling.cancel_appointment(appointment_id=second.id, reason="Ill", by=desk, at=NOW)
        clinic.book(starts_at=NINE + 2 * HOUR, patient_id=third.id)

    def test_a_limit_of_one_type_counts_that_type(self, clinic):
        new = make_visit_type(clinic.office, name="New patient")
        limit(clinic, 1, kind=new)
        clinic.book()
        clinic.book(starts_at=NINE + HOUR, visit_type_id=new.id, patient_id=make_patient(clinic.office).id)
        assert walls(find(clinic, new))[0] == "12:00"
        assert walls(find(clinic))[0] == "08:00"
        with pytest.raises(scheduling.TimeTaken, match="at most 1 New patient visits"):
            clinic.book(
                starts_at=NINE + 2 * HOUR, visit_type_id=new.id, patient_id=make_patient(clinic.office).id
            )

    def test_a_visit_before_the_session_may_reach_into_it(self, clinic):
        limit(clinic, 1, starts=time(9))
        clinic.book(starts_at=NINE + HOUR)
        assert "08:45" in walls(find(clinic))
        clinic.book(starts_at=NINE - HOUR / 4, patient_id=make_patient(clinic.office).id)

    def test_why_there_is_none(self, clinic):
        limit(clinic, 1, ends=time(17))
        clinic.book()
        told = reason(clinic)
        assert (told.missing, told.sentence[:33]) == ("limit", "Dr. Hale takes at most 1 visits b")

    def test_one_statement_more_where_there_are_limits(self, clinic):
        limit(clinic, 3)
        by = clinic.desk()
        with CaptureQueriesContext(connection) as asked:
            find(clinic, by=by)
        assert len(asked) <= 6


def test_a_type_no_resource_can_serve_is_told_plainly(office):
    clinic = Clinic(office, room_kind="imaging", device_kind="")
    assert find(clinic) == []
    assert reason(clinic).sentence == "Cardiology has no imaging room in use."


class TestTwoPeopleEditing:
    def test_the_second_is_told(self, clinic):
        unit, program = clinic.office.cardiology, clinic.office.program()
        seen = scheduling.pattern_version(clinic.provider.id, unit.id)
        change = {
            "provider_id": clinic.provider.id,
            "unit": unit,
            "hours": [HoursOn(0, time(8), time(12))],
            "effective_from": SINCE,
            "expected_version": seen,
            "by": program,
            "at": NOW,
        }
        scheduling.set_availability(**change)
        assert scheduling.pattern_version(clinic.provider.id, unit.id) != seen
        with pytest.raises(Stale):
            scheduling.set_availability(**change)


def test_two_sites_on_one_day(office):
    clinic = Clinic(office, room_kind="", device_kind="", name="Physical", unit=office.family_north)
    south = make_visit_type(office, unit=office.family_south, name="Physical")
    who = clinic.provider.id
    make_hours(office, provider_id=who, unit=office.family_north, ends=time(10))
    make_hours(office, provider_id=who, unit=office.family_south, starts=time(11), ends=time(12))
    units = [office.family_north.id, office.family_south.id]
    offers = find(clinic, unit_ids=units, by=office.actor("manager"))
    by_unit = {unit: walls([offer for offer in offers if offer.unit_id == unit]) for unit in units}
    assert (by_unit[units[0]][0], by_unit[units[0]][-1]) == ("08:00", "09:30")
    assert (by_unit[units[1]][0], by_unit[units[1]][-1]) == ("11:00", "11:30")
    clinic.book(visit_type_id=south.id, starts_at=NINE + 2 * HOUR, by=office.actor("south_desk"))


class TestZoneOfASite:
    def test_hours_move_booked_instants_stay_and_the_stranded_are_told(self, clinic):
        early = clinic.book(starts_at=NINE - HOUR)
        late = clinic.book(starts_at=NINE + 7 * HOUR, patient_id=make_patient(clinic.office).id)
        unit = clinic.office.cardiology
        told = scheduling.stranded_by_zone(
            unit_id=unit.id, zone="America/Chicago", new_zone="America/Denver", at=NOW
        )
        assert [visit.id for visit in told] == [early.id]
        unit.zone = "America/Denver"
        unit.save()
        starts = [offer.starts_at for offer in find(clinic)]
        assert min(starts) == datetime(2026, 6, 3, 8, tzinfo=ZoneInfo("America/Denver"))
        assert scheduling.appointment(late.id).starts_at == NINE + 7 * HOUR
        assert late.starts_at not in starts


class TestClocks:
    """November 1, 2026 and March 14, 2027 in Chicago: one o'clock comes twice, two o'clock does not come."""

    def night(self, clinic, **rules):
        make_hours(clinic.office, provider_id=clinic.provider.id, starts=time(0), ends=time(6), weekdays=(6,))

    def test_a_kept_hour_that_comes_twice_is_kept_twice(self, clinic):
        self.night(clinic)
        new = make_visit_type(clinic.office, name="New patient")
        keep(clinic, [new], starts=time(1), ends=time(2), weekday=6)
        offers = find(clinic, starts_on=date(2026, 11, 1))
        assert walls(offers)[:5] == ["00:00", "00:15", "00:30", "02:00", "02:15"]
        assert len(find(clinic, new, starts_on=date(2026, 11, 1))) == 7 * 4 - 1
        for hours in (0, 1):
            with pytest.raises(scheduling.TimeKept):
                clinic.book(starts_at=datetime(2026, 11, 1, 6, tzinfo=ZoneInfo("UTC")) + hours * HOUR)

    def test_a_kept_hour_that_the_clocks_skip_keeps_nothing(self, clinic):
        self.night(clinic)
        keep(
            clinic,
            [make_visit_type(clinic.office, name="New patient")],
            starts=time(2),
            ends=time(3),
            weekday=6,
        )
        assert len(find(clinic, starts_on=date(2027, 3, 14))) == 5 * 4 - 1

    def test_a_limit_counts_both_hours(self, clinic):
        self.night(clinic)
        scheduling.limit_session(
            provider_id=clinic.provider.id, unit=clinic.office.cardiology, hours=HoursOn(6, time(1), time(2)),
            most=1, effective_from=SINCE, by=clinic.office.program(), at=NOW,
        )  # fmt: skip
        first = datetime(2026, 11, 1, 6, tzinfo=ZoneInfo("UTC"))
        clinic.book(starts_at=first)
        with pytest.raises(scheduling.TimeTaken, match="at most 1 visits"):
            clinic.book(starts_at=first + HOUR, patient_id=make_patient(clinic.office).id)


def test_ten_thousand_rows_of_pattern(clinic):
    """Years of past weeks and many providers are one statement and no wait."""
    office, program = clinic.office, clinic.office.program()
    rows = [
        scheduling.Availability(
            organization_id=office.organization.id,
            provider_id=clinic.provider.id,
            unit=office.cardiology,
            weekday=number % 5,
            starts=time(6),
            ends=time(7),
            effective_from=date(1990, 1, 1) + timedelta(days=number),
            effective_to=date(1990, 1, 2) + timedelta(days=number),
        )
        for number in range(10_000)
    ]
    scheduling.Availability.objects.bulk_create(rows)
    other = make_provider(office, family_name="Reyes")
    assert program
    make_hours(office, provider_id=other.id)
    by = clinic.desk()
    with CaptureQueriesContext(connection) as asked:
        assert len(find(clinic, by=by, limit=10)) == 10
    assert len(asked) <= 7
    assert sum(float(query["time"]) for query in asked) < 0.5
    clinic.book()
