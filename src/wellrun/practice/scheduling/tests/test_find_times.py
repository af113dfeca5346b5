"""Finding times: what is offered can be booked, in order, in wall time, on the days when clocks change too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellrun.platform.access.api import NotAllowed
from wellrun.practice.facilities.api import report_fault
from wellrun.practice.facilities.testing import make_device, make_room
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.rules import DayPart, hours_of_day
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours, make_visit_type
from wellrun.practice.timebook import api as timebook
from wellrun.practice.workforce.testing import make_provider

CHICAGO = ZoneInfo("America/Chicago")
WEDNESDAY = date(2026, 6, 3)


def find(clinic, starts_on=WEDNESDAY, **options):
    return scheduling.find_times(
        visit_type_id=clinic.kind.id,
        starts_on=starts_on,
        by=options.pop("by", None) or clinic.desk(),
        at=options.pop("at", NOW),
        **options,
    )


def walls(offers):
    return [offer.starts_at.astimezone(CHICAGO).strftime("%a %H:%M") for offer in offers]


@pytest.fixture
def clinic(office):
    return Clinic(office)


class TestOffers:
    def test_the_first_free_quarter_hours_in_order(self, clinic):
        clinic.book(starts_at=NINE - timedelta(hours=1))
        offers = find(clinic, limit=4)
        assert walls(offers) == ["Wed 08:30", "Wed 08:45", "Wed 09:00", "Wed 09:15"]
        assert offers[0].room_id == clinic.room.id
        assert offers[0].device_ids == (clinic.device.id,)

    def test_every_offer_of_a_day_can_be_booked_one_after_the_other(self, clinic):
        while offers := find(clinic, days=1, limit=1):
            clinic.book(starts_at=offers[0].starts_at, patient_id=make_patient(clinic.office).id)
        assert len(scheduling.day_rows(unit_ids=[clinic.office.cardiology.id], on=WEDNESDAY, at=NOW)) == 18

    def test_nothing_before_now(self, clinic):
        assert walls(find(clinic, starts_on=date(2026, 6, 1), limit=1)) == ["Tue 09:00"]

    def test_a_taken_room_hides_the_time_of_a_free_provider(self, clinic):
        other = make_provider(clinic.office, family_name="Reyes")
        make_hours(clinic.office, provider_id=other.id)
        clinic.book()
        assert "Wed 09:00" not in walls(find(clinic, provider_id=other.id, days=1))

    def test_a_fault_hides_its_days_however_long(self, clinic):
        report_fault(
            device_id=clinic.device.id,
            starts_at=NOW,
            ends_at=NOW + timedelta(days=9),
            note="No picture",
            by=clinic.desk(),
            at=NOW,
        )
        assert walls(find(clinic, limit=1)) == ["Thu 09:00"]
        assert find(clinic, limit=1)[0].starts_at == NOW + timedelta(days=9)

    def test_a_lapsing_license_ends_the_offers(self, clinic):
        ending = make_provider(clinic.office, family_name="Noor", license_until=WEDNESDAY)
        make_hours(clinic.office, provider_id=ending.id)
        days = {
            offer.starts_at.astimezone(CHICAGO).date()
            for offer in find(clinic, provider_id=ending.id, limit=200)
        }
        assert days == {WEDNESDAY}

    def test_calibration_ends_the_offers(self, office):
        clinic = Clinic(office, device_kind="holter")
        make_device(office, name="Holter 1", kind="holter", calibrated_until=WEDNESDAY)
        assert {offer.starts_at.astimezone(CHICAGO).date() for offer in find(clinic, limit=200)} == {
            WEDNESDAY
        }

    def test_any_site_means_the_visit_of_that_name_there(self, office):
        clinic = Clinic(office, name="Physical", device_kind="", unit=office.family_north)
        south = make_visit_type(office, unit=office.family_south, name="Physical", minutes=45)
        provider = make_provider(office, unit=office.family_south, family_name="Sato")
        make_hours(office, provider_id=provider.id, unit=office.family_south)
        units = [office.family_north.id, office.family_south.id]
        offers = find(clinic, unit_ids=units, by=office.actor("manager"), limit=1)
        assert [(offer.unit_id, offer.visit_type_id) for offer in offers] == [
            (office.family_south.id, south.id)
        ]
        with pytest.raises(NotAllowed):
            find(clinic, unit_ids=[office.family_south.id], by=office.actor("north_desk"))

    def test_a_few_queries_however_many_providers(self, clinic):
        for number in range(6):
            other = make_provider(clinic.office, family_name=f"Number{'abcdef'[number]}")
            make_hours(clinic.office, provider_id=other.id)
        by = clinic.desk()
        with CaptureQueriesContext(connection) as asked:
            assert find(clinic, limit=5, by=by)
        assert len(asked) <= 7, "type, resources, hours, calibration, rooms, providers, credentials"


class TestClocks:
    """March 14 and November 1, 2027 and 2026: the days on which Chicago's clocks change."""

    def hours_of(self, clinic, on):
        make_hours(clinic.office, provider_id=clinic.provider.id, starts=time(0), ends=time(6), weekdays=(6,))
        offers = find(clinic, starts_on=on, days=1, limit=100, at=NOW)
        return [offer.starts_at for offer in offers]

    @pytest.mark.parametrize(
        ("on", "hours"), [(date(2027, 3, 14), 5), (date(2026, 11, 1), 7), (date(2026, 11, 8), 6)]
    )
    def test_a_night_has_the_hours_that_it_has(self, clinic, on, hours):
        starts = self.hours_of(clinic, on)
        assert len(starts) == len(set(starts)) == hours * 4 - 1
        assert all(
            later - sooner == timedelta(minutes=15) for sooner, later in zip(starts, starts[1:], strict=False)
        )

    def test_every_offer_of_such_a_night_can_be_booked(self, clinic):
        for starts_at in self.hours_of(clinic, date(2027, 3, 14))[::2]:
            clinic.book(starts_at=starts_at, patient_id=make_patient(clinic.office).id)

    def test_a_wall_time_that_the_clocks_skip_is_refused(self):
        with pytest.raises(scheduling.NoSuchTime, match="There is no 2:30 AM on Sunday, March 14, 2027"):
            scheduling.instant_of(datetime(2027, 3, 14, 2, 30), "America/Chicago")

    def test_a_wall_time_that_comes_twice_means_the_first(self):
        first = scheduling.instant_of(datetime(2026, 11, 1, 1, 30), "America/Chicago")
        assert first == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("on", "hours"), [(date(2027, 3, 14), 23), (date(2026, 11, 1), 25), (WEDNESDAY, 24)]
    )
    def test_a_day_is_as_long_as_it_is(self, on, hours):
        starts_at, ends_at = scheduling.day_bounds(on, "America/Chicago")
        assert ends_at - starts_at == timedelta(hours=hours)


