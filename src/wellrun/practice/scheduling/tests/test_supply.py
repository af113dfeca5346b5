"""Lengths, buffers, devices, assistants: find and book take the same things, and say which one is missing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellrun.practice.facilities.testing import make_device
from wellrun.practice.organization.api import add_person
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.queries.verification import visits_hold_their_time
from wellrun.practice.scheduling.queries.why_none import why_none
from wellrun.practice.scheduling.rules import HoursOn
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours, make_visit_type
from wellrun.practice.timebook import api as timebook
from wellrun.practice.workforce import api as workforce
from wellrun.practice.workforce.testing import make_provider

CHICAGO = ZoneInfo("America/Chicago")
WEDNESDAY = date(2026, 6, 3)
MINUTES = timedelta(minutes=1)


def find(clinic, kind=None, **options):
    by = options.pop("by", None) or clinic.desk()
    options = {"starts_on": WEDNESDAY, "days": 1, "limit": 200, "at": NOW} | options
    return scheduling.find_times(visit_type_id=(kind or clinic.kind).id, by=by, **options)


def walls(offers):
    return [f"{offer.starts_at.astimezone(CHICAGO):%H:%M}" for offer in offers]


def make_assistant(office, *, skill="stress test", starts=time(8), ends=time(12), name="Ada", **days):
    """An assistant of cardiology who works these hours from Monday to Friday."""
    program = office.program()
    person = add_person(
        organization=office.organization,
        given_name=name,
        family_name="Moss",
        credential_suffix="",
        by=program,
    )
    employee = workforce.add_employee(
        person=person, unit=office.cardiology, post="Medical assistant", starts_on=date(2026, 1, 1),
        by=program, at=NOW,
    )  # fmt: skip
    since = days.pop("since", date(2026, 1, 1))
    workforce.add_skill(employee_id=employee.id, skill=skill, since=since, by=program, at=NOW, **days)
    scheduling.set_staff_hours(
        employee_id=employee.id,
        unit=office.cardiology,
        hours=[HoursOn(day, starts, ends) for day in range(5)],
        effective_from=date(2026, 1, 1),
        by=program,
        at=NOW,
    )
    return employee


class TestLengths:
    def test_the_providers_own_length_wins_over_the_levels(self, office):
        clinic = Clinic(office, room_kind="", device_kind="")
        other = make_provider(office, family_name="Reyes")
        make_hours(office, provider_id=other.id)
        scheduling.set_lengths(
            visit_type_id=clinic.kind.id,
            by_level={"physician": 45},
            by_provider={other.id: 60},
            by=office.program(),
            at=NOW,
        )
        lasts = {offer.provider_name: (offer.ends_at - offer.starts_at) // MINUTES for offer in find(clinic)}
        assert lasts == {"Dr. Hale": 45, "Dr. Reyes": 60}
        visit = clinic.book(provider_id=other.id)
        assert visit.ends_at == NINE + timedelta(minutes=60)
        moved = scheduling.move_appointment(
            appointment_id=visit.id, starts_at=NINE, provider_id=clinic.provider.id, by=clinic.desk(), at=NOW
        )
        assert moved.ends_at == NINE + timedelta(minutes=45)
        assert visits_hold_their_time() == []

    def test_every_offer_of_every_length_can_be_booked(self, office):
        clinic = Clinic(office, room_kind="", device_kind="", buffer_before_minutes=10)
        scheduling.set_lengths(
            visit_type_id=clinic.kind.id,
            by_level={"physician": 50},
            by_provider={},
            by=office.program(),
            at=NOW,
        )
        while offers := find(clinic, limit=1):
            clinic.book(starts_at=offers[0].starts_at, patient_id=make_patient(office).id)
        assert len(scheduling.day_rows(unit_ids=[office.cardiology.id], on=WEDNESDAY, at=NOW)) == 8
        assert visits_hold_their_time() == []

    def test_a_length_is_refused_that_no_visit_has(self, office):
        clinic = Clinic(office)
        with pytest.raises(scheduling.VisitTypeRefused, match="from 5 minutes to 10 hours"):
            scheduling.set_lengths(
                visit_type_id=clinic.kind.id,
                by_level={"physician": 1},
                by_provider={},
                by=office.program(),
                at=NOW,
            )


class TestBuffers:
    def test_the_room_is_prepared_before_and_the_provider_is_not_kept(self, office):
        clinic = Clinic(office, device_kind="", buffer_before_minutes=15, buffer_after_minutes=5)
        visit = clinic.book()
        held = {row[0].kind: row[1:] for row in timebook.held_by(visit.id)}
        assert held["provider"] == (visit.starts_at, visit.ends_at)
        assert held["room"] == (NINE - 15 * MINUTES, visit.ends_at + 5 * MINUTES)
        assert "08:30" not in walls(find(clinic))
        with pytest.raises(scheduling.TimeTaken, match="No exam room is free at 8:30 AM"):
            clinic.book(starts_at=NINE - 30 * MINUTES, patient_id=make_patient(office).id)
        assert visits_hold_their_time() == []

    def test_without_a_place_it_is_the_provider_who_prepares(self, office):
        clinic = Clinic(office, room_kind="", device_kind="", buffer_before_minutes=15)
        assert walls(find(clinic))[0] == "08:15"
        with pytest.raises(scheduling.OutsideHours):
            clinic.book(starts_at=NINE - 60 * MINUTES)
        visit = clinic.book()
        assert timebook.held_by(visit.id)[0][1:] == (NINE - 15 * MINUTES, visit.ends_at)
        assert "08:30" not in walls(find(clinic))
        assert "08:15" in walls(find(clinic))


class TestDevices:
    def test_only_that_device_will_do(self, office):
        clinic = Clinic(office, room_kind="", device_kind="")
        one = make_device(office, name="Echo B", kind="echo")
        kind = make_visit_type(office, name="Echo on B", device_id=one.id)
        assert kind.device_kind == "echo"
        assert {offer.device_ids for offer in find(clinic, kind)} == {(one.id,)}
        clinic.book(visit_type_id=kind.id)
        other = make_provider(office, family_name="Reyes")
        make_hours(office, provider_id=other.id)
        with pytest.raises(scheduling.TimeTaken, match="No echo is free"):
            clinic.book(visit_type_id=kind.id, provider_id=other.id, patient_id=make_patient(office).id)


class TestAssistants:
    @pytest.fixture
    def clinic(self, office):
        return Clinic(office, device_kind="", staff_skill="stress test", minutes=60)

    def test_who_has_the_skill_is_taken_with_provider_and_room(self, clinic):
        ada = make_assistant(clinic.office)
        offers = find(clinic)
        assert {offer.assistant_id for offer in offers} == {ada.id}
        assert (walls(offers)[0], walls(offers)[-1]) == ("08:00", "11:00")
        visit = clinic.book()
        assert visit.assistant_id == ada.id
        assert {row[0].kind for row in timebook.held_by(visit.id)} == {"provider", "room", "staff"}
        assert visits_hold_their_time() == []
        assert "09:00" not in walls(find(clinic))

    def test_canceled_and_taken_back_has_an_assistant_again(self, clinic):
        make_assistant(clinic.office)
        visit = clinic.book()
        desk = clinic.desk()
        scheduling.cancel_appointment(appointment_id=visit.id, reason="Ill", by=desk, at=NOW)
        scheduling.undo_step(appointment_id=visit.id, by=desk, at=NOW)
        assert visits_hold_their_time() == []

    def test_nobody_at_work_is_refused_by_name_of_the_skill(self, clinic):
        make_assistant(clinic.office)
        with pytest.raises(
            scheduling.TimeTaken, match="No assistant with the skill stress test is free at 2:00 PM"
        ):
            clinic.book(starts_at=NINE + 5 * 60 * MINUTES)

    def test_a_skill_holds_on_its_days(self, clinic):
        make_assistant(clinic.office, until=WEDNESDAY)
        assert find(clinic) == []
        with pytest.raises(scheduling.TimeTaken, match="No assistant"):
            clinic.book()

    @pytest.mark.parametrize(
        ("skill", "starts", "said"),
        [
            ("blood draw", time(8), "Cardiology has no assistant with the skill stress test."),
            ("stress test", time(20), "No assistant with the skill stress test is free in Cardiology"),
        ],
    )
    def test_why_there_is_none(self, clinic, skill, starts, said):
        make_assistant(clinic.office, skill=skill, starts=starts, ends=time(23))
        assert find(clinic) == []
        reason = why_none(visit_type_id=clinic.kind.id, starts_on=WEDNESDAY, days=1, at=NOW)[0]
        assert reason.missing == "staff"
        assert reason.sentence.startswith(said)

    def test_costs_two_statements_more(self, clinic):
        make_assistant(clinic.office)
        by = clinic.desk()
        with CaptureQueriesContext(connection) as asked:
            assert find(clinic, by=by)
        assert len(asked) <= 7


class TestAdmitting:
    def refuse(self, clinic, kind, **patient):
        who = make_patient(clinic.office, **patient)
        scheduling.refuse_unfitting(visit_type=kind, patient_id=who.id, starts_at=NINE)

    def test_ages_are_those_of_the_day_of_the_visit(self, office):
        clinic = Clinic(office)
        kind = make_visit_type(office, name="Well child", age_below=18)
        kind = scheduling.visit_type(kind.id)
        self.refuse(clinic, kind, birth_on=date(2008, 6, 4))
        with pytest.raises(
            scheduling.Unfitting, match="under 18 years; this patient is 18 years old on that day"
        ):
            self.refuse(clinic, kind, birth_on=date(2008, 6, 3))
        scheduling.refuse_unfitting(
            visit_type=kind,
            patient_id=make_patient(office, birth_on=date(1980, 1, 1)).id,
            starts_at=NINE,
            note=scheduling.keep_type("", "disability clinic"),
        )

    def test_the_other_sex_is_refused_and_an_unknown_one_is_not(self, office):
        clinic = Clinic(office)
        kind = scheduling.visit_type(make_visit_type(office, name="Mammogram", sex="F").id)
        self.refuse(clinic, kind, sex="F")
        self.refuse(clinic, kind, sex="U")
        with pytest.raises(scheduling.Unfitting, match="Mammogram is for female patients"):
            self.refuse(clinic, kind, sex="M")

    def test_booking_refuses_it(self, office):
        clinic = Clinic(office, age_from=90)
        with pytest.raises(scheduling.Unfitting, match="from 90 years"):
            clinic.book()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"telehealth": True, "room_kind": "exam"}, "needs no room"),
        ({"age_from": 18, "age_below": 18}, "upper age is above"),
        ({"capacity": 51}, "1 to 50 patients"),
        ({"buffer_before_minutes": 121}, "Preparing takes from 0 to 120"),
        ({"sex": "X"}, "Choose for whom"),
    ],
)
def test_types_that_cannot_be(office, options, said):
    with pytest.raises(scheduling.VisitTypeRefused, match=said):
        make_visit_type(office, **options)


def test_forms_are_told_once_each(office):
    kind = make_visit_type(office, required_forms=["PHQ-9", "consent", " phq-9 "])
    assert scheduling.forms_of(kind) == ["phq-9", "consent"]


def test_a_leap_day_and_the_end_of_the_year_are_days_like_others(office):
    clinic = Clinic(office)
    for on in (date(2028, 2, 29), date(2026, 12, 31)):
        offers = find(clinic, starts_on=on)
        assert walls(offers)[0] == "08:00"
        assert {offer.starts_at.astimezone(CHICAGO).date() for offer in offers} == {on}
        assert clinic.book(starts_at=offers[0].starts_at).starts_at == offers[0].starts_at


def test_a_day_after_the_end_of_the_year_is_found_from_the_last_one(office):
    clinic = Clinic(office)
    last = find(clinic, starts_on=date(2026, 12, 31), days=2)
    assert datetime(2027, 1, 1, 8, tzinfo=CHICAGO) in {offer.starts_at for offer in last}
