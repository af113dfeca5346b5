"""Small decisions of the front desk, without the database."""

from __future__ import annotations

from collections.abc import Mapping

from wellrun.platform.access.matrix import Role
from wellrun.practice.frontdesk.models import CallReason

#: Pieces of United States money by value in cents, as a drawer is counted: notes first.
DENOMINATIONS = (10000, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10, 5, 1)


def cents_counted(pieces: Mapping[int, int]) -> int:
    """What pieces by value in cents come to."""
    return sum(value * number for value, number in pieces.items())


def deposit_after_float(*, counted_cents: int, float_cents: int) -> int:
    """What goes to the bank: the count less the float, and nothing when there is less than the float."""
    return max(counted_cents - float_cents, 0)


def calls_back(reason: str) -> Role:
    """Who returns a call about this."""
    if reason in (CallReason.REFILL, CallReason.RESULTS, CallReason.SYMPTOMS):
        return Role.CLINICAL_ASSISTANT
    return Role.BILLER if reason == CallReason.BILLING else Role.MEDICAL_SECRETARY
