"""The codes that a provider, and then their department, uses most."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import connection

from wellrun.practice.billing.queries.codes import CodeRow, diagnoses_by_code, procedures_by_code
from wellrun.practice.billing.rules.charges import dotted

_DAYS_BACK = 365
_PROCEDURES = """
select l.procedure_code, count(*) filter (where e.provider_id = %(provider)s) as own, count(*) as uses
from billing_charge_line l join billing_encounter e on e.id = l.encounter_id
where l.unit_id = %(unit)s and l.state = 'posted' and l.service_on >= %(since)s
group by 1 order by own desc, uses desc, 1 limit %(limit)s
"""
_DIAGNOSES = """
select code, count(*) filter (where e.provider_id = %(provider)s) as own, count(*) as uses
from billing_encounter e cross join lateral unnest(e.diagnoses) code
where e.unit_id = %(unit)s and e.service_on >= %(since)s
group by 1 order by own desc, uses desc, 1 limit %(limit)s
"""


def _most_used(sql: str, unit_id: uuid.UUID, provider_id: uuid.UUID, on: date, limit: int) -> list[str]:
    since = on - timedelta(days=_DAYS_BACK)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"unit": unit_id, "provider": provider_id, "since": since, "limit": limit})
        return [row[0] for row in cursor.fetchall()]


def favorite_procedures(
    *, unit_id: uuid.UUID, provider_id: uuid.UUID, on: date, limit: int = 12
) -> list[CodeRow]:
    """Procedure codes of the last year, the provider's own most used first, then their department's."""
    codes = _most_used(_PROCEDURES, unit_id, provider_id, on, limit)
    known = procedures_by_code(codes)
    return [
        CodeRow(code, code, known[code].nickname) for code in codes if code in known and known[code].active
    ]


def favorite_diagnoses(
    *, unit_id: uuid.UUID, provider_id: uuid.UUID, on: date, limit: int = 12
) -> list[CodeRow]:
    """Diagnosis codes of the last year, the provider's own most used first, then their department's."""
    codes = _most_used(_DIAGNOSES, unit_id, provider_id, on, limit)
    known = diagnoses_by_code(codes)
    return [CodeRow(code, dotted(code), known[code].text) for code in codes if code in known]
