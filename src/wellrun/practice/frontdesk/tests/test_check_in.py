"""Check-in: all of it or nothing, once, and back again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

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
from wellrun.practice.patients.api import (
    ChangedMeanwhile,
    consents_due,
    consents_of,
    patient,
    update_demographics,
)
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.api import VisitState, advance_visit, appointment, undo_step


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


def test_a_patient_let_in_unasked_is_checked_in_late_once(office):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    desk = office.actor("north_desk")
    advance_visit(appointment_id=visit.id, to=VisitState.ARRIVED, by=desk, at=NOW)
    advance_visit(appointment_id=visit.id, to=VisitState.ROOMED, by=desk, at=NOW)
    assert frontdesk.checked_in([visit.id]) == set()
    arrive(office, visit, plain_draft(who, consents=("treatment",)))
    assert appointment(visit.id).state == "roomed"
    assert frontdesk.checked_in([visit.id]) == {visit.id}
    with pytest.raises(frontdesk.PastCheckIn):
        arrive(office, visit, plain_draft(who))


def test_undoing_a_late_check_in_leaves_the_patient_in_the_office(office):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    advance_visit(appointment_id=visit.id, to=VisitState.ARRIVED, by=office.actor("north_desk"), at=NOW)
    later = NOW + timedelta(minutes=5)
    desk = office.actor("north_desk", later)
    frontdesk.check_in(appointment_id=visit.id, draft=plain_draft(who), by=desk, at=later)
    frontdesk.undo_check_in(appointment_id=visit.id, by=desk, at=later)
    assert appointment(visit.id).state == "arrived"
    assert frontdesk.checked_in([visit.id]) == set()


def test_coverage_and_forms_are_those_of_the_patient(office):
    who, other = make_patient(office), make_patient(office)
    foreign = make_coverage(office, other)
    visit = make_expected_visit(office, who)
    for result in ("active", ""):
        with pytest.raises(NotFound):
            arrive(office, visit, plain_draft(who, coverage_id=foreign.id, coverage_result=result))
    assert appointment(visit.id).state == "booked"
    office.program()
    assert coverage_on(patient_id=other.id, on=TODAY)[0].verified_at is None


def test_forms_signed_together_are_each_on_file_and_in_the_audit(office):
    who = make_patient(office)
    arrive(office, make_expected_visit(office, who), plain_draft(who, consents=("treatment", "financial")))
    held = {consent.kind: consent for consent in consents_of(who.id)}
    assert {kind: consent.expires_on for kind, consent in held.items()} == {
        "treatment": date(2027, 6, 2),
        "financial": date(2027, 6, 2),
    }
    office.actor("auditor")
    signed = AuditEvent.objects.filter(act="consent.signed")
    assert {event.subject_id for event in signed} == {str(consent.id) for consent in held.values()}
    assert all(event.patients == [who.id] for event in signed)
