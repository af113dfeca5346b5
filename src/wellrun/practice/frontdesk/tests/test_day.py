"""The day sheet ties to the ledger after a mixed day; the day closes once, and not while drawers are open."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from wellrun.platform.access.api import NotFound, Refused
from wellrun.platform.database.identity import acting
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.testing import EVENING, SERVICE_ON, charge, make_encounter, pay
from wellrun.practice.coverage.testing import make_coverage
from wellrun.practice.frontdesk import api as frontdesk
from wellrun.practice.frontdesk.testing import make_drawer
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Line
from wellrun.practice.organization.testing import NOW, TODAY, open_small_office
from wellrun.practice.patients.testing import make_patient


def sheet_of(office, on=SERVICE_ON, site=None):
    return frontdesk.day_sheet(
        site_id=(site or office.north).id, on=on, organization_id=office.organization.id
    )


def mixed_day(office):
    """Charges to an insurer and to a patient, all methods, a void, an insurer's remittance, a drawer that is short."""
    insured, own = make_patient(office), make_patient(office)
    make_coverage(office, insured)
    charge(office, make_encounter(office, patient_id=insured.id))
    charge(office, make_encounter(office, patient_id=own.id))
    drawer = make_drawer(office, at=EVENING)
    desk = office.actor("north_desk", EVENING)
    frontdesk.take_money(patient_id=own.id, amount_cents=5000, method="cash", unit_id=office.cardiology.id, by=desk,
                         at=EVENING)  # fmt: skip
    pay(office, own.id, 2500, method="check")
    wrong = pay(office, own.id, 9900, method="card")
    pay(office, own.id, 1000, method="card")
    billing.void_payment(payment_id=wrong.id, because="wrong card", by=office.program(EVENING), at=EVENING)
    account = billing.account_for(insured.id, office.organization.id)
    told = {"patient_account_id": account.id, "unit_id": office.cardiology.id}
    ledger.post(
        source_kind="remittance",
        source_key="remittance:t1:1",
        effective_on=SERVICE_ON,
        lines=[
            Line(Account.BANK, 8000, **told),
            Line(Account.CONTRACTUAL_ADJUSTMENT, 2000, **told),
            Line(Account.PATIENT_RECEIVABLE, 2500, **told),
            Line(Account.INSURANCE_RECEIVABLE, -12500, **told),
        ],
        by=office.program(EVENING),
        at=EVENING,
    )
    desk = office.actor("north_desk", EVENING)
    frontdesk.count_drawer(drawer_id=drawer.id, counted_cents=24900, by=desk, at=EVENING)
    return drawer


def test_the_sheet_ties_after_a_mixed_day(office):
    mixed_day(office)
    sheet = sheet_of(office)
    assert sheet.ties
    assert sheet.charges.cents == 25000
    assert sheet.adjustments_cents == 2000
    assert sheet.payments_cents == 5000 + 2500 + 1000 + 8000
    assert sheet.receivable_after_cents == 25000 - 2000 - 16500
    assert (sheet.deposits.cents, sheet.over_short.cents) == (4900, 100)
    assert sum(sheet.totals.values()) == 0


def test_the_receivable_of_one_day_is_where_the_next_begins(office):
    mixed_day(office)
    following = sheet_of(office, on=SERVICE_ON.replace(day=4))
    assert following.receivable_before_cents == sheet_of(office).receivable_after_cents
    assert following.receivable_change_cents == 0


def test_a_sheet_tells_of_a_posting_that_lies_across_sites(office):
    ledger.post(source_kind="manual", source_key="m:1", effective_on=TODAY, by=office.program(), at=NOW,
                lines=[Line(Account.PATIENT_RECEIVABLE, 700, unit_id=office.cardiology.id),
                       Line(Account.PATIENT_REVENUE, -700, unit_id=office.family_south.id)])  # fmt: skip
    assert sheet_of(office, on=TODAY).difference_cents == 700
    with pytest.raises(frontdesk.DoesNotTie, match=r"\$7.00"):
        frontdesk.close_office_day(site_id=office.north.id, on=TODAY, by=office.actor("manager"), at=NOW)


def test_the_day_does_not_close_over_an_open_drawer_and_then_closes_once(office):
    drawer = make_drawer(office)
    manager = office.actor("manager")
    with pytest.raises(frontdesk.DrawersOpen, match="North Desk"):
        frontdesk.close_office_day(site_id=office.north.id, on=TODAY, by=manager, at=NOW)
    frontdesk.count_drawer(drawer_id=drawer.id, counted_cents=20000, by=manager, at=NOW)
    closed = frontdesk.close_office_day(site_id=office.north.id, on=TODAY, by=manager, at=NOW)
    assert closed.totals["receivable after"] == 0
    with pytest.raises(ledger.AlreadyClosed):
        frontdesk.close_office_day(site_id=office.north.id, on=TODAY, by=manager, at=NOW)
    with pytest.raises(Exception, match="is closed"), transaction.atomic():
        frontdesk.reopen_drawer(drawer_id=drawer.id, by=manager, at=NOW)


def test_the_closed_day_keeps_the_totals_that_were_tied(office):
    mixed_day(office)
    closed = frontdesk.close_office_day(
        site_id=office.north.id, on=SERVICE_ON, by=office.actor("manager"), at=EVENING
    )
    read = ledger.totals_by_account(organization_id=office.organization.id, starts_on=SERVICE_ON,
                                    ends_on=SERVICE_ON.replace(day=4))  # fmt: skip
    kept = {key: cents for key, cents in closed.totals.items() if not key.startswith("receivable")}
    assert kept == {account.value: cents for account, cents in read.items()}


def test_only_who_may_close_that_site_closes_it_and_not_before_it_begins(office):
    for name in ("south_desk", "cardio_lead", "biller", "hr"):
        with pytest.raises(NotFound):
            frontdesk.close_office_day(site_id=office.north.id, on=TODAY, by=office.actor(name), at=NOW)
    with pytest.raises(frontdesk.NotOverYet):
        frontdesk.close_office_day(site_id=office.north.id, on=SERVICE_ON, by=office.actor("manager"), at=NOW)


def test_two_at_once_close_one_day_and_a_posting_under_way_is_waited_for(committed_db):
    with transaction.atomic():
        office = open_small_office()
        manager, program = office.actor("manager"), office.program()

    def act(what):
        try:
            with acting((manager if what == "close" else program).identity()):
                if what == "close":
                    frontdesk.close_office_day(site_id=office.north.id, on=TODAY, by=manager, at=NOW)
                else:
                    told = {"unit_id": office.cardiology.id}
                    ledger.post(source_kind="charge", source_key=f"charge:{what}", effective_on=TODAY,
                                lines=[Line(Account.PATIENT_RECEIVABLE, 100, **told),
                                       Line(Account.PATIENT_REVENUE, -100, **told)],
                                by=program, at=NOW)  # fmt: skip
            return what
        except (Refused, Exception) as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(act, ["1", "2", "close", "close", "3", "4"]))
    assert outcomes.count("close") == 1
    with acting(manager.identity()):
        kept = ledger.closed_day(site_id=office.north.id, on=TODAY).totals
        posted = sheet_of(office, on=TODAY).totals
    assert {key: cents for key, cents in kept.items() if not key.startswith("receivable")} == posted
