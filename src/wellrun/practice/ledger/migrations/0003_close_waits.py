"""Closing a day waits for postings that are under way, and postings wait for a close that is under way."""

from django.db import migrations

RULES = """
create function ledger_day_lock(unit uuid, on_day date) returns bigint language sql immutable
set search_path = pg_catalog as $$
    select hashtextextended('ledger day ' || unit::text || ' ' || to_char(on_day, 'YYYY-MM-DD'), 0)
$$;

create or replace function ledger_refuse_closed_day() returns trigger language plpgsql
security definer set search_path = pg_catalog, public as $$
declare
    site uuid;
begin
    select s.id into site from organization_unit u join organization_unit s on s.id = any (u.lineage)
        where u.id = new.unit_id and s.kind = 'site';
    if site is null then
        return new;
    end if;
    perform pg_advisory_xact_lock_shared(ledger_day_lock(site, new.effective_on));
    if exists (select 1 from ledger_closed_day where site_id = site and closed_on = new.effective_on) then
        raise exception 'The day % is closed.', new.effective_on using errcode = 'check_violation';
    end if;
    return new;
end $$;
"""

BEFORE = """
create or replace function ledger_refuse_closed_day() returns trigger language plpgsql
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
drop function ledger_day_lock(uuid, date);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_balance"), ("organization", "0001_initial")]
    operations = [migrations.RunSQL(RULES, BEFORE)]
