"""Writing to waiting patients: the offer of a time, and that it is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F

from wellrun.platform.access.api import Actor
from wellrun.platform.audit.api import record_acts
from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.organization.api import zone_of
from wellrun.practice.outreach.api import Channel, Link, make_link, make_notice, withdraw_notices
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.models import (
    OfferState,
    Opening,
    OpeningState,
    TimeOffer,
    VisitType,
    WaitingEntry,
    WaitingState,
)
from wellrun.practice.scheduling.operations.matching import Match
from wellrun.practice.scheduling.operations.wordings import GONE, OFFER, said_time


def make_offers(
    opening: Opening, matches: Sequence[tuple[Match, VisitType]], *, by_call: bool, by: Actor, at: datetime
) -> list[TimeOffer]:
    """Offer an opening to these patients until its batch ends, each by a message with a link of their own."""
    assert opening.batch_ends_at is not None
    # Locked in one order, so that two openings that suit the same patients never wait for each other.
    rows = WaitingEntry.objects.select_related("patient").select_for_update(of=("self",)).order_by("id")
    waiting = rows.filter(id__in=[match.entry_id for match, _ in matches], state=WaitingState.WAITING)
    entries = {entry.id: entry for entry in waiting}
    offers = [
        TimeOffer(
            organization_id=opening.organization_id,
            unit_id=opening.unit_id,
            compartment=entries[match.entry_id].compartment,
            opening=opening,
            entry_id=match.entry_id,
            patient_id=match.patient_id,
            visit_type=kind,
            batch=opening.batch,
            made_at=at,
            expires_at=opening.batch_ends_at,
            earlier_visit_at=match.visit_at,
        )
        for match, kind in matches
        if match.entry_id in entries
    ]
    TimeOffer.objects.bulk_create(offers)
    WaitingEntry.objects.filter(id__in=list(entries)).update(offered_at=at, offers=F("offers") + 1)
    for offer in offers:
        entry = entries[offer.entry_id]
        _write_offer(opening, offer, entry.patient, Channel.CALL if by_call else _channel(entry), by, at)
    record_acts(
        "offer.made",
        subject_type="time offer",
        subject_ids=[offer.id for offer in offers],
        patients=[offer.patient_id for offer in offers],
    )
    return offers


def _channel(entry: WaitingEntry) -> Channel | None:
    return Channel(entry.channel) if entry.channel else None


def _write_offer(
    opening: Opening, offer: TimeOffer, patient: Patient, channel: Channel | None, by: Actor, at: datetime
) -> None:
    # The link outlives the batch, so that who comes late reads that the time is gone instead of an error; what it
    # opens obeys the offer's own end.
    link = make_link(
        purpose="offer",
        subject_id=offer.id,
        patient=patient,
        unit_id=opening.unit_id,
        expires_at=opening.starts_at,
        at=at,
    )
    _notice(offer, opening, patient, f"offer:{offer.id}", link, channel, by, at)


def _notice(
    offer: TimeOffer,
    opening: Opening,
    patient: Patient,
    key: str,
    link: Link | None,
    channel: Channel | None,
    by: Actor,
    at: datetime,
) -> None:
    said = {"until": _until(opening, offer, patient.language)}
    make_notice(
        kind=OFFER,
        key=key,
        patient=patient,
        unit_id=opening.unit_id,
        subject_id=offer.id,
        words=_words(opening, patient.language) | said,
        link=link,
        channel=channel,
        lapses_at=offer.expires_at,
        by=by,
        at=at,
    )


def write_again(offer: TimeOffer, *, by_call: bool, by: Actor, at: datetime) -> None:
    """Write an offer anew that could not leave in time, with its new end and the same link."""
    link = Link.objects.filter(subject_id=offer.id, purpose="offer", ended_at__isnull=True).first()
    entry = WaitingEntry.objects.select_related("patient").get(id=offer.entry_id)
    channel = Channel.CALL if by_call else _channel(entry)
    _notice(offer, offer.opening, entry.patient, f"offer:{offer.id}:{at.isoformat()}", link, channel, by, at)


def call_instead(offer: TimeOffer, *, by: Actor, at: datetime) -> None:
    """Put an offer whose message could not be delivered onto the call list, once."""
    _notice(offer, offer.opening, offer.patient, f"offer-call:{offer.id}", None, Channel.CALL, by, at)


def tell_taken(opening: Opening, *, by: Actor, at: datetime) -> int:
    """Close the offers of an opening that is over: what has not left is taken back, and who had it already is told.
    Says how many there were; the second time there are none."""
    lost = opening.state in (OpeningState.FILLED, OpeningState.TAKEN)
    offers = opening.time_offers.select_related("patient").filter(state=OfferState.OFFERED)
    told = list(offers)
    for offer in told:
        offer.state, offer.answered_at = OfferState.LOST if lost else OfferState.WITHDRAWN, at
        offer.save(update_fields=["state", "answered_at"])
        if not withdraw_notices(subject_id=offer.id, at=at, kinds=(OFFER,)):
            tell_gone(offer, by=by, at=at)
    return len(told)


def tell_gone(offer: TimeOffer, *, by: Actor, at: datetime) -> None:
    """Tell a patient, once, that the time is taken and that the place on the list stays."""
    make_notice(
        kind=GONE,
        key=f"offer-gone:{offer.id}",
        patient=offer.patient,
        unit_id=offer.unit_id,
        subject_id=offer.id,
        words=_words(offer.opening, offer.patient.language),
        lapses_at=offer.opening.starts_at,
        by=by,
        at=at,
    )


def _words(opening: Opening, language: str) -> dict[str, str]:
    return {"when": said_time(_wall(opening, opening.starts_at), language)}


def _until(opening: Opening, offer: TimeOffer, language: str) -> str:
    """The clock where the offer ends on the day it was made, else day and clock."""
    wall = _wall(opening, offer.expires_at)
    same_day = wall.date() == _wall(opening, offer.made_at).date()
    return format_clock(wall) if same_day else said_time(wall, language)


def _wall(opening: Opening, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(zone_of(opening.unit_id)))
