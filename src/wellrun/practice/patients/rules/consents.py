"""How long a signature counts."""

from __future__ import annotations

from datetime import date

from wellrun.practice.patients.models import ConsentKind

#: Months that a signature counts; None: until withdrawn. The receipt of the notice of privacy practices is asked
#: for once (45 CFR 164.520(c)(2)(ii)); the others lapse yearly, as offices commonly have them signed.
MONTHS: dict[ConsentKind, int | None] = {
    ConsentKind.TREATMENT: 12,
    ConsentKind.PRIVACY_NOTICE: None,
    ConsentKind.FINANCIAL: 12,
    ConsentKind.ASSIGNMENT: 12,
}


def expiry(kind: ConsentKind, signed_on: date) -> date | None:
    """The first day on which a signature no longer counts, or None."""
    months = MONTHS.get(kind)
    if months is None:
        return None
    year, month = divmod(signed_on.year * 12 + signed_on.month - 1 + months, 12)
    day = 28 if (signed_on.month, signed_on.day) == (2, 29) else signed_on.day
    return date(year, month + 1, day)
