"""Reserving as one call: all resources of a booking or none, without a savepoint of the caller's.

Rows go in by resource and lane and skip what is taken, so that no insert waits for another in a circle. What is missing
takes the rest back (a subtransaction of the function), expired holds in the way are removed, and it is tried once more.
Answers with the resources that are taken, with none at all where a move and another deadlocked, with null for success.
"""

from django.db import migrations

RESERVE = """
create function timebook_reserve(
  booking uuid, what text, expiring_at timestamptz, tried_at timestamptz,
  new_ids uuid[], resources bigint[], lanes int[], starts timestamptz[], ends timestamptz[]
) returns bigint[] language plpgsql as $$
declare
  missing bigint[];
begin
  for attempt in 1..2 loop
    begin
      with need as (
        select * from unnest(new_ids, resources, lanes, starts, ends)
          with ordinality as n(id, resource_id, lane, starts_at, ends_at, position)
      ), got as (
        insert into timebook_reservation
          (id, organization_id, booking_id, resource_id, lane, during, kind, active, expires_at)
        select n.id, r.organization_id, booking, n.resource_id, n.lane, tstzrange(n.starts_at, n.ends_at),
          what, true, expiring_at
        from need n join timebook_resource r on r.id = n.resource_id
        order by n.position
        on conflict do nothing returning id
      )
      select array_agg(n.resource_id order by n.position) into missing
      from need n where not exists (select 1 from got where got.id = n.id);
      if missing is null then
        return null;
      end if;
      raise exception using errcode = 'WR001';
    exception
      when sqlstate 'WR001' then null;
      when deadlock_detected then return '{}';
    end;
    delete from timebook_reservation r
    using unnest(resources, starts, ends) as n(resource_id, starts_at, ends_at)
    where r.resource_id = any (missing) and r.resource_id = n.resource_id and r.expires_at <= tried_at
      and r.during && tstzrange(n.starts_at, n.ends_at);
    exit when not found;
  end loop;
  return missing;
end
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("timebook", "0003_start_of_reservations")]
    operations = [migrations.RunSQL(RESERVE, "drop function timebook_reserve")]
