"""Recalls: made once for a rule and period, asked by each way in turn, ended when a visit is booked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW, TODAY
from wellrun.practice.outreach.api import Link, Notice
from wellrun.practice.patients.api import merge_patients
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling import jobs
from wellrun.practice.scheduling.operations.recalls import after_months, reopen_recall
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours
from wellrun.practice.workforce.testing import make_provider

DAY = timedelta(days=1)


class Recalling(Clinic):
    """A clinic whose patients were seen a year ago."""

    def __init__(self, office):
        super().__init__(office, room_kind="", device_kind="")
        self.then = make_provider(office, family_name="Ito")
        make_hours(
            office, provider_id=self.then.id, weekdays=tuple(range(7)), effective_from=date(2020, 1, 1)
        )
        self.number = 0

    def seen(self, patient=None, days_ago=365, kind=None):
        """A visit that was checked out so many days ago."""
        patient = patient or make_patient(self.office, email="a@example.org")
        self.number += 1
        at = NINE - DAY - timedelta(days=days_ago, minutes=30 - 30 * self.number)
        visit = self.book(
            at, patient_id=patient.id, provider_id=self.then.id, at=at - DAY, by=self.office.program(at)
        )
        self.office.program()
        scheduling.Appointment.objects.filter(id=visit.id).update(state="checked_out")
        return patient

    def rule(self, **changes):
        told = {"name": "Yearly", "interval_months": 12, "lead_days": 14, "channels": ["email"], "attempts": 2,
                "days_between": 7} | changes  # fmt: skip
        return scheduling.add_recall_rule(
            visit_type_id=self.kind.id, changes=told, by=self.office.actor("cardio_lead"), at=NOW
        )

    def make(self, rule, at=NOW):
        return scheduling.make_due_recalls(rule=rule, by=self.office.program(at), at=at)

    def ask(self, at=NOW):
        return scheduling.ask_due_recalls(by=self.office.program(at), at=at)


@pytest.fixture
def clinic(office):
    return Recalling(office)


@pytest.mark.parametrize(
    ("on", "months", "due"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 10, 31), 4, date(2026, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2026, 1, 31), -1, date(2025, 12, 31)),
    ],
)
def test_months_end_with_the_month(on, months, due):
    assert after_months(on, months) == due


class TestRules:
    def test_who_is_due_is_recalled_once(self, clinic):
        patient = clinic.seen(days_ago=355)
        clinic.seen(days_ago=200)
        clinic.seen(days_ago=365 * 3)
        rule = clinic.rule()
        assert (clinic.make(rule), clinic.make(rule), clinic.make(rule, NOW + DAY)) == (1, 0, 0)
        recall = scheduling.Recall.objects.get()
        assert (recall.patient_id, recall.due_on) == (
            patient.id,
            after_months(TODAY - timedelta(days=355), 12),
        )

    def test_who_has_a_visit_ahead_or_is_not_meant_is_not(self, clinic):
        clinic.book(NINE, patient_id=clinic.seen().id)
        dead = clinic.seen()
        type(dead).objects.filter(id=dead.id).update(deceased_on=TODAY)
        clinic.seen(make_patient(clinic.office, sex="M", birth_on=date(1990, 1, 1)))
        wanted = clinic.seen(make_patient(clinic.office, sex="F", birth_on=date(1960, 1, 1)))
        rule = clinic.rule(sex="F", age_from=50, age_below=75)
        assert clinic.make(rule) == 1
        assert scheduling.Recall.objects.get().patient_id == wanted.id

    def test_a_rule_that_cannot_be_is_refused(self, clinic):
        clinic.rule()
        with pytest.raises(Exception, match="has a rule of that name"):
            clinic.rule()
        with pytest.raises(Exception, match="upper age"):
            clinic.rule(name="Odd", age_from=50, age_below=40)


class TestAsking:
    def test_each_attempt_by_its_way_then_the_call_list(self, clinic):
        clinic.seen(make_patient(clinic.office, email="a@example.org"))
        clinic.make(clinic.rule())
        for day, state, channels in (
            (0, "open", ["email"]),
            (1, "open", ["email"]),
            (7, "open", ["email", "email"]),
            (14, "call", ["email", "email", "call"]),
            (30, "call", ["email", "email", "call"]),
        ):
            clinic.ask(NOW + day * DAY)
            recall = scheduling.Recall.objects.get()
            assert recall.state == state
            assert list(recall.tries.order_by("number").values_list("channel", flat=True)) == channels
        notice = Notice.objects.filter(kind="recall").first()
        assert notice.link.purpose == "booking" and "Cardiology" not in notice.body
        assert Link.objects.filter(subject_id=recall.id).count() == 3

    def test_a_booked_visit_ends_it_and_takes_back_what_has_not_left(self, clinic):
        patient = clinic.seen()
        clinic.make(clinic.rule())
        clinic.ask()
        visit = clinic.book(NINE, patient_id=patient.id)
        with running(VirtualClock(NOW)):
            jobs.tend_all()
        clinic.office.program()
        recall = scheduling.Recall.objects.get()
        assert (recall.state, recall.appointment_id) == ("booked", visit.id)
        assert Notice.objects.get(kind="recall").state == "withdrawn"

    def test_the_nightly_job_makes_and_asks_and_may_run_twice(self, clinic):
        clinic.seen()
        clinic.rule()
        with running(VirtualClock(NOW)):
            assert [jobs.recall_patients(), jobs.recall_patients()] == [1, 0]

    def test_a_call_is_noted_and_an_end_undone(self, clinic):
        clinic.seen()
        clinic.make(clinic.rule())
        recall, desk = scheduling.Recall.objects.get(), clinic.desk()
        scheduling.note_call(recall_id=recall.id, outcome="Left a message", by=desk, at=NOW)
        assert recall.tries.get().outcome == "Left a message"
        ended = scheduling.end_recall(recall_id=recall.id, reason="Goes elsewhere", by=desk, at=NOW)
        assert (ended.state, ended.end_reason) == ("ended", "Goes elsewhere")
        assert reopen_recall(recall_id=recall.id, by=desk, at=NOW).state == "open"


class TestSetting:
    def test_somebody_sets_one_for_a_patient(self, clinic):
        asked = {
            "patient_id": clinic.patient.id,
            "visit_type_id": clinic.kind.id,
            "by": clinic.desk(),
            "at": NOW,
        }
        recall = scheduling.set_recall(**asked, due_on=after_months(TODAY, 6))
        assert (recall.due_on, recall.next_on) == (date(2026, 12, 2), date(2026, 11, 2))
        with pytest.raises(scheduling.RecallRefused, match="stands already"):
            scheduling.set_recall(**asked, due_on=after_months(TODAY, 7))
        with pytest.raises(scheduling.RecallRefused, match="still to come"):
            scheduling.set_recall(**asked, due_on=TODAY)

    def test_recalls_follow_a_merged_chart(self, clinic):
        twin = make_patient(clinic.office)
        for patient in (clinic.patient, twin):
            scheduling.set_recall(patient_id=patient.id, visit_type_id=clinic.kind.id, due_on=TODAY + 90 * DAY,
                                  by=clinic.desk(), at=NOW)  # fmt: skip
        merge_patients(survivor_id=clinic.patient.id, merged_id=twin.id, reason="same card",
                       by=clinic.office.actor("manager"), at=NOW)  # fmt: skip
        clinic.office.program()
        rows = scheduling.Recall.objects.order_by("id").values_list("patient_id", "state")
        assert list(rows) == [(clinic.patient.id, "open"), (clinic.patient.id, "ended")]
