"""A provider's day in one act: seen before, told where it fails, undone whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.queries import verification
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours
from wellrun.practice.workforce.testing import make_provider
from wellrun.practice.worklist.api import Task


@pytest.fixture
def clinic(office):
    clinic = Clinic(office, device_kind="", room_kind="")
    clinic.visits = [
        clinic.book(NINE + timedelta(minutes=30 * number), patient_id=make_patient(office).id)
        for number in range(3)
    ]
    clinic.other = make_provider(office, family_name="Reyes")
    make_hours(office, provider_id=clinic.other.id)
    return clinic


def moves(clinic, **options):
    return [scheduling.Wanted(each.id, each.starts_at, clinic.other.id, **options) for each in clinic.visits]


def whole():
    for check in (
        verification.visits_hold_their_time,
        verification.only_visits_hold_time,
        verification.states_follow_steps,
        verification.places_follow_steps,
        verification.histories_are_whole,
    ):
        assert check() == []


def providers(clinic):
    return [scheduling.appointment(each.id).provider_id for each in clinic.visits]


def test_a_rehearsal_says_what_would_be_and_changes_nothing(clinic):
    clinic.book(
        clinic.visits[1].starts_at, patient_id=make_patient(clinic.office).id, provider_id=clinic.other.id
    )
    seen = scheduling.rehearse(
        scheduling.move_visits, moves=moves(clinic), reason="Dr. Hale is ill", by=clinic.desk(), at=NOW
    )
    assert (len(seen.done), len(seen.refused)) == (2, 1)
    assert "was just taken" in seen.refused[0].sentence
    assert set(providers(clinic)) == {clinic.provider.id}
    assert scheduling.BulkAct.objects.count() == 0


def test_what_fails_stays_and_the_rest_moves_and_comes_back(clinic):
    clinic.book(
        clinic.visits[1].starts_at, patient_id=make_patient(clinic.office).id, provider_id=clinic.other.id
    )
    done = scheduling.move_visits(moves=moves(clinic), reason="Dr. Hale is ill", by=clinic.desk(), at=NOW)
    assert providers(clinic) == [clinic.other.id, clinic.provider.id, clinic.other.id]
    whole()
    assert scheduling.undo_bulk(act_id=done.act.id, by=clinic.desk(), at=NOW).refused == []
    assert set(providers(clinic)) == {clinic.provider.id}
    whole()


def test_the_nearest_free_time_of_the_day_will_do_where_asked(clinic):
    taken = clinic.visits[0].starts_at
    clinic.book(taken, patient_id=make_patient(clinic.office).id, provider_id=clinic.other.id)
    done = scheduling.move_visits(
        moves=moves(clinic, nearest=True)[:1], reason="Dr. Hale is ill", by=clinic.desk(), at=NOW
    )
    assert abs(scheduling.appointment(done.done[0].visit.id).starts_at - taken) == timedelta(minutes=30)


def test_nothing_is_canceled_without_a_reason_and_one_undo_books_all_again(clinic):
    ids = [each.id for each in clinic.visits]
    with pytest.raises(scheduling.ReasonNeeded):
        scheduling.cancel_visits(appointment_ids=ids, reason="", by=clinic.desk(), at=NOW)
    done = scheduling.cancel_visits(
        appointment_ids=ids, reason="Provider is away", code="provider-away", by=clinic.desk(), at=NOW
    )
    assert {scheduling.appointment(each).state for each in ids} == {"cancelled"}
    scheduling.undo_step(appointment_id=ids[0], by=clinic.desk(), at=NOW)
    back = scheduling.undo_bulk(act_id=done.act.id, by=clinic.desk(), at=NOW)
    assert [each.appointment_id for each in back.refused] == [ids[0]]
    assert {scheduling.appointment(each).state for each in ids} == {"booked"}
    whole()


def test_handing_over_makes_a_task_each_and_undoing_closes_them(clinic):
    ids = [each.id for each in clinic.visits]
    done = scheduling.hand_over(appointment_ids=ids, reason="Dr. Hale is ill", by=clinic.desk(), at=NOW)
    assert Task.objects.filter(kind="visit stranded", state="open").count() == 3
    scheduling.undo_bulk(act_id=done.act.id, by=clinic.desk(), at=NOW)
    assert Task.objects.filter(kind="visit stranded", state="open").count() == 0
