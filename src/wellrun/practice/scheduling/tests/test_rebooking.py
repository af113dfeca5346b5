"""From a cause to a plan to moved visits: nothing by itself, nothing doubled, nothing lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from wellrun.platform.access.api import NotAllowed, NotFound
from wellrun.practice.facilities import api as facilities
from wellrun.practice.facilities.testing import make_room
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.models import Appointment, PlannedMove
from wellrun.practice.scheduling.queries import verification
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours
from wellrun.practice.workforce.testing import make_provider
from wellrun.practice.worklist import api as worklist

HALF, HOUR, DAY = timedelta(minutes=30), timedelta(hours=1), timedelta(days=1)


class Section:
    """Cardiology with Dr. Hale, Dr. Reyes and two rooms; four visits of Dr. Hale on June 3, a room's hours long."""

    def __init__(self, office, visits=4):
        self.office, self.clinic = office, Clinic(office, device_kind="")
        self.other = make_provider(office, family_name="Reyes")
        make_hours(office, provider_id=self.other.id)
        self.second_room = make_room(office, name="Room 2")
        self.visits = [
            self.clinic.book(NINE + number * HALF, patient_id=make_patient(office).id)
            for number in range(visits)
        ]

    def lead(self, at=NOW):
        return self.office.actor("cardio_lead", at)

    def away(self, at=NOW, **options):
        options = {"starts_at": NINE - HOUR, "ends_at": NINE + 8 * HOUR} | options
        absence, _ = scheduling.take_out(
            provider_id=self.clinic.provider.id,
            kind=scheduling.AbsenceKind.SICK,
            by=self.lead(at),
            at=at,
            **options,
        )
        return scheduling.cause_of_absence(absence)

    def propose(self, cause=None, at=NOW, **options):
        return scheduling.propose_plan(cause=cause or self.away(at), by=self.lead(at), at=at, **options)

    def moves(self, plan):
        return [row.move for row in scheduling.move_rows_of(plan, self.lead())]

    def now(self, visit):
        self.office.program()
        return Appointment.objects.get(id=visit.id)

    def sound(self):
        self.office.program()
        for check in (
            verification.closed_plans_are_settled,
            verification.absences_are_blocks,
            verification.moves_are_seen_with_their_visits,
            verification.visits_hold_their_time,
            verification.places_follow_steps,
            verification.histories_are_whole,
            verification.patients_are_in_one_place,
        ):
            assert check() == []


@pytest.fixture
def section(office):
    return Section(office)


