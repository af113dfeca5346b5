"""A provider away: nobody books into it, who is booked then is known, and coming back frees the rest."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection

from wellrun.platform.access.api import NotAllowed, Stale
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.jobs import forget_stranded, tell_stranded
from wellrun.practice.scheduling.models import Absence
from wellrun.practice.scheduling.queries import verification
from wellrun.practice.scheduling.queries.absences import absences_to_come, visits_to_move
from wellrun.practice.scheduling.testing import NINE, Clinic
from wellrun.practice.worklist import api as worklist

HOUR = timedelta(hours=1)


@pytest.fixture
def clinic(office):
    return Clinic(office)


def lead(clinic, at=NOW):
    return clinic.office.actor("cardio_lead", at)


def take_out(clinic, **options):
    options = {"starts_at": NOW, "ends_at": NINE + 8 * HOUR, "kind": scheduling.AbsenceKind.SICK} | options
    return scheduling.take_out(
        provider_id=clinic.provider.id, by=options.pop("by", None) or lead(clinic), at=NOW, **options
    )


def jobs_named(name):
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where task_name = %s order by id", [name])
        return [json.loads(row[0]) for row in cursor.fetchall()]


def test_nobody_books_into_an_absence_and_the_booked_are_told_of(clinic):
    visit = clinic.book()
    absence, stranded = take_out(clinic)
    assert stranded == [visit.id]
    assert absences_to_come(lead(clinic), NOW)[0].stranded == 1
    with pytest.raises(scheduling.TimeTaken, match="Dr. Hale was just taken"):
        clinic.book(NINE + HOUR, patient_id=make_patient(clinic.office).id)
    offers = scheduling.find_times(
        visit_type_id=clinic.kind.id, starts_on=NOW.date(), limit=1, by=clinic.desk(), at=NOW
    )
    assert offers[0].starts_at > absence.ends_at
    with running(VirtualClock(NOW)):
        assert tell_stranded(**jobs_named("scheduling.stranded_by_fault")[0]) == 1
    [task] = worklist.open_tasks(by=clinic.desk(), whose="all")
    assert (task.detail, task.path) == ("Dr. Hale is away.", f"/appointments/{visit.id}/rebooking/")


def test_coming_back_early_frees_the_rest_and_its_tasks(clinic):
    visit = clinic.book()
    absence, _ = take_out(clinic)
    with running(VirtualClock(NOW)):
        tell_stranded(**jobs_named("scheduling.stranded_by_fault")[0])
    scheduling.end_absence(absence_id=absence.id, by=lead(clinic, NOW + HOUR), at=NOW + HOUR)
    assert absences_to_come(lead(clinic), NOW + HOUR) == []
    assert clinic.book(NINE + HOUR, patient_id=make_patient(clinic.office).id).state == "booked"
    with running(VirtualClock(NOW)):
        assert forget_stranded(**jobs_named("scheduling.fault_cleared")[0]) == 1
    assert worklist.open_tasks(by=clinic.desk(), whose="all") == []
    assert visit.state == "booked"
    with pytest.raises(scheduling.AbsenceOver):
        scheduling.end_absence(absence_id=absence.id, by=lead(clinic), at=NOW + HOUR)
    clinic.office.program()
    assert verification.absences_are_blocks() == []


def test_a_longer_absence_strands_what_is_new_only(clinic):
    near = clinic.book()
    far = clinic.book(NINE + timedelta(days=1), patient_id=make_patient(clinic.office).id)
    absence, stranded = take_out(clinic)
    assert stranded == [near.id]
    longer = scheduling.change_absence(
        absence_id=absence.id, ends_at=NINE + timedelta(days=2), expected_version=1, by=lead(clinic), at=NOW
    )
    assert longer == [near.id, far.id]
    assert [job["booking_ids"] for job in jobs_named("scheduling.stranded_by_fault")] == [
        [str(near.id)],
        [str(far.id)],
    ]
    shorter = scheduling.change_absence(
        absence_id=absence.id, ends_at=NINE + 2 * HOUR, by=lead(clinic), at=NOW
    )
    assert shorter == [near.id]
    with pytest.raises(Stale):
        scheduling.change_absence(
            absence_id=absence.id, ends_at=NINE, expected_version=1, by=lead(clinic), at=NOW
        )
    clinic.office.program()
    assert verification.absences_are_blocks() == []


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"ends_at": NOW - HOUR}, scheduling.WrongAbsence),
        ({"starts_at": NOW - 3 * HOUR, "ends_at": NOW - HOUR}, scheduling.WrongAbsence),
        ({"ends_at": NOW + timedelta(days=400)}, scheduling.WrongAbsence),
    ],
)
def test_a_range_that_is_none_is_refused(clinic, options, refusal):
    with pytest.raises(refusal, match="Say until when"):
        take_out(clinic, **options)
    assert not Absence.objects.exists()


def test_twice_away_at_once_is_refused(clinic):
    take_out(clinic)
    with pytest.raises(scheduling.AlreadyAway):
        take_out(clinic, starts_at=NINE, ends_at=NINE + timedelta(days=1))


def test_the_desk_takes_nobody_out(clinic):
    with pytest.raises(NotAllowed):
        take_out(clinic, by=clinic.desk())


def test_sick_during_the_day_leaves_what_is_over_and_who_is_here(clinic):
    over = clinic.book(NOW + timedelta(minutes=15))
    here = clinic.book(NOW + HOUR, patient_id=make_patient(clinic.office).id)
    later = clinic.book(NOW + 3 * HOUR, patient_id=make_patient(clinic.office).id)
    noon = NOW + HOUR
    scheduling.advance_visit(appointment_id=here.id, to="arrived", by=clinic.desk(noon), at=noon)
    _, stranded = scheduling.take_out(
        provider_id=clinic.provider.id,
        starts_at=NOW,
        ends_at=NINE,
        kind=scheduling.AbsenceKind.SICK,
        by=lead(clinic, noon),
        at=noon,
    )
    assert stranded == [over.id, here.id, later.id]
    assert [visit.id for visit in visits_to_move(stranded, lead(clinic, noon), noon)] == [later.id]
    with running(VirtualClock(noon)):
        assert tell_stranded(**jobs_named("scheduling.stranded_by_fault")[0]) == 2
