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
    NotBookable,
    TimePassed,
    VisitType,
    appointment,
    book_appointment,
)


@transaction.atomic
def book_by_link(
    *,
    link: Link,
    patient: Patient,
    visit_type: VisitType,
    starts_at: datetime,
    provider_id: uuid.UUID,
    by: Actor,
    at: datetime,
) -> Link:
    """Book a visit and use the link up; gives the link of the visit. Of two tabs the second finds the link dead.

    Raises `LinkDead`, `TimePassed` for a time outside lead time and horizon, and like `book_appointment`.
    """
    if not use_up(link=link, at=at):
        raise LinkDead(link)
    if not visit_type.online:
        raise NotBookable("This kind of visit cannot be booked online.")
    if not may_take(visit_type, starts_at, at):
        raise TimePassed()
    booked = book_appointment(
        patient_id=patient.id,
        visit_type_id=visit_type.id,
        provider_id=provider_id,
        starts_at=starts_at,
        through=BookedBy.LINK,
        by=by,
        at=at,
    )
    visit = appointment(booked.id)
    assert visit is not None
    return make_visit_link(visit=visit, at=at)