class TestProposing:
    def test_a_plan_moves_nobody_and_has_a_place_for_everybody(self, section):
        plan = section.propose()
        moves = section.moves(plan)
        assert [move.state for move in moves] == ["proposed"] * 4
        # Dr. Reyes has the very same times free, but Dr. Hale is back the next day.
        assert {move.to_starts_at for move in moves} == {NINE + n * HALF + DAY for n in range(4)}
        assert {move.to_provider_id for move in moves} == {section.clinic.provider.id}
        assert moves[0].why == "1 day later, at the same time of day; same provider."
        assert plan.gap_permille == 0
        assert plan.title == "Dr. Hale is away from Wednesday, June 3, 2026"
        for visit in section.visits:
            assert section.now(visit).version == 1
        section.sound()

    def test_an_urgent_visit_goes_to_whoever_is_there_the_same_day(self, section):
        section.office.program()
        Appointment.objects.filter(id=section.visits[0].id).update(urgency="urgent")
        moves = section.moves(section.propose())
        assert (moves[0].to_starts_at, moves[0].to_provider_id) == (NINE, section.other.id)
        assert not moves[0].same_provider

    def test_a_broken_room_keeps_provider_and_time_and_changes_the_room(self, section):
        broken = section.visits[0].room_id
        facilities.report_fault(
            room_id=broken,
            starts_at=NOW,
            ends_at=NINE + 9 * HOUR,
            note="Water",
            by=section.lead(),
            at=NOW,
        )
        fault = facilities.open_faults([section.office.cardiology.id], NOW)[0]
        plan = section.propose(scheduling.cause_of_fault(fault.id, section.lead()))
        moves = section.moves(plan)
        assert {move.to_room_id for move in moves}.isdisjoint({broken})
        assert all(move.to_starts_at == move.from_starts_at and move.same_provider for move in moves)
        done = scheduling.accept_plan(plan_id=plan.id, by=section.lead(), at=NOW)
        assert (done.moved, done.left) == (len(moves), 0)
        assert all(section.now(visit).room_id != broken for visit in section.visits)
        section.sound()

    def test_where_nothing_is_free_the_visit_gets_a_task_that_says_why(self, office):
        clinic = Clinic(office, device_kind="")
        visit = clinic.book()
        lead = office.actor("cardio_lead")
        absence, _ = scheduling.take_out(
            provider_id=clinic.provider.id,
            starts_at=NOW,
            ends_at=NOW + 90 * DAY,
            kind=scheduling.AbsenceKind.LEAVE,
            by=lead,
            at=NOW,
        )
        plan = scheduling.propose_plan(cause=scheduling.cause_of_absence(absence), by=lead, at=NOW)
        [row] = scheduling.move_rows_of(plan, lead)
        assert row.move.state == "unplaced"
        [task] = worklist.open_tasks(by=clinic.desk(), whose="all")
        assert task.detail == row.move.why
        assert "every provider in Cardiology" in task.detail
        assert scheduling.close_plan(plan_id=plan.id, by=office.actor("cardio_lead"), at=NOW) == 1
        office.program()
        assert verification.closed_plans_are_settled() == []
        assert Appointment.objects.get(id=visit.id).state == "booked"

    def test_a_patient_of_another_visit_is_not_sent_to_two_places(self, section):
        patient = section.visits[0].patient_id
        second = section.clinic.book(NINE + DAY, patient_id=patient, provider_id=section.other.id)
        plan = section.propose()
        move = next(each for each in section.moves(plan) if each.appointment_id == section.visits[0].id)
        assert not (move.to_starts_at < second.ends_at and second.starts_at < move.to_starts_at + HALF)

    def test_one_cause_has_one_open_plan(self, section):
        cause = section.away()
        section.propose(cause)
        with pytest.raises(scheduling.PlanThere):
            section.propose(cause)

    def test_a_visit_leads_to_its_plan_or_to_its_cause(self, section):
        cause = section.away()
        visit, lead = section.visits[2], section.lead()
        assert scheduling.open_plan_of(visit.id) is None
        assert scheduling.cause_of_visit(visit, lead, NOW) == cause
        plan = section.propose(cause)
        assert scheduling.open_plan_of(visit.id) == plan

    def test_chosen_visits_go_elsewhere_than_they_are(self, section):
        chosen = scheduling.cause_of_visits([section.visits[0].id], section.lead(), NOW)
        [move] = section.moves(section.propose(chosen))
        assert (move.to_starts_at, move.to_provider_id) != (NINE, section.clinic.provider.id)

    def test_nothing_to_move_is_said(self, section):
        for visit in section.visits:
            scheduling.cancel_appointment(
                appointment_id=visit.id, reason="Moved away", by=section.clinic.desk(), at=NOW
            )
        with pytest.raises(scheduling.NothingStranded):
            section.propose()

    def test_who_may_not_book_proposes_nothing(self, section):
        cause = section.away()
        with pytest.raises(scheduling.NothingStranded):
            scheduling.propose_plan(cause=cause, by=section.office.actor("biller"), at=NOW)
        plan = section.propose(cause)
        with pytest.raises((NotAllowed, NotFound)):
            scheduling.accept_move(
                move_id=section.moves(plan)[0].id, by=section.office.actor("biller"), at=NOW
            )

    def test_a_week_in_which_the_clocks_change(self, office):
        """Dr. Hale is away on the Friday before the clocks go back; Monday is at the same time on the wall."""
        clinic = Clinic(office, device_kind="")
        friday = datetime(2026, 10, 30, 14, tzinfo=UTC)
        clinic.book(friday)
        lead = office.actor("cardio_lead")
        absence, _ = scheduling.take_out(
            provider_id=clinic.provider.id,
            starts_at=friday - 5 * HOUR,
            ends_at=friday + 12 * HOUR,
            kind=scheduling.AbsenceKind.LEAVE,
            by=lead,
            at=NOW,
        )
        plan = scheduling.propose_plan(cause=scheduling.cause_of_absence(absence), by=lead, at=NOW)
        [row] = scheduling.move_rows_of(plan, lead)
        assert row.move.why.startswith("1 day earlier, at the same time of day")
        taken = make_patient(office)
        clinic.book(friday - DAY, patient_id=taken.id)
        again = scheduling.propose_again(plan_id=plan.id, by=office.actor("cardio_lead"), at=NOW)
        [row] = scheduling.move_rows_of(again, office.actor("cardio_lead"))
        assert row.move.days in (-1, 3)


