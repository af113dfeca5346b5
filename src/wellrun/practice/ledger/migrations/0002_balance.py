"""Entries sum to zero at commit, and each patient account's balance follows its lines."""

from django.db import migrations

RULES = """
create function ledger_refuse_unbalanced() returns trigger language plpgsql
security definer set search_path = pg_catalog, public as $$
declare
    total bigint;
begin
    select coalesce(sum(amount_cents), 0) into total from ledger_line where entry_id = new.entry_id;
    if total <> 0 then
        raise exception 'Entry % does not balance: % cents over.', new.entry_id, total
            using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger ledger_entry_balances after insert on ledger_line
    deferrable initially deferred for each row execute function ledger_refuse_unbalanced();

create function ledger_refuse_empty() returns trigger language plpgsql
security definer set search_path = pg_catalog, public as $$
begin
    if not exists (select 1 from ledger_line where entry_id = new.id) then
        raise exception 'Entry % has no lines.', new.id using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger ledger_entry_has_lines after insert on ledger_entry
    deferrable initially deferred for each row execute function ledger_refuse_empty();

create function ledger_keep_balances() returns trigger language plpgsql
security definer set search_path = pg_catalog, public as $$
begin
    insert into ledger_balance (id, organization_id, account, patient_account_id, balance_cents)
    select gen_random_uuid(), organization_id, account, patient_account_id, sum(amount_cents)
        from posted where patient_account_id is not null
        group by organization_id, account, patient_account_id
        order by patient_account_id, account
    on conflict (patient_account_id, account)
        do update set balance_cents = ledger_balance.balance_cents + excluded.balance_cents;
    return null;
end $$;

create trigger ledger_balances after insert on ledger_line
    referencing new table as posted for each statement execute function ledger_keep_balances();

create function ledger_refuse_closed_day() returns trigger language plpgsql
security definer set search_path = pg_catalog, public as $$
begin
    if exists (
        select 1 from ledger_closed_day d join organization_unit u on u.id = new.unit_id
        where d.site_id = any (u.lineage) and d.closed_on = new.effective_on
    ) then
        raise exception 'The day % is closed.', new.effective_on using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger ledger_day_open before insert on ledger_line
    for each row when (new.unit_id is not null) execute function ledger_refuse_closed_day();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("organization", "0001_initial")]
    operations = [migrations.RunSQL(RULES, migrations.RunSQL.noop)]
