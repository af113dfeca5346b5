

import django.db.models.deletion
import wellrun.platform.database.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0003_surgical_coordinator'),
        ('scheduling', '0004_visits_of_every_kind'),
    ]

    operations = [
        migrations.CreateModel(
            name='SiteTravel',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('one_site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
                ('other_site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
            ],
            options={
                'db_table': 'scheduling_site_travel',
                'constraints': [models.UniqueConstraint(fields=('one_site', 'other_site'), name='site_travel_once'), models.CheckConstraint(condition=models.Q(('one_site__lt', models.F('other_site'))), name='site_travel_smaller_first'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 600)), name='site_travel_minutes')],
            },
        ),
    ]
