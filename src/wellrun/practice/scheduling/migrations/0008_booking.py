"""Holds, overbooking, series, attendance policies and acts on many visits; a seat that exists."""

import django.contrib.postgres.fields
import django.db.models.deletion
import wellrun.platform.database.ids
from django.db import migrations, models


# A seat that the group does not have is refused by the database, whoever writes it.
SEATS = """
create function scheduling_seat_exists() returns trigger language plpgsql as $$
begin
  if new.seat > (select capacity from scheduling_group_visit where id = new.group_id) then
    raise exception using errcode = 'check_violation', constraint = 'appointment_seat_exists',
      message = 'The group visit has no such seat.';
  end if;
  return new;
end
$$;
create trigger appointment_seat_exists before insert or update of group_id, seat on scheduling_appointment
  for each row when (new.group_id is not null) execute function scheduling_seat_exists();
"""
NO_SEATS = """
drop trigger appointment_seat_exists on scheduling_appointment;
drop function scheduling_seat_exists;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0003_surgical_coordinator'),
        ('patients', '0002_merging_and_moving'),
        ('scheduling', '0007_reminders'),
        ('workforce', '0002_who_providers_are'),
    ]

    operations = [
        migrations.AddField(
            model_name='appointment',
            name='cancel_code',
            field=models.CharField(blank=True, default='', max_length=30),
        ),
        migrations.AddField(
            model_name='appointmentstep',
            name='from_overbook_reason',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.CreateModel(
            name='CancelReason',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('code', models.SlugField(db_index=False, max_length=30)),
                ('name', models.CharField(max_length=60)),
                ('by_patient', models.BooleanField(default=False)),
                ('rebook', models.BooleanField(default=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'db_table': 'scheduling_cancel_reason',
                'constraints': [models.UniqueConstraint(fields=('organization_id', 'code'), name='cancel_reason_code_once')],
            },
        ),
        migrations.CreateModel(
            name='VisitSeries',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('compartment', models.CharField(default='normal', max_length=12)),
                ('first_on', models.DateField()),
                ('wall', models.TimeField()),
                ('repeats', models.CharField(choices=[('days', 'days'), ('weeks', 'weeks'), ('months', 'months')], max_length=6)),
                ('every', models.PositiveSmallIntegerField(default=1)),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), default=list, size=None)),
                ('nth', models.PositiveSmallIntegerField(null=True)),
                ('count', models.PositiveSmallIntegerField(null=True)),
                ('until_on', models.DateField(null=True)),
                ('made_at', models.DateTimeField()),
                ('made_by_id', models.UUIDField(null=True)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='patients.patient')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.provider')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
                ('visit_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.visittype')),
            ],
            options={
                'db_table': 'scheduling_series',
            },
        ),
        migrations.CreateModel(
            name='AttendancePolicy',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('notice_hours', models.PositiveSmallIntegerField(default=24)),
                ('late_cancel_fee_cents', models.PositiveIntegerField(default=0)),
                ('missed_fee_cents', models.PositiveIntegerField(default=0)),
                ('missed_visits', models.PositiveSmallIntegerField(default=3)),
                ('missed_months', models.PositiveSmallIntegerField(default=12)),
                ('online_lead_hours', models.PositiveSmallIntegerField(default=24)),
                ('version', models.PositiveIntegerField(default=1)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
                ('visit_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.visittype')),
            ],
            options={
                'db_table': 'scheduling_attendance_policy',
                'constraints': [models.UniqueConstraint(fields=('unit', 'visit_type'), name='attendance_policy_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('missed_months__gte', 1), ('missed_months__lte', 60), ('missed_visits__gte', 1), ('missed_visits__lte', 50)), name='attendance_policy_possible')],
            },
        ),
        migrations.CreateModel(
            name='BulkAct',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('kind', models.CharField(choices=[('book', 'Booked a series'), ('cancel', 'Canceled'), ('move', 'Moved'), ('hand over', 'Handed to the worklist')], max_length=9)),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
                ('appointment_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('versions', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, size=None)),
                ('from_starts_at', models.DateTimeField(null=True)),
                ('from_provider_id', models.UUIDField(null=True)),
                ('from_room_id', models.UUIDField(null=True)),
                ('at', models.DateTimeField()),
                ('by_id', models.UUIDField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by_id', models.UUIDField(null=True)),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.groupvisit')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
            ],
            options={
                'db_table': 'scheduling_bulk_act',
                'indexes': [models.Index(fields=['unit', 'at'], name='bulk_act_by_time')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('compartment', models.CharField(default='normal', max_length=12)),
                ('room_id', models.UUIDField(null=True)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'Held'), ('booked', 'Booked'), ('released', 'Given back')], default='open', max_length=8)),
                ('held_at', models.DateTimeField()),
                ('held_by_id', models.UUIDField(null=True)),
                ('expires_at', models.DateTimeField()),
                ('patient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='patients.patient')),
                ('provider', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.provider')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
                ('visit_type', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.visittype')),
            ],
            options={
                'db_table': 'scheduling_hold',
                'indexes': [models.Index(fields=['unit', 'starts_at'], name='hold_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at')), ('expires_at__gte', models.F('held_at'))), name='hold_possible')],
            },
        ),
        migrations.CreateModel(
            name='OverbookRule',
            fields=[
                ('id', models.UUIDField(default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization_id', models.UUIDField()),
                ('most_at_once', models.PositiveSmallIntegerField()),
                ('most_a_day', models.PositiveSmallIntegerField()),
                ('provider', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.provider')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
            ],
            options={
                'db_table': 'scheduling_overbook_rule',
                'constraints': [models.UniqueConstraint(fields=('provider', 'unit'), name='overbook_rule_once'), models.CheckConstraint(condition=models.Q(('most_a_day__lte', 40), ('most_at_once__lte', 5)), name='overbook_rule_small')],
            },
        ),
        migrations.RunSQL(SEATS, NO_SEATS),
    ]
