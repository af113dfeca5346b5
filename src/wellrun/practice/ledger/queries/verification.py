"""What must always be true of the journal, asked of the stored rows."""

from __future__ import annotations

from wellrun.platform.verification import breaches


def entries_balance() -> list[str]:
    """Every entry sums to zero and has lines."""
    return breaches(
        "select e.id, coalesce(sum(l.amount_cents), 0) from ledger_entry e left join ledger_line l on l.entry_id = e.id"
        " group by e.id having coalesce(sum(l.amount_cents), 0) <> 0 or count(l.id) = 0",
        "Entry {0} is off by {1} cents or has no lines.",
    )


def balances_follow_lines() -> list[str]:
    """Every running balance equals the sum of its lines."""
    return breaches(
        "select coalesce(b.patient_account_id, s.patient_account_id), coalesce(b.account, s.account),"
        " coalesce(b.balance_cents, 0), coalesce(s.total, 0) from ledger_balance b full join ("
        "  select patient_account_id, account, sum(amount_cents) as total from ledger_line"
        "  where patient_account_id is not null group by 1, 2"
        " ) s on s.patient_account_id = b.patient_account_id and s.account = b.account"
        " where coalesce(b.balance_cents, 0) <> coalesce(s.total, 0)",
        "Patient account {0}, account {1}: the balance says {2} cents, the lines {3}.",
    )


def reversals_mirror() -> list[str]:
    """Every reversal is the exact opposite of what it reverses."""
    return breaches(
        "select r.id from ledger_entry r where r.reverses_id is not null and exists ("
        "  select 1 from ledger_line l where l.entry_id in (r.id, r.reverses_id)"
        "  group by l.account, l.patient_account_id, l.charge_id having sum(l.amount_cents) <> 0)",
        "Reversal {0} is not the opposite of what it reverses.",
    )
