"""Reading the wait list, freed times and their offers."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from wellrun.platform.access.api import Actor, NotFound
from wellrun.practice.scheduling.models import (
    OfferState,
    Opening,
    OpeningState,
    TimeOffer,
    WaitingEntry,
    WaitingState,
)

MOST_ROWS = 300
_URGENT_FIRST = {"urgent": 0, "soon": 1, "routine": 2}


@dataclass(frozen=True)
class Asked:
    """What a list of the wait list is filtered by; empty means all."""

    unit_id: uuid.UUID | None = None
    type_name: str = ""
    urgency: str = ""
    state: str = WaitingState.WAITING.value


def waiting_rows(*, by: Actor, asked: Asked) -> list[WaitingEntry]:
    """Places on the wait list that `by` works, urgent ones in front, then who has waited longest; with patient, visit
    type, department and visit. At most `MOST_ROWS`; one query."""
    rows = WaitingEntry.objects.filter(unit_id__in=by.reach["waitlist.work"], state=asked.state)
    if asked.unit_id:
        rows = rows.filter(unit_ids__contains=[asked.unit_id])
    if asked.type_name:
        rows = rows.filter(visit_type__name=asked.type_name)
    if asked.urgency:
        rows = rows.filter(urgency=asked.urgency)
    found = list(
        rows.select_related("patient", "visit_type", "unit__parent", "visit").order_by("since")[:MOST_ROWS]
    )
    return sorted(found, key=lambda row: _URGENT_FIRST[row.urgency])


def waiting_entry_for(by: Actor, entry_id: uuid.UUID) -> WaitingEntry:
    """One place on the list for its page; `NotFound` for one that `by` does not work."""
    rows = WaitingEntry.objects.select_related("patient", "visit_type", "unit__parent", "visit__provider")
    entry = rows.filter(id=entry_id).first()
    if entry is None or not by.may("waitlist.work", entry.unit_id):
        raise NotFound()
    return entry


def waiting_of(patient_id: uuid.UUID) -> list[WaitingEntry]:
    """The visits that a patient waits for."""
    rows = WaitingEntry.objects.filter(patient_id=patient_id, state=WaitingState.WAITING)
    return list(rows.select_related("visit_type", "unit").order_by("since"))


def offers_to(entry_id: uuid.UUID) -> list[TimeOffer]:
    """What was offered to one place on the list, the latest first."""
    rows = TimeOffer.objects.filter(entry_id=entry_id).select_related("opening__provider", "unit")
    return list(rows.order_by("-made_at")[:50])


def opening_rows(
    *,
    by: Actor,
    states: Iterable[str] = (),
    unit_id: uuid.UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Opening]:
    """Freed times of the departments whose wait list `by` works, with the number of their offers; open ones by when
    they begin, others the latest first. One query."""
    rows: QuerySet[Opening] = Opening.objects.filter(unit_id__in=by.reach["waitlist.work"])
    if unit_id:
        rows = rows.filter(unit_id=unit_id)
    wanted = set(states)
    if wanted:
        rows = rows.filter(state__in=wanted)
    if since:
        rows = rows.filter(made_at__gte=since)
    if until:
        rows = rows.filter(made_at__lt=until)
    rows = rows.select_related("provider", "unit__parent").annotate(
        offered=Count("time_offers"),
        unanswered=Count("time_offers", filter=Q(time_offers__state=OfferState.OFFERED)),
    )
    order = ["starts_at"] if wanted == {OpeningState.OPEN} else ["-made_at"]
    return list(rows.order_by(*order)[:MOST_ROWS])


def opening_for(by: Actor, opening_id: uuid.UUID) -> Opening:
    """One freed time for its page, with the one before it in its chain; `NotFound` where `by` works no list."""
    rows = Opening.objects.select_related("provider", "unit__parent", "after")
    opening = rows.filter(id=opening_id).first()
    if opening is None or not by.may("waitlist.work", opening.unit_id):
        raise NotFound()
    return opening


def offers_of(opening: Opening) -> list[tuple[TimeOffer, WaitingEntry | None]]:
    """The offers of a freed time by batch, with their patients, and their places on the list where these are of a
    department that one sees. Two queries."""
    # No join to the places: those of other departments would take their offers with them.
    offers = list(
        opening.time_offers.select_related("patient", "visit_type").order_by("batch", "made_at", "id")
    )
    entries = WaitingEntry.objects.in_bulk([offer.entry_id for offer in offers])
    return [(offer, entries.get(offer.entry_id)) for offer in offers]


def next_in_chain(opening: Opening) -> list[Opening]:
    """The times that this one's winner freed in turn."""
    return list(Opening.objects.filter(after=opening).select_related("provider").order_by("made_at"))


def offer_on_behalf(by: Actor, offer_id: uuid.UUID) -> TimeOffer:
    """An offer that `by` may answer for its patient."""
    offer = TimeOffer.objects.select_related("patient", "opening").filter(id=offer_id).first()
    if offer is None or not by.may("waitlist.work", offer.unit_id):
        raise NotFound()
    return offer


def waiting_for(patient_id: uuid.UUID, visit_type_id: uuid.UUID) -> WaitingEntry | None:
    """What a patient who waits for this kind of visit would like; one query."""
    rows = WaitingEntry.objects.filter(
        patient_id=patient_id, visit_type_id=visit_type_id, state=WaitingState.WAITING
    )
    return rows.first()
