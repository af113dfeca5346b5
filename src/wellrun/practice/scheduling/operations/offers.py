"""Answering an offer: the first who accepts has the time, whoever asks for it after is told so."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.identity import across
from wellrun.platform.events import publish
from wellrun.practice.organization.api import program_actor
from wellrun.practice.patients.api import patient as find_patient
from wellrun.practice.scheduling.events import OpeningChanged
from wellrun.practice.scheduling.models import (
    Appointment,
    BookedBy,
    OfferState,
    Opening,
    OpeningState,
    TimeOffer,
    Urgency,
    WaitingEntry,
    WaitingState,
)
from wellrun.practice.scheduling.operations.advance import cancel_appointment
from wellrun.practice.scheduling.operations.book import book_appointment, move_appointment
from wellrun.practice.scheduling.operations.checks import NotBookable
from wellrun.practice.scheduling.operations.openings import lock_opening
from wellrun.practice.scheduling.operations.take_time import TimeTaken
from wellrun.practice.scheduling.operations.waiting import take_off
from wellrun.practice.scheduling.rules import MOVABLE

MOVED_UP = "Earlier time from the wait list"


class SomebodyFaster(Refused):
    """The time is taken."""

    status = 409
    sentence = "Somebody was faster. You keep your place on the wait list; we offer you the next time that suits you."


class OfferOver(Refused):
    """The offer has ended, or was answered."""

    status = 409
    sentence = "This offer has ended. You keep your place on the wait list."


def accept_offer(*, offer_id: uuid.UUID, by: Actor, at: datetime) -> TimeOffer:
    """Take an offered time for its patient: booked, or the visit that the patient has is moved there.

    Raises `SomebodyFaster` or `OfferOver`, and whatever booking refuses. Accepting twice changes nothing. However many
    accept at once, one has the time: they wait for each other at the opening.
    """
    offer = _offer(offer_id, by)
    opening = lock_opening(offer.opening_id)
    offer.refresh_from_db(fields=["state", "expires_at"])
    if offer.state == OfferState.ACCEPTED:
        return offer
    _refuse_over(offer, opening, at)
    with across(offer.organization_id):
        entry = (
            WaitingEntry.objects.select_for_update(of=("self",))
            .select_related("visit")
            .get(id=offer.entry_id)
        )
    if entry.state != WaitingState.WAITING:
        raise OfferOver("This patient is no longer on the wait list.")
    _refuse_dead(offer)
    try:
        visit = _visit_at(opening, offer, entry, by, at)
    except TimeTaken as taken:
        raise SomebodyFaster() from taken
    _accepted(offer, opening, entry, visit, by, at)
    return offer


def _offer(offer_id: uuid.UUID, by: Actor) -> TimeOffer:
    offer = TimeOffer.objects.filter(id=offer_id).first()
    if offer is None:
        raise NotFound()
    require(by, "appointments.book", offer.unit_id)
    return offer


def _refuse_over(offer: TimeOffer, opening: Opening, at: datetime) -> None:
    if offer.state == OfferState.LOST or opening.state in (OpeningState.FILLED, OpeningState.TAKEN):
        raise SomebodyFaster()
    if offer.state != OfferState.OFFERED or opening.state != OpeningState.OPEN or at >= offer.expires_at:
        raise OfferOver()


def _refuse_dead(offer: TimeOffer) -> None:
    patient = find_patient(offer.patient_id)
    if patient is None:
        raise NotFound()
    if patient.deceased_on is not None:
        raise NotBookable("This patient is recorded as deceased. Nothing can be booked.", field="patient")


def _visit_at(
    opening: Opening, offer: TimeOffer, entry: WaitingEntry, by: Actor, at: datetime
) -> Appointment:
    """Book the patient into the opening; a visit that the patient had for the same is moved or, where another
    department had it, given up in the same step."""
    earlier = entry.visit if entry.visit is not None and entry.visit.state in MOVABLE else None
    if (
        earlier is not None
        and earlier.unit_id == opening.unit_id
        and earlier.visit_type_id == offer.visit_type_id
    ):
        return move_appointment(
            appointment_id=earlier.id,
            starts_at=opening.starts_at,
            provider_id=opening.provider_id,
            reason=MOVED_UP,
            by=by,
            at=at,
        )
    if earlier is not None:
        # By the patient's wish the old visit goes, in whatever department: the desk or the link that accepts reaches
        # the opening's alone.
        program = program_actor(organization_id=offer.organization_id, name="wait list", at=at)
        with across(offer.organization_id):
            cancel_appointment(appointment_id=earlier.id, reason=MOVED_UP, by=program, at=at)
    return book_appointment(
        patient_id=offer.patient_id,
        visit_type_id=offer.visit_type_id,
        provider_id=opening.provider_id,
        starts_at=opening.starts_at,
        urgency=Urgency(entry.urgency),
        through=BookedBy.WAIT_LIST,
        by=by,
        at=at,
    )


def _accepted(
    offer: TimeOffer, opening: Opening, entry: WaitingEntry, visit: Appointment, by: Actor, at: datetime
) -> None:
    offer.state, offer.answered_at = OfferState.ACCEPTED, at
    offer.answered_by_id, offer.answered_by_name, offer.appointment_id = by.person_id, by.name, visit.id
    offer.save(update_fields=["state", "answered_at", "answered_by_id", "answered_by_name", "appointment_id"])
    opening.state, opening.ended_at = OpeningState.FILLED, at
    opening.save(update_fields=["state", "ended_at"])
    take_off(entry, WaitingState.BOOKED, "Booked from the wait list", at)
    record_act("offer.accepted", subject_type="time offer", subject_id=offer.id, patients=[offer.patient_id])
    publish(OpeningChanged(opening.id, opening.organization_id, at))


def decline_offer(*, offer_id: uuid.UUID, by: Actor, at: datetime) -> TimeOffer:
    """Let an offered time pass; the place on the list stays. When nobody is left to answer, the next are asked."""
    offer = _offer(offer_id, by)
    opening = lock_opening(offer.opening_id)
    offer.refresh_from_db(fields=["state"])
    if offer.state == OfferState.DECLINED:
        return offer
    if offer.state != OfferState.OFFERED:
        raise OfferOver()
    offer.state, offer.answered_at = OfferState.DECLINED, at
    offer.answered_by_id, offer.answered_by_name = by.person_id, by.name
    offer.save(update_fields=["state", "answered_at", "answered_by_id", "answered_by_name"])
    record_act("offer.declined", subject_type="time offer", subject_id=offer.id, patients=[offer.patient_id])
    if not opening.time_offers.filter(state=OfferState.OFFERED).exists():
        # A batch that everybody has answered is over; those in other compartments are seen by who tends it.
        publish(OpeningChanged(opening.id, opening.organization_id, at))
    return offer


def leave_wait_list(*, offer_id: uuid.UUID, by: Actor, at: datetime) -> TimeOffer:
    """Let an offered time pass and come off the wait list, as the patient says by the offer's link."""
    offer = _offer(offer_id, by)
    if offer.state == OfferState.OFFERED:
        offer = decline_offer(offer_id=offer_id, by=by, at=at)
    with across(offer.organization_id):
        entry = WaitingEntry.objects.select_for_update().get(id=offer.entry_id)
    if entry.state == WaitingState.WAITING:
        take_off(entry, WaitingState.ENDED, "The patient left the list", at)
    return offer
