"""Check-in: all of it or nothing, once, and back again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from wellrun.platform.access.api import NotFound
from wellrun.platform.audit.models import AuditEvent
from wellrun.platform.database.identity import acting
from wellrun.practice.billing import api as billing
from wellrun.practice.coverage.api import coverage_on
from wellrun.practice.coverage.testing import make_coverage
from wellrun.practice.frontdesk import api as frontdesk
from wellrun.practice.frontdesk.models import CheckIn
from wellrun.practice.frontdesk.testing import make_drawer, make_expected_visit, plain_draft
from wellrun.practice.organization.testing import NOW, TODAY, open_small_office
from wellrun.practice.patients.api import ChangedMeanwhile, consents_due, patient, update_demographics
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.api import appointment, undo_step


def arrive(office, visit, draft, who="north_desk"):
    return frontdesk.check_in(appointment_id=visit.id, draft=draft, by=office.actor(who), at=NOW)


def test_a_check_in_does_everything_at_once(office):
    who = make_patient(office)
    coverage = make_coverage(office, who, copay_cents=2500)
    visit = make_expected_visit(office, who)
    make_drawer(office)
    draft = plain_draft(
        who,
        changes={"street": "480 W Lake St"},
        coverage_id=coverage.id,
        coverage_result="active",
        consents=("treatment", "financial"),
        payment_cents=2500,
        payment_method="cash",
    )
    done = arrive(office, visit, draft)
    assert appointment(visit.id).state == "arrived"
    assert patient(who.id).street == "480 W Lake St"
    assert coverage_on(patient_id=who.id, on=TODAY)[0].verified_result == "active"
    assert "treatment" not in consents_due(who.id, TODAY)
    assert done.payment.drawer_id is not None
    assert billing.balances([who.id])[who.id].unapplied_cents == 2500
    office.actor("auditor")
    assert AuditEvent.objects.get(act="visit.checked_in").patients == [who.id]


@pytest.mark.parametrize("identifiers", [(), ("name",), ("name", "name"), ("name", "shoe size")])
def test_two_different_identifiers_are_asked(office, identifiers):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    draft = frontdesk.CheckInDraft(identifiers=identifiers, expected_version=who.version)
    with pytest.raises(frontdesk.TwoIdentifiers):
        arrive(office, visit, draft)


def test_a_refused_payment_leaves_nothing_behind(office):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    draft = plain_draft(who, changes={"city": "Evanston"}, payment_cents=2500, payment_method="cash")
    with pytest.raises(frontdesk.NoDrawer):
        arrive(office, visit, draft)
    assert appointment(visit.id).state == "booked"
    assert patient(who.id).city == "Chicago"


def test_a_patient_changed_meanwhile_is_not_overwritten(office):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    update_demographics(patient_id=who.id, changes={"city": "Oak Park"}, expected_version=who.version,
                        by=office.actor("manager"), at=NOW)  # fmt: skip
    with pytest.raises(ChangedMeanwhile):
        arrive(office, visit, plain_draft(who, changes={"city": "Evanston"}))


def test_a_visit_is_checked_in_once(office):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    arrive(office, visit, plain_draft(who))
    with pytest.raises(frontdesk.PastCheckIn):
        arrive(office, visit, plain_draft(who))


def test_undoing_voids_the_payment_and_brings_the_visit_back(office):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    make_drawer(office)
    arrive(office, visit, plain_draft(who, payment_cents=1000, payment_method="cash"))
    desk = office.actor("north_desk")
    frontdesk.undo_check_in(appointment_id=visit.id, by=desk, at=NOW)
    assert appointment(visit.id).state == "booked"
    assert billing.balances([who.id])[who.id].unapplied_cents == 0
    arrive(office, visit, plain_draft(who))
    assert CheckIn.objects.filter(appointment_id=visit.id).count() == 2


def test_a_step_back_on_the_board_ends_the_check_in(office):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    arrive(office, visit, plain_draft(who))
    undo_step(appointment_id=visit.id, by=office.actor("north_desk"), at=NOW)
    assert not CheckIn.objects.filter(appointment_id=visit.id, undone_at__isnull=True).exists()
    arrive(office, visit, plain_draft(who))


def test_another_sites_visit_and_other_roles(office):
    who = make_patient(office)
    visit = make_expected_visit(office, who, unit=office.family_south)
    for name in ("north_desk", "hr", "biller", "provider", "auditor"):
        with pytest.raises(NotFound):
            arrive(office, visit, plain_draft(who), who=name)
    assert arrive(office, visit, plain_draft(who), who="south_desk")


def test_two_windows_check_a_patient_in_once(committed_db):
    with transaction.atomic():
        office = open_small_office()
        who = make_patient(office)
        visit = make_expected_visit(office, who)
        desk = office.actor("north_desk")
    draft = plain_draft(who, payment_cents=2500, payment_method="card")

    def attempt(_):
        try:
            with acting(desk.identity()):
                frontdesk.check_in(appointment_id=visit.id, draft=draft, by=desk, at=NOW)
            return "done"
        except frontdesk.PastCheckIn:
            return "past"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(attempt, range(3))) == ["done", "past", "past"]
    with acting(desk.identity()):
        assert billing.balances([who.id])[who.id].unapplied_cents == 2500
