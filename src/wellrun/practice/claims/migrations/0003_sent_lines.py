"""What insurers hold of a patient's claims, in whichever section they were made, in one round trip."""

from django.db import migrations

RULES = """
create function claims_sent_lines(organization uuid, patients uuid[], states text[])
returns table (claim_id uuid, patient_id uuid, number varchar, payer_id uuid, npi text, lines jsonb)
language plpgsql volatile set search_path = pg_catalog, public as $$
declare
    was text := coalesce(current_setting('wellrun.across', true), '');
begin
    perform set_config('wellrun.across', organization::text, true);
    return query
        select c.id, c.patient_id, c.number, c.payer_id, c.snapshot -> 'rendering' ->> 'npi',
               coalesce(c.snapshot -> 'lines', '[]')
        from claims_claim c
        where c.patient_id = any (patients) and c.state = any (states)
        order by c.number;
    perform set_config('wellrun.across', was, true);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_payer_enrollment")]
    operations = [
        migrations.RunSQL(RULES, "drop function claims_sent_lines(uuid, uuid[], text[])"),
    ]
