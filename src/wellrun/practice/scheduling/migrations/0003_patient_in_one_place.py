"""The rule that no patient is in two places: one exclusion constraint over plain ranges, no extension needed.

Whether a visit holds its time is a column of its own, so that a step that does not change it leaves the index alone.
A database in which a patient has two visits at once refuses this migration and names their time; cancel one of them.
"""

from django.db import migrations

RULES = """
create type uuidrange as range (subtype = uuid);
alter table scheduling_appointment add column holds_time boolean
    generated always as (state not in ('cancelled', 'no_show')) stored;
alter table scheduling_appointment add constraint appointment_patient_in_one_place exclude using gist (
    tstzrange(starts_at, ends_at) with &&,
    uuidrange(patient_id, patient_id, '[]') with &&
) where (holds_time);
"""
BACK = """
alter table scheduling_appointment drop constraint appointment_patient_in_one_place;
alter table scheduling_appointment drop column holds_time;
drop type uuidrange;
"""


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0002_initial")]
    operations = [migrations.RunSQL(RULES, BACK)]
