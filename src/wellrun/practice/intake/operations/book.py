"""Booking by a link: one visit a link, within what the office offers online."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from wellrun.platform.access.api import Actor
from wellrun.practice.intake.operations.links import make_visit_link, use_up
from wellrun.practice.intake.queries.online import may_take
from wellrun.practice.outreach.api import Link, LinkDead
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.api import (
    BookedBy,
    Hold,
    NotBookable,
    TimePassed,
    VisitType,
    appointment,
    book_appointment,
    hold_time,
    release_hold,
)


@transaction.atomic
def hold_by_link(
    *,
    link: Link,
    patient: Patient,
    visit_type: VisitType,
    starts_at: datetime,
    provider_id: uuid.UUID,
    by: Actor,
    at: datetime,
) -> Hold:
    """Keep a time for ten minutes while the patient looks at it once more; what was kept by links for the patient
    before is given back, so that nobody keeps two. Raises like `book_by_link`."""
    # Two tabs wait for each other here.
    if Link.objects.select_for_update().get(id=link.id).ended_at is not None:
        raise LinkDead(link)
    _refuse_not_online(visit_type, starts_at, at)
    give_back(patient=patient, by=by, at=at)
    return hold_time(
        visit_type_id=visit_type.id,
        provider_id=provider_id,
        starts_at=starts_at,
        patient_id=patient.id,
        by=by,
        at=at,
    )


def give_back(*, patient: Patient, by: Actor, at: datetime) -> None:
    """Give back what links keep for a patient."""
    kept = Hold.objects.filter(patient_id=patient.id, held_by_id__isnull=True, state="open")
    for hold_id in kept.order_by("id").values_list("id", flat=True):
        release_hold(hold_id=hold_id, by=by, at=at)


def kept_for(hold_id: uuid.UUID, patient: Patient, at: datetime) -> Hold | None:
    """The hold of a page's address while it stands and is this patient's."""
    rows = Hold.objects.select_related("visit_type__unit", "provider").filter(patient_id=patient.id)
    return rows.filter(id=hold_id, held_by_id__isnull=True, state="open", expires_at__gt=at).first()


@transaction.atomic
def book_by_link(
    *,
    link: Link,
    patient: Patient,
    visit_type: VisitType,
    starts_at: datetime,
    provider_id: uuid.UUID,
    hold_id: uuid.UUID | None = None,
    by: Actor,
    at: datetime,
) -> Link:
    """Book a visit, of the time that `hold_id` keeps if any, and use the link up; gives the link of the visit. Of two
    tabs the second finds the link dead.

    Raises `LinkDead`, `TimePassed` for a time outside lead time and horizon, and like `book_appointment`.
    """
    if not use_up(link=link, at=at):
        raise LinkDead(link)
    _refuse_not_online(visit_type, starts_at, at)
    booked = book_appointment(
        patient_id=patient.id,
        visit_type_id=visit_type.id,
        provider_id=provider_id,
        starts_at=starts_at,
        through=BookedBy.LINK,
        hold_id=hold_id,
        by=by,
        at=at,
    )
    visit = appointment(booked.id)
    assert visit is not None
    return make_visit_link(visit=visit, at=at)


def _refuse_not_online(visit_type: VisitType, starts_at: datetime, at: datetime) -> None:
    if not visit_type.online:
        raise NotBookable("This kind of visit cannot be booked online.")
    if not may_take(visit_type, starts_at, at):
        raise TimePassed()
