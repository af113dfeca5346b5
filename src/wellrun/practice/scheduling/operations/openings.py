"""Offering a freed time in batches until somebody takes it, it is booked otherwise, or nobody wants it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.ids import new_id
from wellrun.platform.events import publish
from wellrun.practice.organization.api import zone_of
from wellrun.practice.outreach.api import (
    SECOND_THOUGHTS,
    Channel,
    Notice,
    NoticeState,
    leaves_at,
    withdraw_notices,
)
from wellrun.practice.scheduling.events import OpeningChanged
from wellrun.practice.scheduling.models import (
    FreedBy,
    OfferRule,
    OfferState,
    Opening,
    OpeningState,
    TimeOffer,
    Urgency,
)
from wellrun.practice.scheduling.operations.matching import find_matches
from wellrun.practice.scheduling.operations.tell_waiting import make_offers, tell_taken, write_again
from wellrun.practice.scheduling.operations.wordings import OFFER
from wellrun.practice.scheduling.queries.freed import free_part


class NotOpen(Refused):
    """The opening is over."""

    status = 409
    sentence = "This time is not being offered any more."


class NothingFree(Refused):
    """Nothing of the time can be offered."""

    status = 409
    field = "starts_at"
    sentence = (
        "Nothing of that time can be offered: it is taken, outside the provider's hours there, too soon, or being"
        " offered already."
    )


def rule_of(unit_id: uuid.UUID) -> OfferRule:
    """How a department offers freed times: its own rule, or the usual one."""
    return OfferRule.objects.filter(unit_id=unit_id).first() or OfferRule(unit_id=unit_id)


def batch_of(rule: OfferRule, *, opening: Opening, urgent: bool, at: datetime) -> tuple[int, timedelta]:
    """How many patients the next batch asks and how long they have: a near or urgent one is shorter, and twice as large
    as the one before, at most fifty."""
    near = opening.starts_at - at <= timedelta(hours=rule.near_hours)
    if near or urgent:
        return min(rule.batch_size * 2**opening.batch, 50), timedelta(minutes=rule.near_minutes)
    return rule.batch_size, timedelta(minutes=rule.batch_minutes)


def open_freed_time(
    *,
    provider_id: uuid.UUID,
    unit_id: uuid.UUID,
    starts_at: datetime,
    ends_at: datetime,
    freed_by: FreedBy,
    key: str,
    room_kind: str = "",
    source_id: uuid.UUID | None = None,
    by: Actor,
    at: datetime,
) -> Opening | None:
    """Offer what is free of a time, from where it is free to the provider's next booking. The first batch is asked by
    whoever tends openings, since that must see every patient who waits, whoever opens it.

    `key` names what freed it: the same news twice makes one opening. None when it was opened before, is over or too
    near, is not free, or the department does not offer.
    """
    require(by, "waitlist.work", unit_id)
    rule = rule_of(unit_id)
    part = free_part(provider_id=provider_id, unit_id=unit_id, starts_at=starts_at, ends_at=ends_at, at=at)
    if not rule.active or part is None or part[0] < at + timedelta(minutes=rule.least_minutes):
        return None
    if Opening.objects.filter(provider_id=provider_id, starts_at=part[0], state=OpeningState.OPEN).exists():
        return None
    after = _moved_by(source_id)
    opening = Opening(
        organization_id=by.organization_id,
        unit_id=unit_id,
        provider_id=provider_id,
        room_kind=room_kind,
        starts_at=part[0],
        ends_at=part[1],
        freed_by=freed_by,
        key=key,
        source_id=source_id,
        after=after,
        depth=after.depth + 1 if after else 1,
        made_at=at,
    )
    Opening.objects.bulk_create([opening], ignore_conflicts=True)
    if not Opening.objects.filter(id=opening.id).exists():
        return None
    record_act("opening.made", subject_type="opening", subject_id=opening.id)
    publish(OpeningChanged(opening.id, opening.organization_id, at))
    return opening


def offer_by_hand(
    *,
    provider_id: uuid.UUID,
    unit_id: uuid.UUID,
    starts_at: datetime,
    minutes: int,
    freed_by: FreedBy = FreedBy.HAND,
    by: Actor,
    at: datetime,
) -> Opening:
    """Offer a free time because somebody says so: a gap of the calendar, a released block. Raises `NothingFree` where
    nothing of it is free, it begins too soon, or it is being offered already."""
    opening = open_freed_time(
        provider_id=provider_id,
        unit_id=unit_id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        freed_by=freed_by,
        key=f"hand:{new_id()}",
        by=by,
        at=at,
    )
    if opening is None:
        raise NothingFree()
    return opening


def _moved_by(source_id: uuid.UUID | None) -> Opening | None:
    """The opening whose winner freed this time by moving there."""
    if source_id is None:
        return None
    offers = TimeOffer.objects.filter(appointment_id=source_id, state=OfferState.ACCEPTED)
    offer = offers.select_related("opening").order_by("-answered_at").first()
    return offer.opening if offer else None


def lock_opening(opening_id: uuid.UUID) -> Opening:
    """An opening, locked for the rest of the transaction: whoever changes it or its offers has it first."""
    opening = Opening.objects.select_for_update().filter(id=opening_id).first()
    if opening is None:
        raise NotFound()
    return opening


def tend_opening(*, opening_id: uuid.UUID, by: Actor, at: datetime) -> Opening:
    """Do what is due for an opening: tell those who asked in vain once it is over, else end a batch whose time is up
    and send the next. Doing it twice changes nothing."""
    opening = lock_opening(opening_id)
    require(by, "waitlist.work", opening.unit_id)
    if opening.state != OpeningState.OPEN:
        tell_taken(opening, by=by, at=at)
        return opening
    still = free_part(
        provider_id=opening.provider_id,
        unit_id=opening.unit_id,
        starts_at=opening.starts_at,
        ends_at=opening.ends_at,
        at=at,
    )
    if still is None or still[0] != opening.starts_at:
        return _close(opening, OpeningState.TAKEN, by, at)
    opening.ends_at = still[1]
    asked = list(opening.time_offers.filter(state=OfferState.OFFERED).order_by("id"))
    if asked and opening.batch_ends_at and at < opening.batch_ends_at:
        opening.save(update_fields=["ends_at"])
        return opening
    rule = rule_of(opening.unit_id)
    if asked and _prolonged(opening, asked, rule, by, at):
        return opening
    for offer in asked:
        withdraw_notices(subject_id=offer.id, at=at, kinds=(OFFER,))
    opening.time_offers.filter(state=OfferState.OFFERED).update(state=OfferState.EXPIRED)
    return _next_batch(opening, rule, by, at)


def _prolonged(opening: Opening, asked: list[TimeOffer], rule: OfferRule, by: Actor, at: datetime) -> bool:
    """Whether the batch goes on because some of it could not leave: a gateway that is down costs nobody the turn. What
    waits is written anew, with the new end."""
    if at >= opening.starts_at:
        return False
    notices = Notice.objects.filter(subject_id__in=[offer.id for offer in asked], kind=OFFER)
    late = notices.filter(state=NoticeState.WAITING, leaves_at__lte=at).exclude(channel=Channel.CALL)
    stuck = set(late.values_list("subject_id", flat=True))
    if not stuck:
        return False
    by_call, ends_at = _until(opening, timedelta(minutes=rule.near_minutes), at)
    opening.batch_ends_at = ends_at
    opening.save(update_fields=["batch_ends_at", "ends_at"])
    opening.time_offers.filter(state=OfferState.OFFERED).update(expires_at=ends_at)
    for offer in asked:
        if offer.id in stuck:
            offer.expires_at = ends_at
            withdraw_notices(subject_id=offer.id, at=at, kinds=(OFFER,))
            write_again(offer, by_call=by_call, by=by, at=at)
    return True


def _next_batch(opening: Opening, rule: OfferRule, by: Actor, at: datetime) -> Opening:
    matches = []
    if opening.starts_at >= at + timedelta(minutes=rule.least_minutes):
        matches = find_matches(opening=opening, at=at)
    if not matches:
        return _close(opening, OpeningState.ENDED, by, at)
    urgent = any(match.urgency == Urgency.URGENT for match, _ in matches)
    size, length = batch_of(rule, opening=opening, urgent=urgent, at=at)
    by_call, opening.batch_ends_at = _until(opening, length, at)
    opening.batch += 1
    opening.save(update_fields=["batch", "batch_ends_at", "ends_at"])
    make_offers(opening, matches[:size], by_call=by_call, by=by, at=at)
    return opening


def _until(opening: Opening, length: timedelta, at: datetime) -> tuple[bool, datetime]:
    """When a batch ends, counted from when its messages may leave; and whether it must be called instead, because
    patients sleep until it is too late to write."""
    leaves = leaves_at(at + SECOND_THOUGHTS, zone_of(opening.unit_id))
    if leaves + length > opening.starts_at:
        return True, opening.starts_at
    return False, leaves + length


def stop_opening(*, opening_id: uuid.UUID, by: Actor, at: datetime) -> Opening:
    """Stop offering a time; those who were asked are told. Raises `NotOpen` when it is over."""
    opening = lock_opening(opening_id)
    require(by, "waitlist.work", opening.unit_id)
    if opening.state != OpeningState.OPEN:
        raise NotOpen()
    return _close(opening, OpeningState.STOPPED, by, at)


def _close(opening: Opening, state: OpeningState, by: Actor, at: datetime) -> Opening:
    opening.state, opening.ended_at = state, at
    opening.save(update_fields=["state", "ended_at", "ends_at"])
    record_act(f"opening.{state}", subject_type="opening", subject_id=opening.id)
    if state != OpeningState.ENDED:
        publish(OpeningChanged(opening.id, opening.organization_id, at))
    return opening