def parts(*pairs):
    return [DayPart(time(starts), time(ends)) for starts, ends in pairs]


@pytest.mark.parametrize(
    ("weekly", "closed", "extra", "expected"),
    [
        (parts((8, 17)), parts((12, 13)), [], parts((8, 12), (13, 17))),
        (parts((8, 12), (13, 17)), parts((11, 14)), [], parts((8, 11), (14, 17))),
        (parts((8, 17)), [None], parts((18, 20)), parts((18, 20))),
        (parts((8, 17)), parts((7, 18)), [], []),
        ([], [], parts((9, 12)), parts((9, 12))),
    ],
)
def test_hours_of_a_day(weekly, closed, extra, expected):
    assert hours_of_day(weekly, closed, extra) == expected


def test_busy_steps_say_the_same_as_busy_times(clinic):
    visit = clinic.book()
    resource = timebook.resource_for(clinic.provider.id)
    starts_at = NINE - timedelta(hours=1)
    ref = timebook.ResourceRef(
        resource.id, clinic.provider.id, "provider", clinic.office.cardiology.id, "Hale", (), 2
    )
    bits = timebook.busy_steps(stretches=[(ref, 0, 24)], starts_at=starts_at, step_minutes=5, at=NOW)
    assert bits == {resource.id: {0: ((1 << 6) - 1) << 12}}
    # A stretch that begins within the visit knows of it; what lies outside the stretch is not told.
    bits = timebook.busy_steps(stretches=[(ref, 14, 16)], starts_at=starts_at, step_minutes=5, at=NOW)
    assert bits == {resource.id: {0: 0b11 << 14}}
    busy = timebook.busy_times(
        resource_ids=[resource.id], starts_at=starts_at, ends_at=NINE + timedelta(hours=1), at=NOW
    )
    assert busy[resource.id][0].booking_id == visit.id


def test_the_room_is_one_of_the_department(office):
    clinic = Clinic(office, device_kind="")
    make_room(office, unit=office.family_north, name="Elsewhere")
    assert {offer.room_id for offer in find(clinic, limit=50)} == {clinic.room.id}
