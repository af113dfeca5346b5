"""Questions that only rooms above billing can answer. They register an answer when the program starts."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence

from wellrun.platform.access.api import Actor

ChargeAnswers = Callable[[Sequence[uuid.UUID]], Mapping[uuid.UUID, str]]
_open_claims: list[ChargeAnswers] = []
DrawerOf = Callable[..., uuid.UUID | None]
_reasons: list[ChargeAnswers] = []
_drawers: list[DrawerOf] = []


def register_open_claim_check(check: ChargeAnswers) -> None:
    """Say which charges have a claim that is still open: charge ids in, {charge id: a sentence why} out."""
    if check not in _open_claims:
        _open_claims.append(check)


def register_owed_reasons(reasons: ChargeAnswers) -> None:
    """Say why the patient owes what remains of charges: charge ids in, {charge id: e.g. "Deductible"} out."""
    if reasons not in _reasons:
        _reasons.append(reasons)


def register_open_drawer(drawer_of: DrawerOf) -> None:
    """Say which cash drawer a person has open at a unit: `drawer_of(by=actor, unit_id=…)`, None without one."""
    if drawer_of not in _drawers:
        _drawers.append(drawer_of)


def open_drawer(by: Actor, unit_id: uuid.UUID) -> uuid.UUID | None:
    """The cash drawer that a person has open at a unit, if anybody keeps drawers."""
    return next((found for drawer_of in _drawers if (found := drawer_of(by=by, unit_id=unit_id))), None)


def open_claims(charge_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The charges of these whose claim is open, each with the sentence why."""
    return {charge: why for check in _open_claims for charge, why in check(charge_ids).items()}


def owed_reasons(charge_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Why the patient owes these charges, as far as anybody knows."""
    return {charge: why for reasons in _reasons for charge, why in reasons(charge_ids).items()}
