

import django.db.models.deletion
import wellrun.platform.database.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('compartment', models.CharField(default='office', max_length=12)),
                ('title', models.CharField(max_length=150)),
                ('subject_kind', models.CharField(default='', max_length=20)),
                ('subject_id', models.UUIDField(null=True)),
                ('patient_id', models.UUIDField(null=True)),
                ('begun_by_id', models.UUIDField()),
                ('begun_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('messages', models.PositiveIntegerField(default=0)),
            ],
            options={
                'db_table': 'conversations_thread',
                'indexes': [models.Index(fields=['organization_id', '-last_at'], name='thread_by_time'), models.Index(fields=['subject_id'], name='thread_by_subject'), models.Index(fields=['patient_id'], name='thread_by_patient')],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('compartment', models.CharField(default='office', max_length=12)),
                ('person_id', models.UUIDField(null=True)),
                ('role', models.CharField(choices=[('office manager', 'office manager'), ('assistant manager', 'assistant manager'), ('medical secretary', 'medical secretary'), ('surgical coordinator', 'surgical coordinator'), ('biller', 'biller'), ('provider', 'provider'), ('clinical assistant', 'clinical assistant'), ('human resources', 'human resources'), ('buyer', 'buyer'), ('facilities', 'facilities'), ('auditor', 'auditor')], default='', max_length=30)),
                ('unit_id', models.UUIDField(null=True)),
                ('read', models.PositiveIntegerField(default=0)),
                ('read_at', models.DateTimeField(null=True)),
                ('read_by_id', models.UUIDField(null=True)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='conversations.thread')),
            ],
            options={
                'db_table': 'conversations_participant',
                'indexes': [models.Index(fields=['person_id'], name='participant_by_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('person_id__isnull', False)), fields=('thread', 'person_id'), name='participant_once'), models.UniqueConstraint(condition=models.Q(('role', ''), _negated=True), fields=('thread', 'role', 'unit_id'), name='participant_role_once'), models.CheckConstraint(condition=models.Q(models.Q(('person_id__isnull', False), ('role', ''), ('unit_id__isnull', True)), models.Q(('person_id__isnull', True), ('unit_id__isnull', False), models.Q(('role', ''), _negated=True)), _connector='OR'), name='participant_is_a_person_or_a_role')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('compartment', models.CharField(default='office', max_length=12)),
                ('position', models.PositiveIntegerField()),
                ('text', models.CharField(max_length=2000)),
                ('by_id', models.UUIDField()),
                ('by_name', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('thread', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.thread')),
            ],
            options={
                'db_table': 'conversations_message',
                'constraints': [models.UniqueConstraint(fields=('thread', 'position'), name='message_position_once')],
            },
        ),
    ]
