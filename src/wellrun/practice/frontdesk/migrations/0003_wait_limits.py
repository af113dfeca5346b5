

import django.db.models.deletion
import wellrun.platform.database.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('frontdesk', '0002_telephones_and_walk_ins'),
        ('organization', '0003_surgical_coordinator'),
    ]

    operations = [
        migrations.CreateModel(
            name='WaitLimit',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('state', models.CharField(max_length=13)),
                ('slow_minutes', models.PositiveSmallIntegerField()),
                ('bad_minutes', models.PositiveSmallIntegerField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
            ],
            options={
                'db_table': 'frontdesk_wait_limit',
                'constraints': [models.UniqueConstraint(fields=('unit', 'state'), name='wait_limit_once'), models.CheckConstraint(condition=models.Q(('bad_minutes__gt', models.F('slow_minutes')), ('slow_minutes__gte', 1)), name='wait_limit_grows')],
            },
        ),
    ]
