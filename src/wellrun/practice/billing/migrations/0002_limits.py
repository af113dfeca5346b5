"""What a claim has room for, as Django cannot say it of arrays."""

from django.db import migrations

RULES = """
alter table billing_encounter add constraint encounter_diagnoses_fit check (cardinality(diagnoses) <= 12);
alter table billing_charge_line add constraint charge_line_modifiers_fit check (cardinality(modifiers) <= 4);
alter table billing_charge_line add constraint charge_line_pointers_fit
    check (cardinality(pointers) between 1 and 4);
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]
    operations = [migrations.RunSQL(RULES, migrations.RunSQL.noop)]
