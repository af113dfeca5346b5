"""Which signatures are on file, and which are wanted."""

from __future__ import annotations

import uuid
from datetime import date

from wellrun.practice.patients.models import Consent, ConsentKind
from wellrun.practice.patients.rules.consents import MONTHS


def consents_of(patient_id: uuid.UUID) -> list[Consent]:
    """Every signature that was not withdrawn, newest first."""
    rows = Consent.objects.filter(patient_id=patient_id, withdrawn_at__isnull=True)
    return list(rows.order_by("-signed_at", "-id"))


def consents_due(patient_id: uuid.UUID, on: date) -> list[ConsentKind]:
    """What the patient must sign on this day: never signed, or lapsed."""
    return due_among(consents_of(patient_id), on)


def due_among(consents: list[Consent], on: date) -> list[ConsentKind]:
    """The same, when the signatures were read already."""
    in_force = {each.kind for each in consents if each.expires_on is None or each.expires_on > on}
    return [kind for kind in MONTHS if kind not in in_force]
