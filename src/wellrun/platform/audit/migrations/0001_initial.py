"""Audit tables, and the only functions through which events arrive."""

import django.contrib.postgres.fields
from django.db import migrations, models

FUNCTIONS = """
create function wellrun_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'Rows of % are append-only; correct with a new row.', tg_table_name
        using errcode = 'restrict_violation';
end $$;

create function wellrun_audit_write(
    p_kind text, p_act text, p_subject_type text, p_subject_id text, p_patients uuid[], p_detail jsonb
) returns void language sql security definer set search_path = pg_catalog, public as $$
    insert into audit_event (
        txid, recorded_at, at, kind, act, subject_type, subject_id, patients, user_id, person_id, role,
        request_id, detail)
    values (
        pg_current_xact_id()::text::bigint,
        clock_timestamp(),
        coalesce(nullif(current_setting('wellrun.at', true), '')::timestamptz, clock_timestamp()),
        p_kind, p_act, p_subject_type, p_subject_id, coalesce(p_patients, '{}'),
        nullif(current_setting('wellrun.user', true), '')::uuid,
        nullif(current_setting('wellrun.person', true), '')::uuid,
        coalesce(current_setting('wellrun.role', true), ''),
        nullif(current_setting('wellrun.request', true), '')::uuid,
        p_detail);
$$;

create function wellrun_audit_append(
    p_kind text, p_act text, p_subject_type text, p_subject_id text, p_patients uuid[], p_detail jsonb
) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    if p_kind not in ('act', 'read', 'denial') then
        raise exception 'Row events are written by the database alone.';
    end if;
    perform wellrun_audit_write(p_kind, p_act, p_subject_type, p_subject_id, p_patients, p_detail);
end $$;

create function wellrun_audit_row() returns trigger language plpgsql
security definer set search_path = pg_catalog, public as $$
declare
    before jsonb;
    after jsonb;
    known jsonb;
    changed jsonb;
    secret text;
begin
    if tg_op <> 'INSERT' then before := to_jsonb(old); end if;
    if tg_op <> 'DELETE' then after := to_jsonb(new); end if;
    if tg_op = 'UPDATE' then
        select jsonb_object_agg(key, jsonb_build_array(before -> key, value)) into changed
            from jsonb_each(after) where value is distinct from before -> key;
        if changed is null then return null; end if;
    else
        changed := jsonb_strip_nulls(coalesce(after, before));
    end if;
    if tg_argv[0] <> '' then
        foreach secret in array string_to_array(tg_argv[0], ',') loop
            if changed ? secret then changed := jsonb_set(changed, array[secret], '"(kept secret)"'); end if;
        end loop;
    end if;
    known := coalesce(after, before);
    perform wellrun_audit_write(
        'row', lower(tg_op), tg_table_name, known ->> 'id',
        case when tg_table_name = 'patients_patient' then array[(known ->> 'id')::uuid]
             when known ->> 'patient_id' is not null then array[(known ->> 'patient_id')::uuid] end,
        changed);
    return null;
end $$;

revoke all on function wellrun_audit_write(text, text, text, text, uuid[], jsonb) from public;
revoke all on function wellrun_audit_append(text, text, text, text, uuid[], jsonb) from public;
grant execute on function wellrun_audit_append(text, text, text, text, uuid[], jsonb) to wellrun_app;

create index audit_event_by_patient on audit_event using gin (patients) where patients <> '{}';
alter table audit_event add constraint audit_event_kind check (kind in ('row', 'act', 'read', 'denial'));
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("txid", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=8)),
                ("act", models.CharField(max_length=80)),
                ("subject_type", models.CharField(max_length=80)),
                ("subject_id", models.CharField(max_length=64)),
                (
                    "patients",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("user_id", models.UUIDField(null=True)),
                ("person_id", models.UUIDField(null=True)),
                ("role", models.CharField(max_length=200)),
                ("request_id", models.UUIDField(null=True)),
                ("detail", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "audit_event",
                "indexes": [
                    models.Index(fields=["txid", "id"], name="audit_event_by_txid"),
                    models.Index(
                        fields=["subject_type", "subject_id", "id"], name="audit_event_by_subject"
                    ),
                    models.Index(fields=["user_id", "id"], name="audit_event_by_user"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("from_txid", models.BigIntegerField(unique=True)),
                ("upto_txid", models.BigIntegerField()),
                ("events", models.IntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("previous", models.BinaryField(max_length=32)),
                ("digest", models.BinaryField(max_length=32)),
                ("signature", models.BinaryField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={"db_table": "audit_seal"},
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
