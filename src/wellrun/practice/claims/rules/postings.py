"""From a payer's decision to ledger lines: pure arithmetic in cents, no database.

Each decided claim becomes one entry. Paid: bank against the insurer's debt. Written off: adjustment against
the insurer's debt. Left to the patient: the patient's debt against the insurer's. Refused: nothing, so that
it stays owed. A reversal has every sign flipped and so takes back what the first decision posted.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wellrun.practice.claims.rules.deciding import Destination, destination, is_refusal
from wellrun.practice.ledger.api import Account, Line

_ACCOUNTS = {
    Destination.CONTRACTUAL: Account.CONTRACTUAL_ADJUSTMENT,
    Destination.OTHER: Account.OTHER_ADJUSTMENT,
    Destination.PATIENT: Account.PATIENT_RECEIVABLE,
}


@dataclass
class Decision:
    """What one decided claim amounts to: the lines to post, and the sums that the claim keeps. Cents."""

    lines: list[Line] = field(default_factory=list)
    paid_cents: int = 0
    adjusted_cents: int = 0
    patient_cents: int = 0
    denied_cents: int = 0
    refused: bool = False
    reasons: list[str] = field(default_factory=list)


class LineUnknown(ValueError):
    """A decided line is none of the claim's; the message is a sentence."""


def decide(content: Mapping[str, Any], charges: Mapping[str, Charge], base: Line) -> Decision:
    """The decision in `content` on a claim whose lines, by control number, are `charges`.

    `base` carries the dimensions that every line shares. Raises `LineUnknown` for a line that is none of
    them.
    """
    made = Decision()
    open_charges = dict(charges)
    for line in content["lines"]:
        charge = _charge_of(line, open_charges)
        on_line = replace(base, charge_id=charge.id)
        _pay(made, line["paid_cents"], on_line)
        for adjustment in line["adjustments"]:
            _adjust(made, adjustment, line["paid_cents"], on_line)
    if not content["lines"]:
        paid = content.get("paid_cents", 0)
        _pay(made, paid, base)
    for adjustment in content["adjustments"]:
        _adjust(made, adjustment, made.paid_cents, base)
    made.lines = _merged(made.lines)
    return made


@dataclass(frozen=True)
class Charge:
    """A charge line of the claim that was sent."""

    id: uuid.UUID
    procedure: str
    charge_cents: int


def _charge_of(line: Mapping[str, Any], charges: dict[str, Charge]) -> Charge:
    found = charges.pop(line["control_number"], None)
    if found is not None:
        return found
    # Without our number a line is recognized by procedure and amount, where only one of them fits.
    alike = [
        number
        for number, charge in charges.items()
        if charge.procedure == line["procedure"] and charge.charge_cents == abs(line["charge_cents"])
    ]
    if line["control_number"] or not alike:
        named = line["control_number"] or line["procedure"]
        raise LineUnknown(f"Its line {named} is none of the claim's.")
    return charges.pop(alike[0])


def _pay(made: Decision, cents: int, on: Line) -> None:
    made.paid_cents += cents
    _move(made, Account.BANK, cents, on)


def _adjust(made: Decision, adjustment: Mapping[str, Any], paid_cents: int, on: Line) -> None:
    group, reason, cents = adjustment["group"], adjustment["reason"], adjustment["cents"]
    where = destination(group, reason, line_paid_cents=paid_cents)
    if where is Destination.PATIENT:
        made.patient_cents += cents
    elif where is Destination.DENIED:
        made.denied_cents += cents
    elif where is not Destination.NOWHERE:
        made.adjusted_cents += cents
    if is_refusal(group, reason, line_paid_cents=paid_cents) and cents > 0:
        made.refused = True
        made.reasons.append(f"{group} {reason}")
    if where in _ACCOUNTS:
        _move(made, _ACCOUNTS[where], cents, on)


def _move(made: Decision, to: Account, cents: int, on: Line) -> None:
    made.lines.append(replace(on, account=to, amount_cents=cents))
    made.lines.append(replace(on, account=Account.INSURANCE_RECEIVABLE, amount_cents=-cents))


def _merged(lines: list[Line]) -> list[Line]:
    sums: dict[tuple[Account, uuid.UUID | None], Line] = {}
    for line in lines:
        key = (line.account, line.charge_id)
        before = sums.get(key)
        sums[key] = replace(line, amount_cents=line.amount_cents + before.amount_cents) if before else line
    return [line for line in sums.values() if line.amount_cents]
