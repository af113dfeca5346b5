"""Group visits: one time, many seats, never more than there are; moved and canceled as one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.api import move_to_compartment
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.operations.strand import raise_stranded
from wellrun.practice.scheduling.queries import verification
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours, make_visit_type
from wellrun.practice.workforce.testing import make_provider
from wellrun.practice.worklist.api import Task


@pytest.fixture
def clinic(office):
    clinic = Clinic(office, device_kind="")
    clinic.kind.capacity = 3
    clinic.kind.save(update_fields=["capacity"])
    clinic.single = make_visit_type(office, name="Visit alone")
    return clinic


def open_group(clinic, **options):
    asked = {"visit_type_id": clinic.kind.id, "provider_id": clinic.provider.id, "starts_at": NINE}
    return scheduling.open_group(**asked | {"by": clinic.desk(), "at": NOW} | options)


def join(clinic, group, patient=None):
    patient = patient or make_patient(clinic.office)
    return scheduling.join_group(group_id=group.id, patient_id=patient.id, by=clinic.desk(), at=NOW)


def whole():
    for check in (
        verification.groups_hold_their_time,
        verification.visits_hold_their_time,
        verification.only_visits_hold_time,
        verification.states_follow_steps,
        verification.places_follow_steps,
        verification.histories_are_whole,
        verification.patients_are_in_one_place,
    ):
        assert check() == []


def test_three_seats_are_three_and_a_freed_one_is_given_again(clinic):
    group = open_group(clinic)
    visits = [join(clinic, group) for _ in range(3)]
    assert [visit.seat for visit in visits] == [1, 2, 3]
    with pytest.raises(scheduling.GroupFull, match="All 3 seats"):
        join(clinic, group)
    scheduling.cancel_appointment(appointment_id=visits[1].id, reason="No ride", by=clinic.desk(), at=NOW)
    assert join(clinic, group).seat == 2
    with pytest.raises(scheduling.GroupFull):
        scheduling.undo_step(appointment_id=visits[1].id, by=clinic.desk(), at=NOW)
    whole()
    [mine] = scheduling.groups_of([group.unit_id], since=NOW)
    assert mine.taken == 3


def test_a_seat_that_is_not_there_is_refused_by_the_database(clinic):
    visit = join(clinic, open_group(clinic))
    visit.seat = 4
    with pytest.raises(IntegrityError, match="no such seat"), transaction.atomic():
        visit.save(update_fields=["seat"])


def test_the_provider_is_busy_and_a_patient_sits_once(clinic):
    group = open_group(clinic)
    join(clinic, group, clinic.patient)
    with pytest.raises(scheduling.PatientElsewhere):
        join(clinic, group, clinic.patient)
    other = make_patient(clinic.office)
    with pytest.raises(scheduling.TimeTaken):
        clinic.book(patient_id=other.id, visit_type_id=clinic.single.id)


def test_the_group_moves_with_all_its_visits_and_back(clinic):
    group = open_group(clinic)
    visits = [join(clinic, group) for _ in range(2)]
    with pytest.raises(scheduling.NotBookable, match="seat of a group"):
        scheduling.move_appointment(
            appointment_id=visits[0].id, starts_at=NINE + timedelta(hours=1), by=clinic.desk(), at=NOW
        )
    later = NINE + timedelta(hours=2)
    other = make_provider(clinic.office, family_name="Reyes")
    make_hours(clinic.office, provider_id=other.id)
    act = scheduling.move_group(
        group_id=group.id, starts_at=later, provider_id=other.id, reason="Room", by=clinic.desk(), at=NOW
    )
    assert {scheduling.appointment(each.id).starts_at for each in visits} == {later}
    whole()
    assert scheduling.undo_bulk(act_id=act.id, by=clinic.desk(), at=NOW).refused == []
    assert {scheduling.appointment(each.id).starts_at for each in visits} == {NINE}
    whole()


def test_the_group_stays_where_it_is_when_one_patient_is_elsewhere(clinic):
    group = open_group(clinic)
    visit = join(clinic, group)
    other = make_provider(clinic.office, family_name="Reyes")
    make_hours(clinic.office, provider_id=other.id)
    later = NINE + timedelta(hours=2)
    clinic.book(later, patient_id=visit.patient_id, provider_id=other.id, visit_type_id=clinic.single.id)
    with pytest.raises(scheduling.PatientElsewhere), transaction.atomic():
        scheduling.move_group(group_id=group.id, starts_at=later, by=clinic.desk(), at=NOW)
    assert scheduling.appointment(visit.id).starts_at == NINE


def test_canceling_the_group_cancels_all_and_one_undo_brings_all_back(clinic):
    group = open_group(clinic)
    visits = [join(clinic, group) for _ in range(2)]
    with pytest.raises(scheduling.ReasonNeeded):
        scheduling.cancel_group(group_id=group.id, reason=" ", by=clinic.desk(), at=NOW)
    act = scheduling.cancel_group(group_id=group.id, reason="Provider is away", by=clinic.desk(), at=NOW)
    assert {scheduling.appointment(each.id).state for each in visits} == {"cancelled"}
    whole()
    single = make_patient(clinic.office)
    booked = clinic.book(patient_id=single.id, visit_type_id=clinic.single.id)
    with pytest.raises(scheduling.TimeTaken), transaction.atomic():
        scheduling.undo_bulk(act_id=act.id, by=clinic.desk(), at=NOW)
    scheduling.cancel_appointment(appointment_id=booked.id, reason="Weather", by=clinic.desk(), at=NOW)
    assert scheduling.undo_bulk(act_id=act.id, by=clinic.desk(), at=NOW).refused == []
    assert {scheduling.appointment(each.id).state for each in visits} == {"booked"}
    whole()


def test_booking_a_type_for_groups_opens_one_or_joins_it(clinic):
    asked = {"visit_type_id": clinic.kind.id, "provider_id": clinic.provider.id, "starts_at": NINE}
    seats = [
        scheduling.book_seat(patient_id=make_patient(clinic.office).id, by=clinic.desk(), at=NOW, **asked)
        for _ in range(2)
    ]
    assert [each.seat for each in seats] == [1, 2]
    assert seats[0].group_id == seats[1].group_id
    with pytest.raises(scheduling.NotBookable, match="group visit"):
        clinic.book(NINE + timedelta(hours=1), patient_id=make_patient(clinic.office).id)
    whole()


def test_what_strands_a_group_strands_each_of_its_visits(clinic):
    group = open_group(clinic)
    for _ in range(2):
        join(clinic, group)
    clinic.office.program()
    assert raise_stranded(appointment_ids=[group.id], because="Dr. Hale is ill", at=NOW) == 2
    assert {task.path for task in Task.objects.filter(kind="visit stranded")} == {
        f"/appointments/groups/{group.id}/"
    }
    scheduling.move_group(
        group_id=group.id, starts_at=NINE + timedelta(hours=1), reason="Ill", by=clinic.desk(), at=NOW
    )
    clinic.office.program()
    assert not Task.objects.filter(kind="visit stranded", state="open").exists()


def test_a_seat_of_a_restricted_chart_is_taken_moves_and_ends_with_its_group(clinic):
    group = open_group(clinic, capacity=2)
    hidden = join(clinic, group)
    move_to_compartment(patient_id=hidden.patient_id, compartment="restricted", reason="asked for it",
                        by=clinic.office.program(), at=NOW)  # fmt: skip
    assert join(clinic, group).seat == 2
    with pytest.raises(scheduling.GroupFull):
        join(clinic, group)
    later = NINE + timedelta(hours=2)
    act = scheduling.move_group(group_id=group.id, starts_at=later, reason="Room", by=clinic.desk(), at=NOW)
    # Whoever acted still does not see the chart.
    assert scheduling.appointment(hidden.id) is None
    clinic.office.program()
    assert scheduling.appointment(hidden.id).starts_at == later
    assert scheduling.undo_bulk(act_id=act.id, by=clinic.desk(), at=NOW).refused == []
    act = scheduling.cancel_group(group_id=group.id, reason="Away", by=clinic.desk(), at=NOW)
    clinic.office.program()
    assert scheduling.appointment(hidden.id).state == "cancelled"
    assert scheduling.undo_bulk(act_id=act.id, by=clinic.desk(), at=NOW).refused == []
    clinic.office.program()
    assert (scheduling.appointment(hidden.id).state, scheduling.appointment(hidden.id).seat) == ("booked", 1)
    whole()
