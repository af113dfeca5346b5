"""Sites lead the numbers they give out with a series of their own."""

from django.db import migrations, models

_NUMBER_THE_SITES = """
update organization_unit u set series = n.series
from (
    select id, row_number() over (partition by organization_id order by position, id) as series
    from organization_unit where kind = 'site'
) n where n.id = u.id
"""
_OF_SITES = models.Q(kind="site", series__isnull=False, series__gt=0)
_OF_OTHERS = ~models.Q(kind="site") & models.Q(series__isnull=True)


class Migration(migrations.Migration):
    dependencies = [("organization", "0001_initial")]
    operations = [
        migrations.AddField("unit", "series", models.PositiveSmallIntegerField(null=True)),
        migrations.RunSQL(_NUMBER_THE_SITES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "unit", models.UniqueConstraint(fields=["organization", "series"], name="unit_series_once")
        ),
        migrations.AddConstraint(
            "unit", models.CheckConstraint(condition=_OF_SITES | _OF_OTHERS, name="unit_series_of_sites")
        ),
    ]
