"""Private iCalendar feeds: made, renewed and ended by whom they are about or who runs the section, and read by nobody
we know."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.identity import assume
from wellrun.practice.facilities.api import room as find_room
from wellrun.practice.organization.api import have_left, local_day, units_under
from wellrun.practice.scheduling.models import CalendarFeed, FeedShows, FeedUse
from wellrun.practice.workforce.api import provider as find_provider

#: How often one feed may be read within an hour: five devices that ask every five minutes.
MOST_AN_HOUR = 60
_TOKEN_BYTES = 32


class FeedExists(Refused):
    """There is one already, and two addresses could not be told apart."""

    status = 409
    sentence = "There is a feed for this already. Renew it to get a new address."


class TooOften(Refused):
    """A calendar program asks more often than anything can change."""

    status = 429
    sentence = "This feed is read too often. Try again in an hour."


def make_feed(
    *,
    provider_id: uuid.UUID | None = None,
    room_id: uuid.UUID | None = None,
    shows: FeedShows = FeedShows.TYPES,
    by: Actor,
    at: datetime,
) -> tuple[CalendarFeed, str]:
    """A feed of one provider or one room, with its token, which is told this once and kept nowhere. Raises
    `FeedExists`, and `NotFound` for what is not theirs to share."""
    feed = CalendarFeed(
        organization_id=by.organization_id,
        unit_id=_unit_of(provider_id, room_id, by),
        provider_id=provider_id,
        room_id=room_id,
        shows=shows,
        made_at=at,
        made_by_id=by.person_id or by.organization_id,
    )
    token = _new_token(feed)
    try:
        with transaction.atomic():
            feed.save(force_insert=True)
    except IntegrityError:
        raise FeedExists() from None
    FeedUse.objects.create(feed=feed)
    record_act("feed.made", subject_type="calendar feed", subject_id=feed.id)
    return feed, token


def renew_feed(*, feed_id: uuid.UUID, by: Actor, at: datetime) -> tuple[CalendarFeed, str]:
    """Give a feed another address: the old one is dead from now on."""
    feed = _own(feed_id, by)
    token = _new_token(feed)
    feed.renewed_at, feed.made_by_id = at, by.person_id or by.organization_id
    feed.save(update_fields=["token_hash", "renewed_at", "made_by_id"])
    record_act("feed.renewed", subject_type="calendar feed", subject_id=feed.id)
    return feed, token


def change_feed(*, feed_id: uuid.UUID, shows: FeedShows, by: Actor, at: datetime) -> CalendarFeed:
    """Have a feed tell more, or less, from now on."""
    feed = _own(feed_id, by)
    feed.shows = shows
    feed.save(update_fields=["shows"])
    record_act("feed.changed", subject_type="calendar feed", subject_id=feed.id)
    return feed


def end_feed(*, feed_id: uuid.UUID, by: Actor, at: datetime) -> CalendarFeed:
    """End a feed: its address answers nothing any more."""
    feed = _own(feed_id, by)
    feed.ended_at = at
    feed.save(update_fields=["ended_at"])
    record_act("feed.ended", subject_type="calendar feed", subject_id=feed.id)
    return feed


def enter_by_feed(*, token: str, request_id: uuid.UUID | None, at: datetime) -> CalendarFeed:
    """The feed behind a token; from here to the end of the transaction the database sees a reader of calendars who
    knows no restricted chart. Raises `NotFound` for a token that is wrong or ended, that was told to somebody who does
    not work here any more, or whose provider or room is not booked any more; and `TooOften`."""
    feed = CalendarFeed.objects.filter(token_hash=_hash(token), ended_at__isnull=True).first()
    if feed is None:
        raise NotFound()
    assume(_reader(feed, request_id, at).identity())
    if not _still_theirs(feed, at):
        raise NotFound()
    use = FeedUse.objects.select_for_update().get(feed=feed)
    if use.hour_at is None or at - use.hour_at >= timedelta(hours=1):
        use.hour_at, use.fetched = at, 0
    if use.fetched >= MOST_AN_HOUR:
        raise TooOften()
    use.fetched += 1
    use.last_fetched_at = at
    use.save(update_fields=["hour_at", "fetched", "last_fetched_at"])
    return feed


def note_content(*, feed: CalendarFeed, content_hash: str, at: datetime) -> datetime:
    """Since when a feed says what it says now."""
    use = FeedUse.objects.get(feed=feed)
    if use.content_hash != content_hash or use.changed_at is None:
        use.content_hash, use.changed_at = content_hash, at.replace(microsecond=0)
        use.save(update_fields=["content_hash", "changed_at"])
    assert use.changed_at is not None
    return use.changed_at


def _reader(feed: CalendarFeed, request_id: uuid.UUID | None, at: datetime) -> Actor:
    reader = Actor(
        user_id=None,
        person_id=None,
        name="Calendar feed",
        roles=("program:calendar feed",),
        organization_id=feed.organization_id,
        home_unit_id=feed.unit_id,
        reach={"appointments.read": frozenset({feed.unit_id})},
        compartments=frozenset({"normal"}),
        request_id=request_id,
        at=at,
    )
    if feed.room_id:
        return reader
    # A provider sees patients in several departments.
    assume(reader.identity())
    everywhere = units_under(feed.organization_id)
    return replace(reader, reach={"appointments.read": frozenset(everywhere)})


def _still_theirs(feed: CalendarFeed, at: datetime) -> bool:
    """Whether an address still belongs to whom it was told: who leaves, or is booked no more, takes none along."""
    about = find_provider(feed.provider_id) if feed.provider_id else find_room(feed.room_id)  # type: ignore[arg-type]
    if about is None or (about.retired_at is not None and about.retired_at <= at):
        return False
    told = {feed.made_by_id, getattr(about, "person_id", None)} - {None}
    return not have_left(told, local_day(feed.unit_id, at))


def _own(feed_id: uuid.UUID, by: Actor) -> CalendarFeed:
    feed = CalendarFeed.objects.select_for_update().filter(id=feed_id, ended_at__isnull=True).first()
    if feed is None or feed.organization_id != by.organization_id:
        raise NotFound()
    _unit_of(feed.provider_id, feed.room_id, by)
    return feed


def _unit_of(provider_id: uuid.UUID | None, room_id: uuid.UUID | None, by: Actor) -> uuid.UUID:
    """The department of what a feed is about; refuses whoever is neither the provider nor runs the section."""
    require(by, "appointments.read")
    about = find_provider(provider_id) if provider_id else find_room(room_id) if room_id else None
    if about is None:
        raise NotFound()
    own = provider_id is not None and by.person_id is not None and about.person_id == by.person_id
    if not own and not by.may("appointments.configure", about.unit_id):
        raise NotFound()
    return about.unit_id


def _new_token(feed: CalendarFeed) -> str:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    feed.token_hash = _hash(token)
    return token


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
