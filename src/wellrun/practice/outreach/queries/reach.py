"""By which way a patient can be reached."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Value

from wellrun.practice.outreach.models import BadAddress, Channel, OptOut
from wellrun.practice.patients.api import ConsentKind, Patient, consents_of


def reach_of(patient: Patient, wanted: Channel | None = None) -> tuple[Channel, str]:
    """The channel and address for a patient: the wanted one when it is possible, else text (to whoever consented to
    texts), email, and at last a telephone call, whose number may be empty."""
    ways = ways_of(patient)
    first = wanted if wanted in ways else next(iter(ways))
    return first, ways[first]


def ways_of(patient: Patient, *, but: Collection[tuple[str, str]] = ()) -> dict[Channel, str]:
    """Every way that works, the best first; a call is always one. `but` are pairs of channel and address that were
    tried in vain. Numbers that said stop are not texted; addresses known to be bad are passed over."""
    closed = _closed(patient) | set(but)
    ways: dict[Channel, str] = {}
    mobile = patient.phone_mobile
    if mobile and (Channel.TEXT, mobile) not in closed and _texts(patient):
        ways[Channel.TEXT] = mobile
    if patient.email and (Channel.EMAIL, patient.email) not in closed:
        ways[Channel.EMAIL] = patient.email
    numbers = [each for each in (mobile, patient.phone_home) if each and (Channel.CALL, each) not in closed]
    ways[Channel.CALL] = numbers[0] if numbers else ""
    return ways


def _closed(patient: Patient) -> set[tuple[str, str]]:
    """Opt-outs and bad addresses of this patient, in one query."""
    addresses = [each for each in (patient.phone_mobile, patient.phone_home, patient.email) if each]
    stopped = OptOut.objects.filter(
        organization_id=patient.organization_id, number=patient.phone_mobile, back_at__isnull=True
    ).values_list(Value(Channel.TEXT.value), "number")
    bad = BadAddress.objects.filter(
        organization_id=patient.organization_id, address__in=addresses, cleared_at__isnull=True
    ).values_list("channel", "address")
    return set(stopped.union(bad, all=True))


def _texts(patient: Patient) -> bool:
    """Whether the patient agreed to text messages (47 CFR 64.1200(a)) and has not taken it back."""
    return any(
        each.kind == ConsentKind.MESSAGES and each.withdrawn_at is None for each in consents_of(patient.id)
    )
