"""Policies mark and tell; they refuse nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellrun.platform.access.api import NotAllowed
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.testing import NINE, Clinic
from wellrun.practice.worklist.api import Task

SOON = NINE - timedelta(hours=3)


@pytest.fixture
def clinic(office):
    clinic = Clinic(office, device_kind="")
    scheduling.set_attendance_policy(
        unit=office.cardiology,
        values={"notice_hours": 24, "late_cancel_fee_cents": 2500, "missed_fee_cents": 4000,
                "missed_visits": 2, "missed_months": 6},
        by=office.actor("cardio_lead"),
        at=NOW,
    )  # fmt: skip
    return clinic


def tasks(clinic, kind):
    clinic.office.program()
    return list(Task.objects.filter(kind=kind, state="open"))


def cancel(clinic, visit, code, at):
    return scheduling.cancel_appointment(
        appointment_id=visit.id, reason="Said so", code=code, by=clinic.desk(at), at=at
    )


class TestLateCancellation:
    def test_the_patients_own_late_cancellation_is_marked_and_told_to_billers(self, clinic):
        visit = clinic.book()
        assert cancel(clinic, visit, "no-ride", SOON).late_cancel
        [task] = tasks(clinic, "attendance fee")
        assert (task.role, "$25.00" in task.title) == ("biller", True)
        scheduling.undo_step(appointment_id=visit.id, by=clinic.desk(SOON), at=SOON)
        assert not scheduling.appointment(visit.id).late_cancel
        assert tasks(clinic, "attendance fee") == []

    @pytest.mark.parametrize(
        ("code", "at"), [("no-ride", NINE - timedelta(hours=25)), ("weather", SOON), ("", SOON)]
    )
    def test_in_time_or_not_the_patients_doing_is_not(self, clinic, code, at):
        assert not cancel(clinic, clinic.book(at=NOW - timedelta(hours=12)), code, at).late_cancel
        assert tasks(clinic, "attendance fee") == []

    def test_a_reason_of_no_list_is_refused(self, clinic):
        with pytest.raises(scheduling.PolicyRefused):
            cancel(clinic, clinic.book(), "whatever", SOON)


def miss(clinic, day):
    starts_at = NINE + timedelta(days=day)
    visit = clinic.book(starts_at)
    after = starts_at + timedelta(minutes=30)
    scheduling.advance_visit(appointment_id=visit.id, to="no_show", by=clinic.desk(after), at=after)
    return after


def test_the_second_missed_visit_makes_a_task_and_a_flag_and_refuses_nothing(clinic):
    miss(clinic, 0)
    assert tasks(clinic, "missed visits") == []
    after = miss(clinic, 1)
    [task] = tasks(clinic, "missed visits")
    assert (task.role, task.patient_id) == ("assistant manager", clinic.patient.id)
    clinic.desk(after)
    asked = {
        "patient_id": clinic.patient.id,
        "unit_id": clinic.office.cardiology.id,
        "visit_type_id": clinic.kind.id,
    }
    assert scheduling.missed_lately(**asked, at=after).count == 2
    assert scheduling.missed_lately(**asked, at=after + timedelta(days=365)) is None
    clinic.book(NINE + timedelta(days=5), at=after)


def test_a_policy_of_a_type_stands_alone(clinic):
    scheduling.set_attendance_policy(
        unit=clinic.office.cardiology, visit_type_id=clinic.kind.id, values={"notice_hours": 2},
        by=clinic.office.actor("cardio_lead"), at=NOW,
    )  # fmt: skip
    assert scheduling.policy_for(clinic.office.cardiology.id, clinic.kind.id).notice_hours == 2
    assert not cancel(clinic, clinic.book(), "no-ride", SOON).late_cancel
    with pytest.raises(NotAllowed):
        scheduling.set_attendance_policy(
            unit=clinic.office.cardiology, values={}, by=clinic.office.actor("north_desk"), at=NOW
        )


class TestReasons:
    def test_the_list_is_the_organizations_own_once_it_has_one(self, clinic):
        manager = clinic.office.actor("manager")
        organization = clinic.office.organization.id
        first = scheduling.cancel_reasons(organization)
        assert "no-ride" in {each.code for each in first}
        kept = [each for each in first if each.code != "cost"]
        scheduling.set_cancel_reasons(organization_id=organization, reasons=kept, by=manager, at=NOW)
        assert "cost" not in {each.code for each in scheduling.cancel_reasons(organization)}
        with pytest.raises(scheduling.PolicyRefused):
            scheduling.set_cancel_reasons(organization_id=organization, reasons=[], by=manager, at=NOW)


class TestUnscheduled:
    def listed(self, clinic):
        office = clinic.office
        clinic.desk()
        rows = scheduling.unscheduled(
            organization_id=office.organization.id,
            unit_ids=[office.cardiology.id],
            since=NOW - timedelta(days=60),
        )
        return {row.id for row in rows}

    def test_what_is_canceled_is_listed_until_it_is_booked_again(self, clinic):
        visit = clinic.book()
        cancel(clinic, visit, "weather", NOW + timedelta(minutes=1))
        assert self.listed(clinic) == {visit.id}
        clinic.book(NINE + timedelta(days=2), at=NOW + timedelta(minutes=5))
        assert self.listed(clinic) == set()

    def test_what_is_needed_no_longer_is_not(self, clinic):
        cancel(clinic, clinic.book(), "not-needed", NOW + timedelta(minutes=1))
        cancel(
            clinic,
            clinic.book(patient_id=make_patient(clinic.office).id),
            "mistake",
            NOW + timedelta(minutes=1),
        )
        assert self.listed(clinic) == set()
