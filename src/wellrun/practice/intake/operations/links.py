"""Sending patients their links."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.ui.formatting import in_zone
from wellrun.practice.intake.operations.follow_visit import NOTICES
from wellrun.practice.intake.rules.words import clock_in, day_in, language_of
from wellrun.practice.outreach.api import (
    Channel,
    Link,
    Notice,
    end_link,
    end_links,
    make_link,
    make_notice,
    withdraw_notices,
)
from wellrun.practice.patients.api import Patient, patient
from wellrun.practice.scheduling.api import Appointment, appointment

#: How long after the visit was to begin its link lives at most; it ends sooner when the visit is over.
AFTER_VISIT = timedelta(days=1)
#: A visit can be moved by its link: the link outlives the time for which it was made.
LONGEST = timedelta(days=180)
#: How long a patient may take to book by a link.
BOOKING_LIVES = timedelta(days=30)
PURPOSES = {"visit": "intake.link", "forms": "intake.forms"}


class VisitOver(Refused):
    """There is nothing left to do by a link."""

    status = 409
    sentence = "This visit is past or canceled. There is nothing left to do by a link."


@transaction.atomic
def send_visit_link(
    *,
    appointment_id: uuid.UUID,
    purpose: str = "visit",
    channel: Channel | None = None,
    by: Actor,
    at: datetime,
) -> tuple[Link, Notice | None]:
    """Make a link for a visit and stage the message that carries it; an earlier link for the same ends.

    Whoever can be reached by neither email nor text comes onto the call list.
    """
    visit = appointment(appointment_id)
    if visit is None or purpose not in PURPOSES:
        raise NotFound()
    require(by, "appointments.book", visit.unit_id)
    if visit.state not in ("booked", "confirmed") or visit.starts_at + AFTER_VISIT <= at:
        raise VisitOver()
    link = make_visit_link(visit=visit, purpose=purpose, at=at)
    withdraw_notices(subject_id=visit.id, at=at, kinds=(PURPOSES[purpose],))
    language = language_of(visit.patient.language)
    wall = in_zone(visit.starts_at, visit.unit.zone)
    notice = make_notice(
        kind=PURPOSES[purpose],
        key=f"{PURPOSES[purpose]}:{link.id}",
        patient=visit.patient,
        unit_id=visit.unit_id,
        subject_id=visit.id,
        words={"day": day_in(language, wall.date()), "time": clock_in(language, wall)},
        link=link,
        channel=channel,
        lapses_at=visit.starts_at,
        by=by,
        at=at,
    )
    return link, notice


def make_visit_link(*, visit: Appointment, purpose: str = "visit", at: datetime) -> Link:
    """A link for a visit, in the place of any earlier one for the same purpose. The caller has checked."""
    end_links(subject_id=visit.id, purpose=purpose, at=at)
    return make_link(
        purpose=purpose,
        subject_id=visit.id,
        patient=visit.patient,
        unit_id=visit.unit_id,
        expires_at=max(visit.starts_at, at) + LONGEST,
        at=at,
    )


@transaction.atomic
def send_booking_link(
    *, patient_id: uuid.UUID, unit_id: uuid.UUID, channel: Channel | None = None, by: Actor, at: datetime
) -> tuple[Link, Notice | None]:
    """Let a patient book one visit in a department by a link; an earlier such link ends."""
    require(by, "appointments.book", unit_id)
    known: Patient | None = patient(patient_id)
    if known is None:
        raise NotFound()
    end_links(subject_id=known.id, purpose="booking", at=at)
    withdraw_notices(subject_id=known.id, at=at, kinds=("intake.booking",))
    link = make_link(
        purpose="booking",
        subject_id=known.id,
        patient=known,
        unit_id=unit_id,
        expires_at=at + BOOKING_LIVES,
        at=at,
    )
    notice = make_notice(
        kind="intake.booking",
        key=f"intake.booking:{link.id}",
        patient=known,
        unit_id=unit_id,
        subject_id=known.id,
        words={},
        link=link,
        channel=channel,
        lapses_at=link.expires_at,
        by=by,
        at=at,
    )
    return link, notice


@transaction.atomic
def end_visit_links(*, appointment_id: uuid.UUID, by: Actor, at: datetime) -> int:
    """End every link of a visit and take back the messages that have not left; says how many links were alive."""
    visit = appointment(appointment_id)
    if visit is None:
        raise NotFound()
    require(by, "appointments.book", visit.unit_id)
    withdraw_notices(subject_id=visit.id, at=at, kinds=NOTICES)
    return end_links(subject_id=visit.id, at=at)


@transaction.atomic
def use_up(*, link: Link, at: datetime) -> bool:
    """Use a link that is good for one act: True for the first, who holds it until the transaction ends."""
    held = Link.objects.select_for_update().get(id=link.id)
    return held.ended_at is None and end_link(link=held, at=at)
