"""Drawers: one open a person, what they should hold is the ledger's, a difference is posted, a count can be undone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from wellrun.platform.access.api import NotFound, Refused
from wellrun.platform.database.identity import acting
from wellrun.practice.billing import api as billing
from wellrun.practice.frontdesk import api as frontdesk
from wellrun.practice.frontdesk.testing import make_drawer
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.patients.testing import make_patient


def take(office, patient, cents, method="cash", at=NOW):
    return frontdesk.take_money(patient_id=patient.id, amount_cents=cents, method=method, unit_id=office.cardiology.id,
                                by=office.actor("north_desk", at), at=at)  # fmt: skip


def balance(account, **dimensions):
    return ledger.balance_of(account=account, **dimensions)


def test_a_count_that_is_short_posts_the_difference_and_empties_the_drawer(office):
    patient = make_patient(office)
    drawer = make_drawer(office)
    take(office, patient, 4000)
    counted = frontdesk.count_drawer(
        drawer_id=drawer.id, counted_cents=23750, by=office.actor("north_desk"), at=NOW
    )
    assert (counted.over_short_cents, counted.deposit_cents) == (-250, 3750)
    assert balance(Account.CASH_DRAWER, drawer_id=drawer.id) == 0
    assert balance(Account.CASH_OVER_SHORT, drawer_id=drawer.id) == 250
    assert balance(Account.BANK, drawer_id=drawer.id) == 3750
    assert balance(Account.CASH_DRAWER) == 0


def test_undoing_a_count_opens_the_drawer_with_what_it_held(office):
    drawer = make_drawer(office)
    desk = office.actor("north_desk")
    for counted in (20000, 19000):
        frontdesk.count_drawer(drawer_id=drawer.id, counted_cents=counted, by=desk, at=NOW)
        frontdesk.reopen_drawer(drawer_id=drawer.id, by=desk, at=NOW)
    assert balance(Account.CASH_DRAWER, drawer_id=drawer.id) == 20000
    assert balance(Account.CASH_OVER_SHORT) == 0


def test_a_second_drawer_and_a_second_count_are_refused(office):
    drawer = make_drawer(office)
    desk = office.actor("north_desk")
    with pytest.raises(frontdesk.DrawerOpen):
        make_drawer(office)
    frontdesk.count_drawer(drawer_id=drawer.id, counted_cents=20000, by=desk, at=NOW)
    with pytest.raises(frontdesk.DrawerCounted):
        frontdesk.count_drawer(drawer_id=drawer.id, counted_cents=1, by=desk, at=NOW)
    make_drawer(office)
    with pytest.raises(frontdesk.DrawerOpen):
        frontdesk.reopen_drawer(drawer_id=drawer.id, by=desk, at=NOW)


def test_cash_needs_an_open_drawer_of_today_and_cards_do_not(office):
    patient = make_patient(office)
    with pytest.raises(frontdesk.NoDrawer):
        take(office, patient, 2500)
    take(office, patient, 2500, method="card")
    make_drawer(office)
    with pytest.raises(frontdesk.DrawerOfAnotherDay):
        take(office, patient, 2500, at=NOW + timedelta(days=1))


def test_no_page_takes_cash_into_a_counted_or_foreign_drawer_or_out_of_a_counted_one(office):
    patient = make_patient(office)
    drawer = make_drawer(office)
    payment = take(office, patient, 2500)
    lead = office.actor("cardio_lead")
    told = {"patient_id": patient.id, "amount_cents": 100, "method": "cash", "unit_id": office.cardiology.id}
    with pytest.raises(frontdesk.NoDrawer):
        billing.take_payment(**told, drawer_id=drawer.id, by=lead, at=NOW)
    desk = office.actor("north_desk")
    frontdesk.count_drawer(drawer_id=drawer.id, counted_cents=22500, by=desk, at=NOW)
    with pytest.raises(frontdesk.DrawerCounted):
        billing.take_payment(**told, drawer_id=drawer.id, by=desk, at=NOW)
    with pytest.raises(frontdesk.DrawerCounted, match="Undo its count"):
        billing.void_payment(payment_id=payment.id, because="wrong patient", by=desk, at=NOW)


def test_anothers_drawer_is_the_closers_to_count(office):
    drawer = make_drawer(office)
    with pytest.raises(NotFound):
        frontdesk.count_drawer(drawer_id=drawer.id, counted_cents=1, by=office.actor("cardio_lead"), at=NOW)
    manager = office.actor("manager")
    assert (
        frontdesk.count_drawer(drawer_id=drawer.id, counted_cents=20000, by=manager, at=NOW).closed_at == NOW
    )


def test_other_roles_open_no_drawer(office):
    for name in ("hr", "provider", "facilities", "auditor"):
        with pytest.raises(NotFound):
            make_drawer(office, who=name)


def test_two_windows_open_one_drawer(committed_db):
    from django.db import transaction

    with transaction.atomic():
        office = open_small_office()
        desk = office.actor("north_desk")

    def attempt(_):
        try:
            with acting(desk.identity()):
                frontdesk.open_drawer(unit_id=office.north.id, float_cents=10000, by=desk, at=NOW)
            return "opened"
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(attempt, range(4)))
    assert outcomes == ["opened", "refused", "refused", "refused"]
    with acting(desk.identity()):
        assert balance(Account.CASH_DRAWER, unit_id=office.north.id) == 0
