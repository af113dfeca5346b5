"""Why a payment differs from the charge: one reason, one amount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(slots=True)
class Adjustment:
    """One reason of a CAS.

    `group` says who bears it (CO contractual, PR patient, OA other, PI payer initiated), `reason` is the
    claim adjustment reason code. A positive `amount_cents` lowers the payment, a negative one raises it.
    """

    group: str
    reason: str
    amount_cents: int
    quantity: Decimal | None = None
