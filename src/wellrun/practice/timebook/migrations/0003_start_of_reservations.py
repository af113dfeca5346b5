"""The start of a reservation as a column of its own: behind row-level security only a comparison of plain columns can
use an index, since the database does not trust `lower(during)` not to leak."""

from django.db import migrations

RULES = """
alter table timebook_reservation add column starts_at timestamptz generated always as (lower(during)) stored;
drop index reservation_by_start;
create index reservation_by_start on timebook_reservation (resource_id, starts_at) where active;
"""
BACK = """
drop index reservation_by_start;
create index reservation_by_start on timebook_reservation (resource_id, lower(during)) where active;
alter table timebook_reservation drop column starts_at;
"""


class Migration(migrations.Migration):
    dependencies = [("timebook", "0002_no_overlap")]
    operations = [migrations.RunSQL(RULES, BACK)]
