"""What must always be true of charges, payments and the numbers they bear, asked of the stored rows."""

from __future__ import annotations

from wellrun.platform.verification import breaches


def charges_are_posted() -> list[str]:
    """Every charge line that costs something has its entry with its amount, and every such entry its line."""
    return breaches(
        "select coalesce(c.id::text, substr(p.source_key, 8)), coalesce(c.charge_cents, 0), coalesce(p.cents, 0)"
        " from (select id, entry_id, charge_cents from billing_charge_line"
        "       where charge_cents > 0 or entry_id is not null) c"
        " full join ("
        "  select e.id, e.source_key, -sum(l.amount_cents) filter (where l.account = '4000') as cents,"
        "         min(l.charge_id::text) as charge from ledger_entry e join ledger_line l on l.entry_id = e.id"
        "  where e.source_kind = 'charge' group by e.id, e.source_key"
        " ) p on p.id = c.entry_id"
        " where c.id is null or p.id is null or p.cents is distinct from c.charge_cents"
        "  or p.charge is distinct from c.id::text or p.source_key <> 'charge:' || c.id",
        "Charge {0}: the line says {1} cents, its entry in the ledger {2}.",
    )


def reversed_charges_are_reversed() -> list[str]:
    """A charge line is reversed exactly when its entry is."""
    return breaches(
        "select c.id, c.state from billing_charge_line c"
        " left join ledger_entry r on r.reverses_id = c.entry_id"
        " where c.entry_id is not null and (c.state = 'reversed') <> (r.id is not null)",
        "Charge {0} is {1}, which its entry in the ledger is not.",
    )


def charged_visits_have_charges() -> list[str]:
    """An encounter is charged exactly when a line of it stands; every line is of its patient's account."""
    return breaches(
        "select e.id, e.state, count(c.id) from billing_encounter e"
        " left join billing_charge_line c on c.encounter_id = e.id and c.state = 'posted'"
        " left join billing_patient_account a on a.id = c.account_id"
        " group by e.id, e.state having (e.state = 'charged') <> (count(c.id) > 0)"
        "  or bool_or(a.patient_id is distinct from e.patient_id) filter (where c.id is not null)",
        "Encounter {0} is {1} with {2} charges standing, or one of them is on another patient's account.",
    )


def numbers_have_no_gaps() -> list[str]:
    """Receipts of each site and statements bear the numbers from 1 to the last one given out, each once."""
    return breaches(
        "select coalesce(n.kind, k.kind), coalesce(n.many, 0), coalesce(n.highest, 0), coalesce(k.last, 0) from ("
        "  select 'receipt ' || receipt_number / 10000000 as kind, organization_id, count(*) as many,"
        "         max(receipt_number % 10000000) as highest"
        "   from billing_payment group by organization_id, receipt_number / 10000000"
        "  union all"
        "  select 'statement', organization_id, count(*), max(number) from billing_statement group by organization_id"
        " ) n full join billing_counter k on k.kind = n.kind and k.organization_id = n.organization_id"
        " where coalesce(n.many, 0) <> coalesce(k.last, 0) or coalesce(n.highest, 0) <> coalesce(k.last, 0)",
        "There are {1} numbers of the kind {0} up to {2}, but {3} were given out.",
    )


def payments_are_posted() -> list[str]:
    """Every payment has its entry with its amount, reversed exactly when the payment is voided, and the other way."""
    return breaches(
        "select coalesce(p.receipt_number::text, e.source_key), coalesce(p.amount_cents, 0), coalesce(e.cents, 0)"
        " from billing_payment p full join ("
        "  select e.id, e.source_key, -sum(l.amount_cents) filter (where l.account = '2100') as cents,"
        "         min(l.patient_account_id::text) as account, bool_or(r.id is not null) as taken_back"
        "  from ledger_entry e join ledger_line l on l.entry_id = e.id"
        "  left join ledger_entry r on r.reverses_id = e.id"
        "  where e.source_kind = 'payment' group by e.id, e.source_key"
        " ) e on e.id = p.entry_id"
        " where p.id is null or e.id is null or e.cents is distinct from p.amount_cents"
        "  or e.source_key <> 'payment:' || p.id or e.account is distinct from p.account_id::text"
        "  or e.taken_back <> (p.voided_at is not null)",
        "Payment {0} of {1} cents: its entry in the ledger says {2} cents, or only one of the two was taken back.",
    )


def payments_are_applied_once() -> list[str]:
    """What was applied of a payment is not more than it, nothing of a voided one is, and what is left is unapplied."""
    return breaches(
        "select coalesce(p.receipt_number::text, 'without a receipt'), coalesce(p.amount_cents, 0), a.cents from ("
        "  select split_part(e.source_key, ':', 2) as payment, sum(l.amount_cents) as cents from ledger_entry e"
        "  join ledger_line l on l.entry_id = e.id and l.account = '2100'"
        "  where e.source_kind = 'application'"
        "   and not exists (select 1 from ledger_entry r where r.reverses_id = e.id)"
        "  group by 1"
        " ) a left join billing_payment p on p.id::text = a.payment"
        " where p.id is null or a.cents < 0 or a.cents > p.amount_cents or p.voided_at is not null",
        "Payment {0} of {1} cents has {2} cents applied to charges.",
    )


def done_cases_are_expected() -> list[str]:
    """A hospital case that was done has an expected charge, which stands open or was met by an encounter."""
    return breaches(
        "select c.id, e.id from procedures_case c left join billing_expected_charge e on e.case_id = c.id"
        " where c.state = 'done' and (e.id is null or (e.met_at is not null and e.encounter_id is null))",
        "Case {0} was done; its expected charge is {1}, and nothing has met it.",
    )
