"""How often the hot acts of the desk ask the database. A ceiling is lowered when an act gets cheaper, never raised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellrun.platform.testing.queries import own_queries
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.testing import pay
from wellrun.practice.coverage.testing import make_coverage
from wellrun.practice.frontdesk import api as frontdesk
from wellrun.practice.frontdesk.testing import make_drawer, make_expected_visit, plain_draft
from wellrun.practice.organization.testing import NOW, TODAY
from wellrun.practice.patients.testing import make_patient


def statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as caught:
        act()
    return len(own_queries(caught.captured_queries))


def test_a_check_in_with_everything_but_money(office):
    who = make_patient(office)
    coverage = make_coverage(office, who)
    visit = make_expected_visit(office, who)
    draft = plain_draft(who, coverage_id=coverage.id, coverage_result="active",
                        consents=("treatment", "financial", "messages"))  # fmt: skip
    desk = office.actor("north_desk")
    asked = statements(lambda: frontdesk.check_in(appointment_id=visit.id, draft=draft, by=desk, at=NOW))
    assert asked <= 12


def test_money_adds_to_a_check_in_what_taking_it_costs_and_the_drawer(office):
    who, other = make_patient(office), make_patient(office)
    for one in (who, other):
        pay(office, one.id, 100, method="card")
    visit = make_expected_visit(office, who)
    elsewhere = make_expected_visit(office, other, starts_at=NOW + timedelta(minutes=45))
    make_drawer(office)
    draft = plain_draft(who, payment_cents=2500, payment_method="cash")
    desk = office.actor("north_desk")
    with_money = statements(lambda: frontdesk.check_in(appointment_id=visit.id, draft=draft, by=desk, at=NOW))
    desk = office.actor("north_desk")
    money = statements(
        lambda: billing.take_payment(
            patient_id=other.id, amount_cents=2500, method="card", unit_id=elsewhere.unit_id,
            for_appointment_id=elsewhere.id, by=desk, at=NOW,
        )
    )  # fmt: skip
    assert with_money <= 6 + money + 2


def test_a_drawer_is_opened_and_counted_cheaply(office):
    desk = office.actor("north_desk")
    opened = statements(
        lambda: frontdesk.open_drawer(unit_id=office.north.id, float_cents=20000, by=desk, at=NOW)
    )
    drawer = frontdesk.open_drawer_of(desk.person_id)
    counted = statements(
        lambda: frontdesk.count_drawer(drawer_id=drawer.id, counted_cents=20000, by=desk, at=NOW)
    )
    assert (opened <= 6, counted <= 7) == (True, True)


def test_a_call_to_return_and_the_close_of_the_day(office):
    who = make_patient(office)
    details = frontdesk.CallDetails(reason="results", disposition="message", patient_id=who.id,
                                    call_back_due_at=NOW + timedelta(hours=1))  # fmt: skip
    desk = office.actor("north_desk")
    assert (
        statements(lambda: frontdesk.log_call(unit_id=office.cardiology.id, details=details, by=desk, at=NOW))
        <= 6
    )
    make_drawer(office)
    drawer = frontdesk.open_drawer_of(desk.person_id)
    frontdesk.count_drawer(drawer_id=drawer.id, counted_cents=20000, by=desk, at=NOW)
    manager = office.actor("manager")
    assert (
        statements(lambda: frontdesk.close_office_day(site_id=office.north.id, on=TODAY, by=manager, at=NOW))
        <= 12
    )
