"""The links of a visit, as staff see them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from wellrun.practice.outreach.api import Link, address_of


@dataclass(frozen=True)
class LinkRow:
    """One link. `state` is a word for staff; the address only of one that is alive."""

    link: Link
    state: str
    alive: bool
    address: str


def links_of(subject_id: uuid.UUID, at: datetime, limit: int = 20) -> list[LinkRow]:
    """The links made for a subject, newest first; one query."""
    rows = Link.objects.filter(subject_id=subject_id).order_by("-made_at")[:limit]
    return [_row(each, at) for each in rows]


def _row(link: Link, at: datetime) -> LinkRow:
    alive = link.ended_at is None and at < link.expires_at
    if not alive:
        state = "Ended" if link.ended_at else "Lapsed"
    else:
        state = "Opened" if link.first_used_at else "Not opened yet"
    return LinkRow(link, state, alive, address_of(link) if alive else "")
