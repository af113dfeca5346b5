"""Answering offers of the wait list: scheduling owns them, this is where a link comes in.

The wait list is looked for when a link is followed, so that intake stands whether or not scheduling offers it.
"""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any

from wellrun.platform.access.api import Actor, NotFound
from wellrun.practice.outreach.api import Link


def offer_of(*, link: Link, at: datetime) -> Any:
    """What the offer of a link is about: `offer` (with `id`), `starts`, `until`, `stands`. Raises `NotFound`
    when scheduling makes no offers, or none for this link."""
    return _door("offer_for_link")(link=link, at=at)


def take_offer(*, offer_id: Any, by: Actor, at: datetime) -> Any:
    """Take the offered time; raises what scheduling refuses, with its sentence."""
    return _door("accept_offer")(offer_id=offer_id, by=by, at=at)


def let_offer_pass(*, offer_id: Any, by: Actor, at: datetime) -> Any:
    """Decline the offered time."""
    return _door("decline_offer")(offer_id=offer_id, by=by, at=at)


def _door(name: str) -> Any:
    found = getattr(import_module("wellrun.practice.scheduling.api"), name, None)
    if found is None:
        raise NotFound()
    return found
