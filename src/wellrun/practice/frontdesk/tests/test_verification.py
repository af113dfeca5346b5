"""Each invariant of the desk holds after an ordinary day, and is named when a row breaks it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellrun.platform.verification import checks
from wellrun.practice.billing.api import Payment
from wellrun.practice.frontdesk import api as frontdesk
from wellrun.practice.frontdesk.models import CashDrawer, CheckIn, PhoneCall
from wellrun.practice.frontdesk.queries import verification
from wellrun.practice.frontdesk.testing import make_drawer, make_expected_visit, plain_draft
from wellrun.practice.ledger.api import Account, ClosedDay, Line, post
from wellrun.practice.organization.testing import NOW, TODAY
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.api import Appointment, VisitState
from wellrun.practice.worklist.api import close_tasks


@pytest.fixture
def day(office):
    """A check-in with cash, a call to return, a drawer counted short, counted anew, and the day closed."""
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    drawer = make_drawer(office)
    desk = office.actor("north_desk")
    draft = plain_draft(who, payment_cents=2500, payment_method="cash")
    frontdesk.check_in(appointment_id=visit.id, draft=draft, by=desk, at=NOW)
    details = frontdesk.CallDetails(reason="results", disposition="message", patient_id=who.id,
                                    call_back_due_at=NOW + timedelta(hours=1))  # fmt: skip
    frontdesk.log_call(unit_id=office.cardiology.id, details=details, by=desk, at=NOW)
    frontdesk.count_drawer(drawer_id=drawer.id, counted_cents=20000, by=desk, at=NOW)
    frontdesk.reopen_drawer(drawer_id=drawer.id, by=desk, at=NOW)
    frontdesk.count_drawer(drawer_id=drawer.id, counted_cents=22000, by=desk, at=NOW)
    frontdesk.close_office_day(site_id=office.north.id, on=TODAY, by=office.actor("manager"), at=NOW)
    office.program()
    return office


def found():
    return [sentence for check in checks() if check.room == "frontdesk" for sentence in check.run()]


def test_an_ordinary_day_breaks_nothing(day):
    assert len([check for check in checks() if check.room == "frontdesk"]) == 7
    assert found() == []


@pytest.mark.parametrize("state", [VisitState.BOOKED, VisitState.NO_SHOW])
def test_a_check_in_of_a_visit_that_went_back_is_named(day, state):
    done = CheckIn.objects.get()
    Appointment.objects.filter(id=done.appointment_id).update(state=state)
    (sentence,) = verification.check_ins_arrived()
    assert str(done.appointment_id) in sentence
    CheckIn.objects.update(undone_at=NOW)
    assert found() == []


def test_money_of_another_visit_is_named(day):
    Payment.objects.update(appointment_id=None)
    (sentence,) = verification.check_in_money()
    assert str(CheckIn.objects.get().appointment_id) in sentence


@pytest.mark.parametrize("broken", [{"over_short_cents": 0}, {"deposit_cents": 1}, {"counted_cents": 22001}])
def test_a_count_that_differs_from_the_ledger_is_named(day, broken):
    CashDrawer.objects.update(**broken)
    (sentence,) = verification.counts_follow_the_ledger()
    assert str(CashDrawer.objects.get().id) in sentence


def test_cash_that_came_into_a_counted_drawer_is_named(day):
    drawer = CashDrawer.objects.get()
    told = {"unit_id": day.north.id}
    post(source_kind="payment", source_key="late", effective_on=TODAY + timedelta(days=1), by=day.program(), at=NOW,
         lines=[Line(Account.CASH_DRAWER, 700, **told, drawer_id=drawer.id),
                Line(Account.UNAPPLIED_PAYMENTS, -700, **told)])  # fmt: skip
    (sentence,) = verification.counts_follow_the_ledger()
    assert "was to hold 22500 cents, the ledger says 23200" in sentence


@pytest.mark.parametrize(
    "broken", [{"drawer_id": None}, {"taken_by_id": "01890000-0000-7000-8000-000000000001"}]
)
def test_cash_in_no_drawer_of_its_taker_is_named(day, broken):
    Payment.objects.update(**broken)
    (sentence,) = verification.cash_lies_in_drawers()
    assert str(Payment.objects.get().receipt_number) in sentence


def test_cash_that_nobody_took_needs_no_drawer(day):
    Payment.objects.update(drawer_id=None, taken_by_id=None)
    assert verification.cash_lies_in_drawers() == []


def test_a_day_closed_with_other_totals_is_named(day):
    ClosedDay.objects.create(organization_id=day.organization.id, site_id=day.south.id, closed_on=TODAY, closed_at=NOW,
                             closed_by_id=None, totals={"1010": 500, "receivable before": 9})  # fmt: skip
    (sentence,) = verification.closed_days_keep_their_totals()
    assert "was closed with 500 cents in account 1010; the ledger has 0" in sentence


def test_a_call_back_without_its_task_and_a_task_without_its_call_are_named(day):
    call = PhoneCall.objects.get()
    PhoneCall.objects.update(withdrawn_at=NOW)
    (sentence,) = verification.call_backs_have_their_tasks()
    assert str(call.id) in sentence
    PhoneCall.objects.update(withdrawn_at=None)
    close_tasks(key=f"call back:{call.id}", organization_id=day.organization.id, at=NOW, because="Tried.")
    (sentence,) = verification.call_backs_have_their_tasks()
    assert str(call.id) in sentence
