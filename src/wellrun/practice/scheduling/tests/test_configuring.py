"""Visit types, hours and closed days: who may change them, and whom a change strands."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from wellrun.platform.access.api import NotAllowed, Stale
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.api import HoursOn
from wellrun.practice.scheduling.testing import NINE, Clinic

WEDNESDAY = date(2026, 6, 3)


@pytest.fixture
def clinic(office):
    return Clinic(office)


def set_hours(clinic, *hours, **options):
    return scheduling.set_availability(
        provider_id=clinic.provider.id,
        unit=clinic.office.cardiology,
        hours=hours,
        effective_from=options.pop("effective_from", WEDNESDAY),
        by=clinic.office.actor(options.pop("who", "cardio_lead")),
        at=NOW,
        **options,
    )


def stranded(clinic, *hours, **options):
    rows = scheduling.stranded_by_hours(
        provider_id=clinic.provider.id,
        unit_id=clinic.office.cardiology.id,
        zone="America/Chicago",
        hours=hours,
        effective_from=options.pop("effective_from", WEDNESDAY),
        at=NOW,
        **options,
    )
    return [row.id for row in rows]


def test_new_hours_say_whom_they_strand_before_they_are_saved(clinic):
    morning = clinic.book()
    afternoon = clinic.book(starts_at=NINE + timedelta(hours=5), patient_id=make_patient(clinic.office).id)
    next_week = clinic.book(
        starts_at=NINE + timedelta(days=7, hours=5), patient_id=make_patient(clinic.office).id
    )
    mornings = HoursOn(2, time(8), time(12))
    assert stranded(clinic, mornings) == [afternoon.id, next_week.id]
    assert stranded(clinic, mornings, effective_to=date(2026, 6, 5)) == [afternoon.id]
    assert stranded(clinic, HoursOn(2, time(13), time(17))) == [morning.id]
    assert stranded(clinic, HoursOn(2, time(8), time(17))) == []


def test_closing_part_of_a_day_says_whom_it_strands(clinic):
    visit = clinic.book()
    common = {
        "provider_id": clinic.provider.id,
        "unit_ids": [clinic.office.cardiology.id],
        "zone": "America/Chicago",
        "on": WEDNESDAY,
        "at": NOW,
    }
    assert [row.id for row in scheduling.stranded_by_closing(**common, starts=None, ends=None)] == [visit.id]
    assert scheduling.stranded_by_closing(**common, starts=time(12), ends=time(17)) == []


def test_hours_for_some_weeks_leave_the_weeks_around_them(clinic):
    set_hours(clinic, HoursOn(2, time(13), time(17)), effective_to=date(2026, 6, 17))
    for days, hour in ((0, "13:00"), (7, "13:00"), (14, "08:00")):
        offer = scheduling.find_times(
            visit_type_id=clinic.kind.id,
            starts_on=WEDNESDAY + timedelta(days=days),
            days=1,
            limit=1,
            by=clinic.desk(),
            at=NOW,
        )[0]
        assert offer.starts_at.strftime("%H:%M") == {"13:00": "18:00", "08:00": "13:00"}[hour]


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ([HoursOn(0, time(12), time(8))], "end after they start"),
        ([HoursOn(0, time(8), time(12)), HoursOn(0, time(11), time(17))], "overlap"),
    ],
)
def test_impossible_hours_are_refused(clinic, hours, sentence):
    with pytest.raises(scheduling.WrongHours, match=sentence):
        set_hours(clinic, *hours)


def test_only_the_section_configures_itself(clinic):
    for who in ("north_desk", "provider", "manager"):
        if who == "manager":
            assert set_hours(clinic, HoursOn(0, time(8), time(12)), who=who)
        else:
            with pytest.raises(NotAllowed):
                set_hours(clinic, HoursOn(0, time(8), time(12)), who=who)
    with pytest.raises(NotAllowed):
        scheduling.add_visit_type(
            unit=clinic.office.family_north,
            name="Physical",
            minutes=40,
            by=clinic.office.actor("cardio_lead"),
            at=NOW,
        )


def test_a_visit_type_changes_for_what_is_booked_from_now_on(clinic):
    visit = clinic.book()
    lead = clinic.office.actor("cardio_lead")
    change = {"visit_type_id": clinic.kind.id, "changes": {"minutes": 45}, "by": lead, "at": NOW}
    scheduling.change_visit_type(**change, expected_version=1)
    kept = scheduling.appointment(visit.id)
    assert kept.ends_at - kept.starts_at == timedelta(minutes=30)
    with pytest.raises(Stale):
        scheduling.change_visit_type(**change, expected_version=1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"minutes": 3}, "minutes"), ({"buffer_after_minutes": 500}, "buffer_after_minutes")],
)
def test_impossible_visit_types_are_refused_beside_their_field(clinic, changes, field):
    with pytest.raises(scheduling.VisitTypeRefused) as refused:
        scheduling.change_visit_type(
            visit_type_id=clinic.kind.id,
            changes=changes,
            expected_version=1,
            by=clinic.office.actor("cardio_lead"),
            at=NOW,
        )
    assert refused.value.field == field


def test_one_name_is_one_visit_type_in_a_department(clinic):
    with pytest.raises(scheduling.VisitTypeRefused, match="of that name"):
        scheduling.add_visit_type(
            unit=clinic.office.cardiology,
            name=clinic.kind.name,
            minutes=30,
            by=clinic.office.actor("cardio_lead"),
            at=NOW,
        )
