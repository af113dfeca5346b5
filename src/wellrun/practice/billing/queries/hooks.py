"""Questions that only rooms above billing can answer. They register an answer when the program starts."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence

ChargeAnswers = Callable[[Sequence[uuid.UUID]], Mapping[uuid.UUID, str]]
_open_claims: list[ChargeAnswers] = []
_reasons: list[ChargeAnswers] = []


def register_open_claim_check(check: ChargeAnswers) -> None:
    """Say which charges have a claim that is still open: charge ids in, {charge id: a sentence why} out."""
    if check not in _open_claims:
        _open_claims.append(check)


def register_owed_reasons(reasons: ChargeAnswers) -> None:
    """Say why the patient owes what remains of charges: charge ids in, {charge id: e.g. "Deductible"} out."""
    if reasons not in _reasons:
        _reasons.append(reasons)


def open_claims(charge_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The charges of these whose claim is open, each with the sentence why."""
    return {charge: why for check in _open_claims for charge, why in check(charge_ids).items()}


def owed_reasons(charge_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Why the patient owes these charges, as far as anybody knows."""
    return {charge: why for reasons in _reasons for charge, why in reasons(charge_ids).items()}
