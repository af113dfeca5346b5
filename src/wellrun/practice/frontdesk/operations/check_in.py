"""Checking a patient in: everything that was asked and accepted, and the arrival, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from wellrun.platform.access.api import Actor, NotFound, Refused
from wellrun.platform.audit.api import record_act
from wellrun.practice.billing import api as billing
from wellrun.practice.coverage.api import coverage as find_coverage
from wellrun.practice.coverage.api import verify_coverage
from wellrun.practice.documents.api import Category, file_document
from wellrun.practice.frontdesk.models import CheckIn, Identifier
from wellrun.practice.frontdesk.operations.cash import take_money
from wellrun.practice.organization.api import local_day
from wellrun.practice.patients.api import ConsentKind, sign_consents, update_demographics
from wellrun.practice.scheduling.api import Appointment, VisitState, advance_locked, lock_visit, undo_step
from wellrun.practice.scheduling.events import VisitAdvanced

BEFORE_ARRIVAL = (VisitState.BOOKED, VisitState.CONFIRMED)
IN_OFFICE = (VisitState.ARRIVED, VisitState.ROOMED, VisitState.WITH_PROVIDER)


class TwoIdentifiers(Refused):
    """A patient is told from another of the same name by two things."""

    field = "identifiers"
    sentence = "Ask for two identifiers and tick them."


class PastCheckIn(Refused):
    """The visit went on, or did not take place."""

    status = 409
    sentence = "This visit is past check-in. Look at the day board for where it stands."


@dataclass(frozen=True)
class CardImage:
    """A picture of an insurance card."""

    content: bytes
    file_name: str
    title: str


@dataclass(frozen=True)
class CheckInDraft:
    """What the desk asked and the patient answered.

    `changes` are the demographics that were accepted, against `expected_version` of the patient. `coverage_result`
    is what the payer said, '' when it was not asked. Money is taken when `payment_cents` is not zero.
    """

    identifiers: tuple[str, ...]
    expected_version: int
    changes: Mapping[str, object] = field(default_factory=dict)
    coverage_id: uuid.UUID | None = None
    coverage_result: str = ""
    card_images: tuple[CardImage, ...] = ()
    consents: tuple[str, ...] = ()
    payment_cents: int = 0
    payment_method: str = ""
    payment_reference: str = ""


@transaction.atomic
def check_in(*, appointment_id: uuid.UUID, draft: CheckInDraft, by: Actor, at: datetime) -> CheckIn:
    """Accept what was asked, take the money and mark the visit arrived: all of it or nothing.

    A patient who was let in without being asked is checked in late: everything but the arrival. Refuses without two
    identifiers, for a visit that is past check-in, for a patient record that somebody changed meanwhile
    (`ChangedMeanwhile`), and for whatever the rooms that it calls refuse.
    """
    # Of two windows, the second waits here and reads what the first made of the visit.
    visit = lock_visit(appointment_id, by, "checkin.do")
    if len(set(draft.identifiers) & set(Identifier.values)) < 2:
        raise TwoIdentifiers()
    if visit.state in BEFORE_ARRIVAL:
        advance_locked(visit, to=VisitState.ARRIVED, by=by, at=at)
    elif visit.state not in IN_OFFICE or _in_force(visit).exists():
        raise PastCheckIn()
    if draft.changes:
        update_demographics(patient_id=visit.patient_id, changes=draft.changes,
                            expected_version=draft.expected_version, by=by, at=at)  # fmt: skip
    _accept_coverage(visit, draft, by, at)
    if draft.consents:
        sign_consents(patient_id=visit.patient_id, kinds=[ConsentKind(kind) for kind in draft.consents],
                      on=local_day(visit.unit_id, at), by=by, at=at)  # fmt: skip
    payment = _take(visit, draft, by, at)
    done = CheckIn.objects.create(
        organization_id=visit.organization_id,
        unit_id=visit.unit_id,
        compartment=visit.compartment,
        appointment_id=visit.id,
        patient_id=visit.patient_id,
        identifiers=sorted(set(draft.identifiers)),
        demographics_accepted=sorted(draft.changes),
        coverage_id=draft.coverage_id,
        coverage_result=draft.coverage_result,
        consents_signed=list(draft.consents),
        payment=payment,
        completed_at=at,
        completed_by_id=by.person_id,
    )
    record_act(
        "visit.checked_in", subject_type="appointment", subject_id=visit.id, patients=[visit.patient_id]
    )
    return done


def _in_force(visit: Appointment) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(appointment_id=visit.id, undone_at__isnull=True)


def _accept_coverage(visit: Appointment, draft: CheckInDraft, by: Actor, at: datetime) -> None:
    if draft.coverage_id is not None and draft.coverage_result:
        verify_coverage(coverage_id=draft.coverage_id, result=draft.coverage_result, patient_id=visit.patient_id,
                        by=by, at=at)  # fmt: skip
    elif draft.coverage_id is not None:
        found = find_coverage(draft.coverage_id)
        if found is None or found.patient_id != visit.patient_id:
            raise NotFound()
    for image in draft.card_images:
        file_document(
            content=image.content,
            file_name=image.file_name,
            title=image.title,
            category=Category.INSURANCE_CARD,
            patient_id=visit.patient_id,
            subject_type="coverage" if draft.coverage_id else "appointment",
            subject_id=draft.coverage_id or visit.id,
            compartment=visit.compartment,
            by=by,
            at=at,
        )


def _take(visit: Appointment, draft: CheckInDraft, by: Actor, at: datetime) -> billing.Payment | None:
    if not draft.payment_cents:
        return None
    return take_money(
        patient_id=visit.patient_id,
        amount_cents=draft.payment_cents,
        method=draft.payment_method,
        reference=draft.payment_reference,
        for_appointment_id=visit.id,
        unit_id=visit.unit_id,
        by=by,
        at=at,
    )


@transaction.atomic
def undo_check_in(*, appointment_id: uuid.UUID, by: Actor, at: datetime) -> CheckIn:
    """Take a check-in back: the payment is voided and the visit is where it stood before, in the office still when it
    had been let in without.

    Accepted demographics, verified coverage and signed consents stay: they are true whether or not the patient is
    seen. Refused once the patient was roomed.
    """
    visit = lock_visit(appointment_id, by, "checkin.do")
    done = _in_force(visit).select_for_update().first()
    if done is None or visit.state != VisitState.ARRIVED:
        raise PastCheckIn()
    if done.payment_id is not None and done.payment.voided_at is None:
        billing.void_payment(payment_id=done.payment_id, because="Check-in undone", by=by, at=at)
    if visit.state_at == done.completed_at:
        undo_step(appointment_id=visit.id, expected_version=visit.version, by=by, at=at)
    CheckIn.objects.filter(id=done.id).update(undone_at=at, undone_by_id=by.person_id)
    record_act("visit.check_in_undone", subject_type="appointment", subject_id=visit.id,
               patients=[visit.patient_id])  # fmt: skip
    done.refresh_from_db()
    return done


def note_step_back(event: VisitAdvanced) -> None:
    """A visit that went back before its arrival has no check-in in force any more."""
    if event.state in BEFORE_ARRIVAL:
        CheckIn.objects.filter(appointment_id=event.appointment_id, undone_at__isnull=True).update(
            undone_at=event.at
        )
