"""Finding codes: by the beginning of the code or by words."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from wellrun.practice.billing.models import DiagnosisCode, ProcedureCode
from wellrun.practice.billing.rules.charges import dotted, tidy_code

_CODE_LIKE = re.compile(r"(?=.*\d)[A-Za-z][0-9A-Za-z]{1,2}\.?[0-9A-Za-z]{0,4}")
_BY_CODE = """
select code, text from billing_diagnosis_code
where code like %s and billable
  and (effective_from is null or effective_from <= %s) and (effective_to is null or effective_to > %s)
order by code limit %s
"""
# Ids of encounters grow with time, so the latest come by the primary key however many there are.
_BY_WORDS = """
with used as (
  select one as code, count(*) as times
  from (select diagnoses from billing_encounter order by id desc limit 2000) latest
  cross join lateral unnest(latest.diagnoses) one
  group by one
)
select d.code, d.text from billing_diagnosis_code d left join used on used.code = d.code
where d.words @@ to_tsquery('english', %s) and d.billable
  and (d.effective_from is null or d.effective_from <= %s) and (d.effective_to is null or d.effective_to > %s)
order by coalesce(used.times, 0) desc, length(d.text), d.code limit %s
"""


@dataclass(frozen=True)
class CodeRow:
    """A code as it is read (`E11.9`), what it means, and its form in storage."""

    code: str
    shown: str
    text: str


def diagnosis_search(text: str, on: date, *, limit: int = 15) -> list[CodeRow]:
    """Billable diagnoses on a day, by the beginning of their code, or by words in any order and unfinished;
    among those found by words the ones in use here stand first, by the latest 2,000 encounters."""
    typed = text.strip()[:60]
    if _CODE_LIKE.fullmatch(typed):
        sql, wanted = _BY_CODE, tidy_code(typed) + "%"
    else:
        words = re.findall(r"[^\W_]+", typed.lower())
        if not words:
            return []
        sql, wanted = _BY_WORDS, " & ".join(f"{word}:*" for word in words)
    with connection.cursor() as cursor:
        cursor.execute(sql, [wanted, on, on, limit])
        return [CodeRow(code, dotted(code), meaning) for code, meaning in cursor.fetchall()]


def procedure_search(text: str, *, limit: int = 15) -> list[CodeRow]:
    """The practice's active procedure codes, by the beginning of the code or by words of the nickname."""
    typed = text.strip()[:60]
    if not typed:
        return []
    wanted = Q(code__startswith=typed.upper())
    named = Q()
    for word in typed.split():
        named &= Q(nickname__icontains=word)
    rows = ProcedureCode.objects.filter(wanted | named, active=True).order_by("code")[:limit]
    return [CodeRow(row.code, row.code, row.nickname) for row in rows]


def diagnoses_by_code(codes: Iterable[str]) -> dict[str, DiagnosisCode]:
    """The stored rows of these codes, headings too."""
    rows = DiagnosisCode.objects.filter(code__in=set(codes)).defer("words")
    return {row.code: row for row in rows}


def procedures_by_code(codes: Iterable[str]) -> dict[str, ProcedureCode]:
    """The practice's rows of these codes, inactive too."""
    return {row.code: row for row in ProcedureCode.objects.filter(code__in=set(codes))}


def procedure_codes(organization_id: uuid.UUID) -> list[ProcedureCode]:
    """Every procedure code of the practice."""
    return list(ProcedureCode.objects.filter(organization_id=organization_id).order_by("code"))
