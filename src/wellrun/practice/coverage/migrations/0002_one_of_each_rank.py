"""The rule that a patient has one coverage of each rank on any day.

Ranges of uuid make the patient comparable by `&&`, so that one GiST exclusion needs no extension.
"""

from django.db import migrations

RULES = """
create type coverage_uuid_range as range (subtype = uuid);
alter table coverage_coverage add constraint coverage_rank_once exclude using gist (
    coverage_uuid_range(patient_id, patient_id, '[]') with &&,
    int4range(rank::int, rank::int, '[]') with &&,
    daterange(starts_on, ends_on) with &&
);
"""


class Migration(migrations.Migration):
    dependencies = [("coverage", "0001_initial")]
    operations = [migrations.RunSQL(RULES, migrations.RunSQL.noop)]
