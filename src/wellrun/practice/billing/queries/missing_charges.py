"""Visits that were seen and not yet charged, and the codes a provider or department uses most."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

#: Visits older than this belong to a clean-up and not to the daily list.
_DAYS_BACK = 180
_MISSING = """
select a.id, a.patient_id, a.provider_id, a.unit_id, a.starts_at, e.id
from scheduling_appointment a left join billing_encounter e on e.appointment_id = a.id
where a.state = 'checked_out' and a.unit_id = any (%s) and a.starts_at >= %s and a.starts_at < %s
  and (e.id is null or e.state = 'open')
order by a.starts_at, a.id limit %s
"""


@dataclass(frozen=True)
class MissingCharge:
    """A visit whose charges are missing."""

    appointment_id: uuid.UUID
    patient_id: uuid.UUID
    provider_id: uuid.UUID
    unit_id: uuid.UUID
    starts_at: datetime
    encounter_id: uuid.UUID | None


def missing_charges(*, unit_ids: Iterable[uuid.UUID], at: datetime, limit: int = 300) -> list[MissingCharge]:
    """Checked-out visits of the last half year at these departments without charges, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, [list(unit_ids), at - timedelta(days=_DAYS_BACK), at, limit])
        return [MissingCharge(*row) for row in cursor.fetchall()]
