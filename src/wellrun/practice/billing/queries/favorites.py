"""The codes that a provider, and then their department, uses most."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import connection

from wellrun.practice.billing.queries.codes import CodeRow
from wellrun.practice.billing.rules.charges import dotted

_DAYS_BACK = 365
_PROCEDURES = """
select p.code, p.nickname
from billing_charge_line l
join billing_encounter e on e.id = l.encounter_id
join billing_procedure_code p on p.organization_id = l.organization_id and p.code = l.procedure_code and p.active
where l.unit_id = %(unit)s and l.state = 'posted' and l.service_on >= %(since)s
group by p.code, p.nickname
order by count(*) filter (where e.provider_id = %(provider)s) desc, count(*) desc, p.code limit %(limit)s
"""
_DIAGNOSES = """
select d.code, d.text
from billing_encounter e
cross join lateral unnest(e.diagnoses) used
join billing_diagnosis_code d on d.code = used
where e.unit_id = %(unit)s and e.service_on >= %(since)s
group by d.code, d.text
order by count(*) filter (where e.provider_id = %(provider)s) desc, count(*) desc, d.code limit %(limit)s
"""


def _most_used(
    sql: str, unit_id: uuid.UUID, provider_id: uuid.UUID, on: date, limit: int
) -> list[tuple[str, str]]:
    since = on - timedelta(days=_DAYS_BACK)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"unit": unit_id, "provider": provider_id, "since": since, "limit": limit})
        return cursor.fetchall()


def favorite_procedures(
    *, unit_id: uuid.UUID, provider_id: uuid.UUID, on: date, limit: int = 12
) -> list[CodeRow]:
    """Procedure codes of the last year, the provider's own most used first, then their department's."""
    found = _most_used(_PROCEDURES, unit_id, provider_id, on, limit)
    return [CodeRow(code, code, nickname) for code, nickname in found]


def favorite_diagnoses(
    *, unit_id: uuid.UUID, provider_id: uuid.UUID, on: date, limit: int = 12
) -> list[CodeRow]:
    """Diagnosis codes of the last year, the provider's own most used first, then their department's."""
    found = _most_used(_DIAGNOSES, unit_id, provider_id, on, limit)
    return [CodeRow(code, dotted(code), text) for code, text in found]
