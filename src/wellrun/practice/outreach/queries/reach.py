"""By which way a patient can be reached."""

from __future__ import annotations

from wellrun.practice.outreach.models import Channel
from wellrun.practice.patients.api import ConsentKind, Patient, consents_of


def reach_of(patient: Patient, wanted: Channel | None = None) -> tuple[Channel, str]:
    """The channel and address for a patient: the wanted one when it is possible, else text (to whoever consented to
    texts), email, and at last a telephone call, whose number may be empty."""
    ways: dict[Channel, str] = {}
    if patient.phone_mobile and _texts(patient):
        ways[Channel.TEXT] = patient.phone_mobile
    if patient.email:
        ways[Channel.EMAIL] = patient.email
    ways[Channel.CALL] = patient.phone_mobile or patient.phone_home
    first = wanted if wanted in ways else next(iter(ways))
    return first, ways[first]


def _texts(patient: Patient) -> bool:
    """Whether the patient agreed to text messages (47 CFR 64.1200(a)) and has not taken it back."""
    return any(
        each.kind == ConsentKind.MESSAGES and each.withdrawn_at is None for each in consents_of(patient.id)
    )
