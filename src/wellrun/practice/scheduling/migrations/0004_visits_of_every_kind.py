

import django.contrib.postgres.fields
import django.db.models.deletion
import wellrun.platform.database.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('facilities', '0001_initial'),
        ('organization', '0003_surgical_coordinator'),
        ('patients', '0002_merging_and_moving'),
        ('scheduling', '0003_patient_in_one_place'),
        ('workforce', '0002_who_providers_are'),
    ]

    operations = [
        migrations.CreateModel(
            name='GroupVisit',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('capacity', models.PositiveSmallIntegerField()),
                ('title', models.CharField(blank=True, default='', max_length=80)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancel_reason', models.CharField(blank=True, default='', max_length=200)),
                ('made_at', models.DateTimeField()),
                ('made_by_id', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'scheduling_group_visit',
            },
        ),
        migrations.AddField(
            model_name='appointment',
            name='assistant_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='appointment',
            name='booked_through',
            field=models.CharField(choices=[('desk', 'At the desk'), ('link', 'By the patient'), ('wait list', 'From the wait list'), ('series', 'In a series'), ('plan', 'By a rebooking plan'), ('case', 'With a hospital case'), ('walk-in', 'As a walk-in')], default='desk', max_length=9),
        ),
        migrations.AddField(
            model_name='appointment',
            name='late_cancel',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='appointment',
            name='order_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='appointment',
            name='overbook_reason',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='appointment',
            name='seat',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='appointment',
            name='series_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='appointment',
            name='series_position',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='appointment',
            name='urgency',
            field=models.CharField(choices=[('routine', 'Routine'), ('soon', 'Soon'), ('urgent', 'Urgent')], default='routine', max_length=7),
        ),
        migrations.AddField(
            model_name='appointmentstep',
            name='from_ends_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='appointmentstep',
            name='to_ends_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='visittype',
            name='age_below',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='visittype',
            name='age_from',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='visittype',
            name='buffer_before_minutes',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='visittype',
            name='capacity',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='visittype',
            name='device_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='visittype',
            name='needs_authorization',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='visittype',
            name='online',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='visittype',
            name='online_lead_hours',
            field=models.PositiveSmallIntegerField(default=24),
        ),
        migrations.AddField(
            model_name='visittype',
            name='required_forms',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='visittype',
            name='sex',
            field=models.CharField(blank=True, default='', max_length=1),
        ),
        migrations.AddField(
            model_name='visittype',
            name='staff_skill',
            field=models.CharField(blank=True, default='', max_length=30),
        ),
        migrations.AddField(
            model_name='visittype',
            name='telehealth',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='visittype',
            constraint=models.CheckConstraint(condition=models.Q(('buffer_before_minutes__lte', 120)), name='visit_type_buffer_before'),
        ),
        migrations.AddConstraint(
            model_name='visittype',
            constraint=models.CheckConstraint(condition=models.Q(('capacity__gte', 1), ('capacity__lte', 50)), name='visit_type_capacity'),
        ),
        migrations.AddConstraint(
            model_name='visittype',
            constraint=models.CheckConstraint(condition=models.Q(('age_from__isnull', True), ('age_below__isnull', True), ('age_below__gt', models.F('age_from')), _connector='OR'), name='visit_type_ages'),
        ),
        migrations.AddConstraint(
            model_name='visittype',
            constraint=models.CheckConstraint(condition=models.Q(('sex__in', ['', 'F', 'M'])), name='visit_type_sex'),
        ),
        migrations.AddField(
            model_name='groupvisit',
            name='provider',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.provider'),
        ),
        migrations.AddField(
            model_name='groupvisit',
            name='room',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='facilities.room'),
        ),
        migrations.AddField(
            model_name='groupvisit',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit'),
        ),
        migrations.AddField(
            model_name='groupvisit',
            name='visit_type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.visittype'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='group',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='scheduling.groupvisit'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('order_id__isnull', False)), fields=['order_id'], name='appointment_by_order'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('series_id__isnull', False)), fields=['series_id', 'series_position'], name='appointment_by_series'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('group__isnull', True), ('seat__isnull', True)), models.Q(('group__isnull', False), ('seat__gte', 1)), _connector='OR'), name='appointment_in_a_group_has_a_seat'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['cancelled', 'no_show']), _negated=True), fields=('group', 'seat'), name='appointment_seat_once'),
        ),
        migrations.AddIndex(
            model_name='groupvisit',
            index=models.Index(fields=['unit', 'starts_at'], name='group_visit_by_day'),
        ),
        migrations.AddConstraint(
            model_name='groupvisit',
            constraint=models.CheckConstraint(condition=models.Q(('capacity__gte', 1), ('ends_at__gt', models.F('starts_at'))), name='group_visit_possible'),
        ),
    ]
