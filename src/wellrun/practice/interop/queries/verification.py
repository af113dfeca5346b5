"""What must always be true of what was brought in."""

from __future__ import annotations

from wellrun.platform.verification import breaches


def claims_add_up() -> list[str]:
    """Charges less payments and adjustments of a past claim's transactions are what it says is open.

    A claim without amounts has transactions that make no sum; its report said so.
    """
    return breaches(
        "select c.id, c.primary_open_cents + c.secondary_open_cents + c.patient_open_cents, t.open from interop_claim c"
        " join (select claim_id, sum(case when kind = 'CHARGE' then amount_cents"
        "  when kind in ('PAYMENT', 'ADJUSTMENT') then -amount_cents else 0 end) as open"
        "  from interop_transaction group by claim_id) t on t.claim_id = c.id"
        " where c.primary_open_cents + c.secondary_open_cents + c.patient_open_cents <> t.open"
        " and (c.charged_cents, c.paid_cents) <> (0, 0)",
        "Past claim {0} says {1} cents are open, its transactions {2}.",
    )


def balances_posted() -> list[str]:
    """The ledger entry of a past claim brings in what the claim says is open, to the cent."""
    return breaches(
        "select c.id, c.primary_open_cents + c.secondary_open_cents + c.patient_open_cents, coalesce(l.total, 0)"
        " from interop_claim c left join (select entry_id, sum(amount_cents) as total from ledger_line"
        "  where account <> '3900' group by entry_id) l on l.entry_id = c.opening_entry_id"
        " where c.primary_open_cents + c.secondary_open_cents + c.patient_open_cents <> coalesce(l.total, 0)",
        "Past claim {0} says {1} cents are open, its ledger entry {2}.",
    )
