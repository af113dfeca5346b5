"""What must always be true of the front desk, asked of the stored rows. Each check is one query over all rows."""

from __future__ import annotations

from wellrun.platform.verification import breaches
from wellrun.practice.ledger.api import Account

_CASH, _BANK, _OVER_SHORT = Account.CASH_DRAWER.value, Account.BANK.value, Account.CASH_OVER_SHORT.value


def check_ins_arrived() -> list[str]:
    """A check-in in force belongs to a visit of the same patient that has arrived and has not gone back."""
    return breaches(
        "select a.id, a.state from frontdesk_check_in c join scheduling_appointment a on a.id = c.appointment_id"
        " where c.undone_at is null"
        " and (a.state in ('booked', 'confirmed', 'no_show') or a.patient_id <> c.patient_id)",
        "Visit {0} is {1}, or another patient's, and has a check-in in force.",
    )


def check_in_money() -> list[str]:
    """The payment of a check-in was taken for its visit, from its patient."""
    return breaches(
        "select c.appointment_id, p.receipt_number from frontdesk_check_in c"
        " join billing_payment p on p.id = c.payment_id"
        " join billing_patient_account b on b.id = p.account_id"
        " where p.appointment_id is distinct from c.appointment_id or b.patient_id <> c.patient_id",
        "The check-in of visit {0} names receipt {1}, which was taken for something else.",
    )


def counts_follow_the_ledger() -> list[str]:
    """A counted drawer held what the ledger says; its deposit and what it was over or short are posted, and the
    ledger has nothing left in it."""
    return breaches(
        "select d.id, d.counted_cents - d.over_short_cents, coalesce(s.held, 0), d.over_short_cents,"  # noqa: S608 (accounts)
        " -coalesce(s.over_short, 0), d.deposit_cents, coalesce(s.deposit, 0)"
        " from frontdesk_drawer d left join ("
        "  select l.drawer_id,"
        f"   sum(l.amount_cents) filter (where l.account = '{_CASH}') as remains,"
        f"   sum(l.amount_cents) filter (where l.account = '{_CASH}' and not k.counts) as held,"
        f"   sum(l.amount_cents) filter (where l.account = '{_OVER_SHORT}' and k.counts) as over_short,"
        f"   sum(l.amount_cents) filter (where l.account = '{_BANK}' and k.counts) as deposit"
        "  from ledger_line l join ledger_entry e on e.id = l.entry_id"
        "  left join ledger_entry r on r.id = e.reverses_id"
        "  cross join lateral (select 'drawer count' in (e.source_kind, coalesce(r.source_kind, '')) as counts) k"
        "  where l.drawer_id is not null group by l.drawer_id"
        " ) s on s.drawer_id = d.id"
        " where d.closed_at is not null and (coalesce(s.remains, 0) <> 0"
        "  or coalesce(s.held, 0) <> d.counted_cents - d.over_short_cents"
        "  or -coalesce(s.over_short, 0) <> d.over_short_cents or coalesce(s.deposit, 0) <> d.deposit_cents)",
        "Drawer {0} was to hold {1} cents, the ledger says {2}; over or short {3}, posted {4};"
        " deposit {5}, posted {6}.",
    )


def cash_lies_in_drawers() -> list[str]:
    """Cash that a person took lies in the drawer that this person had open that day, in the ledger too. Cash that
    the program brought in from elsewhere has no drawer."""
    return breaches(
        "select p.receipt_number, p.effective_on, p.drawer_id from billing_payment p"  # noqa: S608 (an account)
        " left join frontdesk_drawer d on d.id = p.drawer_id"
        f" left join ledger_line l on l.entry_id = p.entry_id and l.account = '{_CASH}'"
        " where p.method = 'cash' and p.taken_by_id is not null and (d.id is null"
        "  or d.person_id <> p.taken_by_id or d.opened_on <> p.effective_on"
        "  or l.drawer_id is distinct from p.drawer_id)",
        "Receipt {0} of {1} is cash that lies in no drawer of who took it (drawer {2}).",
    )


def closed_days_keep_their_totals() -> list[str]:
    """What a closed day was closed with is what the ledger has of that day and site, account by account."""
    return breaches(
        "with posted as ("
        "  select d.id, l.account, sum(l.amount_cents) as cents from ledger_closed_day d"
        "  join organization_unit u on u.lineage @> array[d.site_id]"
        "  join ledger_line l on l.unit_id = u.id and l.effective_on = d.closed_on"
        "  group by d.id, l.account"
        " ), kept as ("
        "  select d.id, t.key as account, t.value::bigint as cents from ledger_closed_day d"
        "  cross join lateral jsonb_each_text(d.totals) t where t.key not like 'receivable %'"
        " ) select u.name, d.closed_on, coalesce(p.account, k.account), coalesce(k.cents, 0), coalesce(p.cents, 0)"
        " from posted p full join kept k on k.id = p.id and k.account = p.account"
        " join ledger_closed_day d on d.id = coalesce(p.id, k.id) join organization_unit u on u.id = d.site_id"
        " where coalesce(k.cents, 0) <> coalesce(p.cents, 0)",
        "{0}, {1}, was closed with {3} cents in account {2}; the ledger has {4}.",
    )


def call_backs_have_their_tasks() -> list[str]:
    """A call-back that waits has an open task, and an open task of a call-back has a call that waits."""
    return breaches(
        "select coalesce(c.key, t.key), c.key is null from ("
        "  select 'call back:' || id as key from frontdesk_call where call_back_due_at is not null"
        "  and called_back_at is null and withdrawn_at is null"
        " ) c full join (select key from worklist_task where state = 'open' and kind = 'call back'"
        "  and key like 'call back:%') t using (key) where c.key is null or t.key is null",
        "{0} waits as a call without a task, or as a task without a call.",
    )


def walk_ins_have_their_visits() -> list[str]:
    """A walk-in that ended with a visit has one of its own patient that was booked as a walk-in."""
    return breaches(
        'select w.number, w."on" from frontdesk_walk_in w join scheduling_appointment a on a.id = w.appointment_id'
        " where w.patient_id is distinct from a.patient_id or a.booked_through <> 'walk-in'",
        "Walk-in {0} of {1} has a visit that is not its own.",
    )
