"""A payer's decision as we keep it: plain JSON, from which postings and pages are made."""

from __future__ import annotations

from typing import Any

from wellrun.engines import x12
from wellrun.practice.claims.rules.frozen import freeze


def kept_claim(found: x12.RemittedClaim) -> dict[str, Any]:
    """Lines and adjustments of one decided claim; amounts in cents, days in ISO form."""
    return {
        "status": found.status,
        "remarks": list(found.remarks),
        "adjustments": [_adjustment(one) for one in found.adjustments],
        "lines": [_line(line) for line in found.lines],
    }


def _adjustment(one: x12.Adjustment) -> dict[str, Any]:
    return {"group": one.group, "reason": one.reason, "cents": one.amount_cents}


def _line(line: x12.RemittedLine) -> dict[str, Any]:
    return {
        "control_number": line.control_number,
        "procedure": line.submitted_procedure or line.procedure,
        "modifiers": list(line.modifiers),
        "charge_cents": line.charge_cents,
        "paid_cents": line.paid_cents,
        "allowed_cents": line.allowed_cents,
        "served_on": freeze(line.from_on),
        "adjustments": [_adjustment(one) for one in line.adjustments],
        "remarks": list(line.remarks),
    }
