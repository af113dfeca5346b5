

import django.db.models.deletion
import wellrun.platform.database.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0003_surgical_coordinator'),
        ('scheduling', '0004_visits_of_every_kind'),
        ('workforce', '0002_who_providers_are'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessSample',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('on', models.DateField()),
                ('days', models.PositiveSmallIntegerField(null=True)),
                ('taken_at', models.DateTimeField()),
                ('provider', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.provider')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
                ('visit_type', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.visittype')),
            ],
            options={
                'db_table': 'scheduling_access_sample',
                'indexes': [models.Index(fields=['unit', 'on'], name='access_sample_by_day')],
                'constraints': [models.UniqueConstraint(fields=('visit_type', 'provider', 'on'), name='access_sample_once_a_day')],
            },
        ),
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
