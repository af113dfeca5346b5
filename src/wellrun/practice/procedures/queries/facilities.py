"""Reading facilities and preference cards."""

from __future__ import annotations

import uuid

from wellrun.practice.procedures.models import Facility, PreferenceCard


def facilities_of(organization_id: uuid.UUID, *, also_inactive: bool = False) -> list[Facility]:
    """The facilities of an organization by name, those in use unless all are asked for."""
    rows = Facility.objects.filter(organization_id=organization_id)
    return list((rows if also_inactive else rows.filter(active=True)).order_by("name"))


def facility(facility_id: uuid.UUID) -> Facility | None:
    """One facility, or None."""
    return Facility.objects.select_related("desk_unit").filter(id=facility_id).first()


def cards_of(organization_id: uuid.UUID) -> list[PreferenceCard]:
    """The cards in force, by surgeon and code."""
    rows = PreferenceCard.objects.filter(organization_id=organization_id, superseded_at__isnull=True)
    return list(rows.select_related("provider").order_by("provider__display_name", "code"))


def card_for(provider_id: uuid.UUID, code: str) -> PreferenceCard | None:
    """The card in force of a surgeon for a code, or None."""
    return PreferenceCard.objects.filter(
        provider_id=provider_id, code=code, superseded_at__isnull=True
    ).first()


def card(card_id: uuid.UUID) -> PreferenceCard | None:
    """One version of a card with its surgeon, or None."""
    return PreferenceCard.objects.select_related("provider").filter(id=card_id).first()


def versions_of(card: PreferenceCard) -> list[PreferenceCard]:
    """Every version of a card, the newest first."""
    rows = PreferenceCard.objects.filter(provider_id=card.provider_id, code=card.code)
    return list(rows.order_by("-version"))
