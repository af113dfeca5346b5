"""Answering offers of the wait list: scheduling owns them, this is where a link comes in."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor
from wellrun.practice.outreach.api import Link
from wellrun.practice.scheduling.api import (
    LinkedOffer,
    TimeOffer,
    accept_offer,
    decline_offer,
    offer_for_link,
)


def offer_of(*, link: Link, at: datetime) -> LinkedOffer:
    """What the offer of a link is about. Raises `NotFound` for a link that is for something else."""
    return offer_for_link(link=link, at=at)


def take_offer(*, offer_id: uuid.UUID, by: Actor, at: datetime) -> TimeOffer:
    """Take the offered time; raises what scheduling refuses, with its sentence."""
    return accept_offer(offer_id=offer_id, by=by, at=at)


def let_offer_pass(*, offer_id: uuid.UUID, by: Actor, at: datetime) -> TimeOffer:
    """Decline the offered time."""
    return decline_offer(offer_id=offer_id, by=by, at=at)
