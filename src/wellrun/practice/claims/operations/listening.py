"""What the claims room does when other rooms tell it something, and what it tells them when they ask."""

from __future__ import annotations

import uuid

from django.urls import reverse

from wellrun.platform.access.api import Actor
from wellrun.platform.ui.menu import PaletteEntry
from wellrun.practice.billing.api import Encounter
from wellrun.practice.billing.events import ChargesCorrected, ChargesEntered
from wellrun.practice.claims.models import (
    ClaimAnswer,
    RemittanceClaim,
    SubmissionClaim,
)
from wellrun.practice.claims.operations.make_claim import claim_entered, make_claim
from wellrun.practice.claims.operations.receive import receive
from wellrun.practice.claims.queries.claims import ClaimFilters, claim_rows
from wellrun.practice.exchange.events import TransmissionReceived
from wellrun.practice.organization.api import program_actor


def on_charges(event: ChargesEntered | ChargesCorrected) -> None:
    """Make the claim of an encounter, or bring it up to date, in the transaction that entered its charges."""
    by = event.by
    if by is None:
        encounter = Encounter.objects.get(id=event.encounter_id)
        by = program_actor(organization_id=encounter.organization_id, name="claims", at=event.at)
    if isinstance(event, ChargesEntered) and event.entered is not None:
        claim_entered(event.entered, by=by, at=event.at)
    else:
        make_claim(encounter_id=event.encounter_id, by=by, at=event.at)


def on_file(event: TransmissionReceived) -> None:
    """Deal with a file that came in."""
    receive(event.transmission_id, event.at, found=event.transmission)


def patients_of_transmission(transmission_id: uuid.UUID) -> set[uuid.UUID]:
    """The patients whose claims went out in a file, or are spoken of in one that came in."""
    sent = SubmissionClaim.objects.filter(submission__transmission_id=transmission_id)
    answered = ClaimAnswer.objects.filter(transmission_id=transmission_id)
    remitted = RemittanceClaim.objects.filter(
        remittance__transmission_id=transmission_id, claim__isnull=False
    )
    name = "claim__patient_id"
    return set(
        sent.values_list(name, flat=True).union(answered.values_list(name), remitted.values_list(name))
    )


def palette(actor: Actor, text: str) -> list[PaletteEntry]:
    """Claims whose number begins with what was typed."""
    wanted = text.strip().upper()
    if len(wanted) < 3 or not wanted.startswith("C") or not wanted[1:].isdigit():
        return []
    rows = claim_rows(by=actor, filters=ClaimFilters(text=wanted), limit=5)
    return [
        PaletteEntry(f"Claim {row.number}", row.patient_name, reverse("claims:claim", args=[row.id]), "claim")
        for row in rows
    ]
