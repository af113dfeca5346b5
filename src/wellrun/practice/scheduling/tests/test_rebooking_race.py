"""Two who accept one plan at once, and an acceptance that is cut off in the middle: nothing doubled, nothing lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from wellrun.platform.database.identity import acting
from wellrun.practice.organization.api import program_actor
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.models import AppointmentStep, PlannedMove
from wellrun.practice.scheduling.operations import accept_plan as accepting
from wellrun.practice.scheduling.queries import verification
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours
from wellrun.practice.workforce.testing import make_provider

HALF = timedelta(minutes=30)
VISITS = 6


def world():
    with transaction.atomic():
        office = open_small_office()
        clinic = Clinic(office, device_kind="", room_kind="")
        other = make_provider(office, family_name="Reyes")
        make_hours(office, provider_id=other.id)
        for number in range(VISITS):
            clinic.book(NINE + number * HALF, patient_id=make_patient(office).id)
    actor = program_actor(organization_id=office.organization.id, name="race", at=NOW)
    with acting(actor.identity()):
        absence, _ = scheduling.take_out(
            provider_id=clinic.provider.id,
            starts_at=NOW,
            ends_at=NINE + timedelta(hours=8),
            kind=scheduling.AbsenceKind.SICK,
            by=actor,
            at=NOW,
        )
        plan = scheduling.propose_plan(cause=scheduling.cause_of_absence(absence), by=actor, at=NOW)
    return actor, plan


def together(work, count):
    def run(number):
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def whole(actor, plan):
    """Every visit moved once, by the plan, and every promise kept."""
    with acting(actor.identity()):
        moves = list(PlannedMove.objects.filter(plan=plan).select_related("appointment"))
        assert [move.state for move in moves] == ["accepted"] * VISITS
        assert all(move.appointment.starts_at == move.to_starts_at for move in moves)
        assert AppointmentStep.objects.filter(kind="moved").count() == VISITS
        for check in (
            verification.visits_hold_their_time,
            verification.histories_are_whole,
            verification.patients_are_in_one_place,
            verification.absences_are_blocks,
        ):
            assert check() == []


def test_two_who_accept_the_same_plan_move_every_visit_once(committed_db):
    actor, plan = world()

    def accept(_):
        return scheduling.accept_plan(plan_id=plan.id, by=actor, at=NOW)

    outcomes = together(accept, 2)
    assert all(outcome.left == 0 for outcome in outcomes)
    whole(actor, plan)


def test_two_who_propose_for_one_cause_make_one_plan(committed_db):
    actor, plan = world()
    with acting(actor.identity()):
        scheduling.close_plan(plan_id=plan.id, by=actor, at=NOW)
        absence = scheduling.Absence.objects.select_related("provider", "unit", "block").get()
        cause = scheduling.cause_of_absence(absence)

    def propose(_):
        try:
            with acting(actor.identity()):
                scheduling.propose_plan(cause=cause, by=actor, at=NOW)
            return True
        except scheduling.PlanThere:
            return False

    assert sorted(together(propose, 2)) == [False, True]


def test_an_acceptance_that_is_cut_off_keeps_what_it_did_and_goes_on(committed_db, monkeypatch):
    actor, plan = world()
    move, done = accepting.accept_move, []

    class PowerCut(Exception):
        pass

    def until_the_power_goes(**arguments):
        if len(done) == 2:
            move(**arguments)
            raise PowerCut()
        done.append(move(**arguments))
        return done[-1]

    monkeypatch.setattr(accepting, "accept_move", until_the_power_goes)
    with pytest.raises(PowerCut):
        scheduling.accept_plan(plan_id=plan.id, by=actor, at=NOW)
    monkeypatch.undo()
    with acting(actor.identity()):
        assert PlannedMove.objects.filter(plan=plan, state="accepted").count() == 2
        assert AppointmentStep.objects.filter(kind="moved").count() == 2
        assert verification.visits_hold_their_time() == []
    assert scheduling.accept_plan(plan_id=plan.id, by=actor, at=NOW).moved == VISITS - 2
    whole(actor, plan)
