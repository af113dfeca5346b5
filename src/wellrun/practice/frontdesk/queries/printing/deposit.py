"""Deposit slips: what of a site's day goes to the bank, drawer by drawer and check by check."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from wellrun.platform.money import format_cents
from wellrun.platform.printing import typeset
from wellrun.platform.ui.formatting import format_long_day
from wellrun.practice.frontdesk.queries.deposits import Deposit
from wellrun.practice.frontdesk.queries.printing.head import head_of


def deposit_pdf(*, deposit: Deposit, at: datetime) -> bytes:
    """The slip of a site's day: one page for the bank and the file, to the cent what the drawers and payments say."""
    data = head_of(deposit.site_id) | {
        "on": format_long_day(deposit.on),
        "drawers": [
            {
                "person": row.person,
                "counted": format_cents(row.drawer.counted_cents or 0),
                "float": format_cents(row.drawer.float_cents),
                "deposit": format_cents(row.drawer.deposit_cents or 0),
                "over_short": format_cents(row.drawer.over_short_cents or 0)
                if row.drawer.over_short_cents
                else "",
            }
            for row in deposit.drawers
        ],
        "checks": [
            {
                "number": each.reference or "no number",
                "receipt": str(each.receipt_number),
                "amount": format_cents(each.amount_cents),
            }
            for each in deposit.checks
        ],
        "cash": format_cents(deposit.cash_cents),
        "check_total": format_cents(deposit.checks_cents),
        "total": format_cents(deposit.total_cents),
        "uncounted": len(deposit.uncounted),
    }
    return typeset(Path(__file__).with_name("deposit.typ"), data, at)
