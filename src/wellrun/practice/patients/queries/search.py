"""Finding patients while their name is being typed."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection

from wellrun.engines.matching import Query, QueryPart, query_tokens
from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.queries.patients import PatientRow, row_of

LONGEST_TEXT = 100
SHORTEST_PREFIX = 2
_MOST_PARTS = 6

# How far a token is from what was typed: 0 the very word, 1 begins with it, 2 a familiar form, 3 sound or slip.
_PART = """
select {part} as part, patient_id, token,
    case when token = any(%(said_{part})s) then 0 when token = any(%(forms_{part})s) then 2 else 3 end as distance
from patients_search_token where organization_id = %(organization)s and token = any(%(tokens_{part})s)
"""
_PREFIX = """
union all select {part}, patient_id, token, 1 from patients_search_token
where organization_id = %(organization)s and token ^@ %(prefix_{part})s
"""
_FOUND = """
with hits as ({hits}),
best as (
    select patient_id, part, min(distance) as distance, min(token) as token from hits group by patient_id, part
)
select patient_id from best group by patient_id having count(*) = %(parts)s
order by sum(distance), min(token), patient_id limit %(limit)s
"""


def search_patients(*, text: str, by: Actor, limit: int = 20) -> list[PatientRow]:
    """Patients who answer every part of what was typed, best first: names in any order and spelling, phone or its
    last four or seven digits, birth date in any form, chart number.

    Asks strictly first (the words as typed, or as beginnings); only when that leaves room does it ask for familiar
    forms, and only after that for sounds and slips. At most four queries.
    """
    require(by, "patients.read")
    query = query_tokens(text.replace("\0", " ")[:LONGEST_TEXT])
    parts = [part for part in query.parts if part.kinds != ("name",) or len(part.text) >= SHORTEST_PREFIX]
    if not parts or len(parts) > _MOST_PARTS:
        return []
    query = Query(tuple(parts))
    ids: list[uuid.UUID] = []
    for kinds in ("", "n", "nsxd") if any(part.prefix for part in parts) else ("",):
        if len(ids) < limit:
            ids += [found for found in _ids(query, by.organization_id, limit, kinds) if found not in set(ids)]
    found = Patient.objects.in_bulk(ids[:limit])
    return [row_of(found[each]) for each in ids[:limit] if each in found]


def _ids(query: Query, organization_id: uuid.UUID, limit: int, kinds: str) -> list[uuid.UUID]:
    """Who answers; names also by tokens of these kinds: n familiar forms, s and x sounds, d slips."""
    parameters: dict[str, Any] = {
        "organization": organization_id,
        "parts": len(query.parts),
        "limit": limit,
    }
    selects = []
    for at, part in enumerate(query.parts):
        parameters |= _parameters(at, part, kinds)
        selects.append(_PART.format(part=at) + (_PREFIX.format(part=at) if part.prefix else ""))
    with connection.cursor() as cursor:
        cursor.execute(_FOUND.format(hits=" union all ".join(selects)), parameters)
        return [row[0] for row in cursor.fetchall()]


def _parameters(at: int, part: QueryPart, kinds: str) -> dict[str, Any]:
    said = [part.prefix] if part.prefix else sorted(part.tokens)
    return {
        f"said_{at}": said,
        f"forms_{at}": sorted(token for token in part.tokens if token.startswith("n:")),
        f"tokens_{at}": said + sorted(token for token in part.tokens if part.prefix and token[0] in kinds),
        f"prefix_{at}": part.prefix,
    }
