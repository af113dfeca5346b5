"""What a patient sees who follows the link of an offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import NotFound
from wellrun.practice.organization.api import place_of
from wellrun.practice.outreach.api import Link
from wellrun.practice.scheduling.models import OfferState, OpeningState, TimeOffer


@dataclass(frozen=True)
class LinkedOffer:
    """An offer as its page shows it; times are wall time of the place. `stands` says whether it can be accepted now,
    `taken` whether somebody else has the time."""

    offer: TimeOffer
    state: str
    stands: bool
    taken: bool
    starts: datetime
    until: datetime
    minutes: int
    provider_name: str
    place: str
    earlier: datetime | None


def offer_for_link(*, link: Link, at: datetime) -> LinkedOffer:
    """What the offer of a link is about and whether it still stands; `NotFound` when the link is for something else.

    To be called as whom `enter_by_link` lets in. Three queries.
    """
    rows = TimeOffer.objects.select_related("opening__provider", "visit_type")
    offer = rows.filter(id=link.subject_id).first() if link.purpose == "offer" else None
    if offer is None:
        raise NotFound()
    place, opening = place_of(offer.unit_id), offer.opening
    zone: ZoneInfo = place.zone
    return LinkedOffer(
        offer=offer,
        state=offer.state,
        stands=offer.state == OfferState.OFFERED
        and opening.state == OpeningState.OPEN
        and at < offer.expires_at,
        taken=offer.state == OfferState.LOST
        or (
            offer.state != OfferState.ACCEPTED and opening.state in (OpeningState.FILLED, OpeningState.TAKEN)
        ),
        starts=opening.starts_at.astimezone(zone),
        until=offer.expires_at.astimezone(zone),
        minutes=offer.visit_type.minutes,
        provider_name=opening.provider.display_name,
        place=place.site.unit.name if place.site else place.unit.name,
        earlier=offer.earlier_visit_at.astimezone(zone) if offer.earlier_visit_at else None,
    )
