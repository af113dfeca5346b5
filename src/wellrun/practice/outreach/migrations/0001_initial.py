

import django.db.models.deletion
import wellrun.platform.database.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organization', '0003_surgical_coordinator'),
        ('patients', '0002_merging_and_moving'),
    ]

    operations = [
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('unit_id', models.UUIDField()),
                ('compartment', models.CharField(max_length=12)),
                ('patient_id', models.UUIDField()),
                ('purpose', models.CharField(max_length=20)),
                ('subject_id', models.UUIDField()),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('first_used_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'outreach_link',
                'indexes': [models.Index(fields=['subject_id'], name='link_by_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='link_dies_after_it_is_made')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('compartment', models.CharField(max_length=12)),
                ('kind', models.CharField(max_length=30)),
                ('key', models.CharField(max_length=120)),
                ('subject_id', models.UUIDField()),
                ('language', models.CharField(max_length=2)),
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text message'), ('call', 'Telephone call')], max_length=5)),
                ('address', models.CharField(max_length=120)),
                ('heading', models.CharField(default='', max_length=150)),
                ('body', models.CharField(max_length=2000)),
                ('state', models.CharField(choices=[('waiting', 'Waiting to leave'), ('withdrawn', 'Taken back'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('failed', 'Failed'), ('called', 'Called')], default='waiting', max_length=9)),
                ('made_at', models.DateTimeField()),
                ('made_by_id', models.UUIDField(null=True)),
                ('made_by_name', models.CharField(default='', max_length=120)),
                ('leaves_at', models.DateTimeField()),
                ('lapses_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('trouble', models.CharField(default='', max_length=300)),
                ('gateway_id', models.CharField(default='', max_length=80)),
                ('answer', models.CharField(default='', max_length=300)),
                ('answered_at', models.DateTimeField(null=True)),
                ('link', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outreach.link')),
                ('patient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='patients.patient')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
            ],
            options={
                'db_table': 'outreach_notice',
                'indexes': [models.Index(fields=['subject_id'], name='notice_by_subject'), models.Index(fields=['patient', '-made_at'], name='notice_by_patient'), models.Index(fields=['unit', '-made_at'], name='notice_by_unit'), models.Index(condition=models.Q(('state', 'waiting')), fields=['leaves_at'], name='notice_waiting_to_leave'), models.Index(condition=models.Q(('gateway_id', ''), _negated=True), fields=['gateway_id'], name='notice_by_gateway_id')],
                'constraints': [models.UniqueConstraint(fields=('organization_id', 'key'), name='notice_made_once')],
            },
        ),
    ]
