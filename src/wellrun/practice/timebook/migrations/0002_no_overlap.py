"""The rule that no resource is in two places: one exclusion constraint over plain ranges, no extension needed."""

from django.db import migrations

RULES = """
alter table timebook_reservation add constraint reservation_not_empty check (not isempty(during));
alter table timebook_reservation add constraint reservation_lane_not_negative check (lane >= 0);
alter table timebook_reservation add constraint reservation_not_endless
    check (not lower_inf(during) and not upper_inf(during) and lower_inc(during) and not upper_inc(during));
alter table timebook_reservation add constraint reservation_no_overlap exclude using gist (
    int8range(resource_id, resource_id, '[]') with &&,
    int4range(lane, lane, '[]') with &&,
    during with &&
) where (active);
create index reservation_by_start on timebook_reservation (resource_id, lower(during)) where active;
create index reservation_by_expiry on timebook_reservation (expires_at) where expires_at is not null;
alter table timebook_block add constraint block_not_empty check (not isempty(during));
"""


class Migration(migrations.Migration):
    dependencies = [("timebook", "0001_initial")]
    operations = [migrations.RunSQL(RULES, migrations.RunSQL.noop)]
