

import django.db.models.deletion
import wellrun.platform.database.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('frontdesk', '0001_initial'),
        ('organization', '0003_surgical_coordinator'),
        ('patients', '0002_merging_and_moving'),
        ('scheduling', '0004_visits_of_every_kind'),
    ]

    operations = [
        migrations.CreateModel(
            name='TelephoneLine',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('name', models.CharField(max_length=60)),
                ('number', models.CharField(max_length=16)),
                ('key_version', models.PositiveSmallIntegerField(default=1)),
                ('made_at', models.DateTimeField()),
                ('heard_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
            ],
            options={
                'db_table': 'frontdesk_telephone_line',
            },
        ),
        migrations.CreateModel(
            name='IncomingCall',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('unit_id', models.UUIDField()),
                ('reference', models.CharField(max_length=80)),
                ('caller_number', models.CharField(default='', max_length=16)),
                ('rang_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by_id', models.UUIDField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('call', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frontdesk.phonecall')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frontdesk.telephoneline')),
            ],
            options={
                'db_table': 'frontdesk_incoming_call',
            },
        ),
        migrations.CreateModel(
            name='WalkIn',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('compartment', models.CharField(default='normal', max_length=12)),
                ('on', models.DateField()),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.CharField(default='', max_length=120)),
                ('reason', models.CharField(default='', max_length=200)),
                ('urgent', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('called', 'Called'), ('booked', 'Visit booked'), ('left', 'Left')], default='waiting', max_length=7)),
                ('came_at', models.DateTimeField()),
                ('turn_at', models.DateTimeField()),
                ('called_at', models.DateTimeField(null=True)),
                ('calls', models.PositiveSmallIntegerField(default=0)),
                ('ended_at', models.DateTimeField(null=True)),
                ('end_reason', models.CharField(default='', max_length=200)),
                ('appointment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.appointment')),
                ('patient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='patients.patient')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
                ('visit_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.visittype')),
            ],
            options={
                'db_table': 'frontdesk_walk_in',
            },
        ),
        migrations.AddConstraint(
            model_name='telephoneline',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('number',), name='telephone_line_number_once'),
        ),
        migrations.AddIndex(
            model_name='incomingcall',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['unit_id', 'rang_at'], name='incoming_call_live'),
        ),
        migrations.AddIndex(
            model_name='incomingcall',
            index=models.Index(fields=['unit_id', '-rang_at'], name='incoming_call_by_time'),
        ),
        migrations.AddConstraint(
            model_name='incomingcall',
            constraint=models.UniqueConstraint(fields=('line', 'reference'), name='incoming_call_reported_once'),
        ),
        migrations.AddConstraint(
            model_name='incomingcall',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('rang_at')), _connector='OR'), name='incoming_call_ends_after_it_rang'),
        ),
        migrations.AddConstraint(
            model_name='walkin',
            constraint=models.UniqueConstraint(fields=('unit', 'on', 'number'), name='walk_in_token_once'),
        ),
        migrations.AddConstraint(
            model_name='walkin',
            constraint=models.UniqueConstraint(condition=models.Q(('patient__isnull', False), ('state__in', ['waiting', 'called'])), fields=('unit', 'patient'), name='walk_in_waits_once'),
        ),
        migrations.AddConstraint(
            model_name='walkin',
            constraint=models.CheckConstraint(condition=models.Q(('patient__isnull', False), models.Q(('name', ''), _negated=True), _connector='OR'), name='walk_in_is_somebody'),
        ),
        migrations.AddConstraint(
            model_name='walkin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'booked'), _negated=True), ('appointment__isnull', False), _connector='OR'), name='walk_in_booked_has_visit'),
        ),
    ]