class TestDeciding:
    def test_the_whole_plan_at_once(self, section):
        plan = section.propose()
        done = scheduling.accept_plan(plan_id=plan.id, by=section.lead(), at=NOW)
        assert (done.moved, done.left) == (4, 0)
        for move in section.moves(plan):
            visit = section.now(move.appointment)
            assert (visit.starts_at, visit.provider_id) == (move.to_starts_at, move.to_provider_id)
            assert (move.state, move.decided_by_name) == ("accepted", "Cardio Lead Vale")
        assert scheduling.close_plan(plan_id=plan.id, by=section.lead(), at=NOW) == 0
        with pytest.raises(scheduling.PlanClosed):
            scheduling.accept_plan(plan_id=plan.id, by=section.lead(), at=NOW)
        section.sound()

    def test_what_somebody_took_meanwhile_fails_with_its_sentence_and_is_proposed_again(self, section):
        plan = section.propose()
        first = section.moves(plan)[0]
        section.clinic.book(
            first.to_starts_at, patient_id=make_patient(section.office).id, provider_id=first.to_provider_id
        )
        failed = scheduling.accept_move(move_id=first.id, by=section.lead(), at=NOW)
        assert failed.state == "failed"
        assert "Dr. Hale was just taken" in failed.said
        scheduling.propose_again(plan_id=plan.id, by=section.lead(), at=NOW)
        again = next(move for move in section.moves(plan) if move.id == first.id)
        assert (again.state, again.said) == ("proposed", "")
        assert again.to_starts_at != first.to_starts_at
        assert scheduling.accept_plan(plan_id=plan.id, by=section.lead(), at=NOW).moved == 4

    def test_a_visit_that_was_checked_in_or_moved_or_canceled_meanwhile_is_left_alone(self, section):
        plan = section.propose()
        here, moved, gone, confirmed = section.visits
        desk = section.clinic.desk(NINE)
        scheduling.advance_visit(appointment_id=here.id, to="arrived", by=desk, at=NINE)
        scheduling.move_appointment(appointment_id=moved.id, starts_at=NINE + 5 * DAY, by=desk, at=NINE)
        scheduling.cancel_appointment(appointment_id=gone.id, reason="Patient asked", by=desk, at=NINE)
        scheduling.advance_visit(appointment_id=confirmed.id, to="confirmed", by=desk, at=NINE)
        done = scheduling.accept_plan(plan_id=plan.id, by=section.lead(NINE), at=NINE)
        assert (done.moved, done.left) == (1, 1)
        said = {move.appointment_id: (move.state, move.said) for move in section.moves(plan)}
        assert said[here.id] == ("stale", "This visit is arrived: it cannot be moved.")
        assert said[moved.id] == ("stale", "Somebody moved this visit otherwise.")
        assert said[gone.id] == ("stale", "Somebody canceled this visit.")
        assert said[confirmed.id][0] == "accepted"
        assert section.now(here).version == 2
        section.sound()

    def test_accepted_and_taken_back_is_stranded_and_proposed_as_before(self, section):
        plan = section.propose()
        move = section.moves(plan)[0]
        scheduling.accept_move(move_id=move.id, by=section.lead(), at=NOW)
        again = scheduling.accept_move(move_id=move.id, by=section.lead(), at=NOW)
        assert again.state == "accepted"
        scheduling.undo_accept(move_id=move.id, by=section.lead(), at=NOW)
        with pytest.raises(scheduling.TimeTaken):
            section.clinic.book(NINE - HALF, patient_id=make_patient(section.office).id)
        visit = section.now(section.visits[0])
        assert (visit.starts_at, visit.provider_id) == (NINE, section.clinic.provider.id)
        assert section.moves(plan)[0].state == "proposed"
        [task] = worklist.open_tasks(by=section.clinic.desk(), whose="all")
        assert "taken back" in task.detail
        with pytest.raises(scheduling.NotAccepted):
            scheduling.undo_accept(move_id=move.id, by=section.lead(), at=NOW)
        assert scheduling.accept_move(move_id=move.id, by=section.lead(), at=NOW).state == "accepted"
        assert worklist.open_tasks(by=section.clinic.desk(), whose="all") == []
        section.sound()

    def test_an_undo_in_the_calendar_is_refused_while_the_provider_is_away(self, section):
        plan = section.propose()
        move = section.moves(plan)[0]
        scheduling.accept_move(move_id=move.id, by=section.lead(), at=NOW)
        with pytest.raises(scheduling.TimeTaken):
            scheduling.undo_step(appointment_id=move.appointment_id, by=section.clinic.desk(), at=NOW)
        assert section.moves(plan)[0].state == "accepted"

    def test_declined_stays_where_it_is_with_a_task(self, section):
        plan = section.propose()
        move = section.moves(plan)[0]
        scheduling.decline_move(move_id=move.id, by=section.lead(), at=NOW)
        [task] = worklist.open_tasks(by=section.clinic.desk(), whose="all")
        assert "was declined" in task.detail
        with pytest.raises(scheduling.NothingProposed):
            scheduling.accept_move(move_id=move.id, by=section.lead(), at=NOW)
        assert section.now(section.visits[0]).version == 1
        assert scheduling.close_plan(plan_id=plan.id, by=section.lead(), at=NOW) == 4
        assert len(worklist.open_tasks(by=section.clinic.desk(), whose="all")) == 4
        section.sound()

    def test_the_check_tells_of_a_closed_plan_that_left_somebody(self, section):
        plan = section.propose()
        scheduling.close_plan(plan_id=plan.id, by=section.lead(), at=NOW)
        section.office.program()
        with connection.cursor() as cursor:
            cursor.execute("update worklist_task set key = 'lost:' || id where kind = 'visit stranded'")
        assert len(verification.closed_plans_are_settled()) == 4

    def test_a_chart_that_moves_takes_its_planned_moves_along(self, section):
        section.propose()
        visit = section.visits[0]
        by = section.office.actor("provider")
        patients.move_to_compartment(
            patient_id=visit.patient_id, compartment="restricted", reason="Asked", by=by, at=NOW
        )
        section.office.program()
        assert PlannedMove.objects.get(appointment=visit).compartment == "restricted"


def test_what_the_wait_list_knows_is_what_the_patient_prefers(office):
    section = Section(office, visits=1)
    visit = section.visits[0]
    scheduling.join_wait_list(
        patient_id=visit.patient_id,
        visit_type_id=visit.visit_type_id,
        wishes={"day_times": ["afternoon"]},
        by=office.actor("north_desk"),
        at=NOW,
    )
    plan = section.propose()
    wall = section.moves(plan)[0].to_starts_at.astimezone(ZoneInfo("America/Chicago"))
    assert 12 <= wall.hour < 17, "it was booked in the morning"
