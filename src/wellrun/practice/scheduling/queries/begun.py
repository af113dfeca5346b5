"""When visits of providers begin, for limits of sessions."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from wellrun.practice.timebook.api import LONGEST, holdings_sql

# What is reserved counts, not what may be read: a visit in another compartment fills a session as any other does. Its
# type is not told then, so that limits of one type do not count it.
_QUERY = """
select h.subject_id, coalesce(a.starts_at, h.starts_at), a.visit_type_id
from ({held}) h left join scheduling_appointment a on a.id = h.booking_id
where h.kind = 'provider' and h.subject_id = any (%(who)s) and h.starts_at >= %(since)s and h.starts_at < %(until)s
  and h.booking_id is distinct from %(but)s
"""


def begun_visits(
    provider_ids: Iterable[uuid.UUID],
    since: datetime,
    until: datetime,
    *,
    but: uuid.UUID | None = None,
) -> dict[uuid.UUID, list[tuple[datetime, uuid.UUID | None]]]:
    """The starts of the visits of these providers between two instants, with their types where one may know them;
    without the booking `but`. One query."""
    found: dict[uuid.UUID, list[tuple[datetime, uuid.UUID | None]]] = defaultdict(list)
    asked = {"who": list(provider_ids), "since": since - LONGEST / 12, "until": until, "but": but}
    with connection.cursor() as cursor:
        cursor.execute(_QUERY.format(held=holdings_sql("visit")), asked)
        for provider_id, starts_at, visit_type_id in cursor.fetchall():
            found[provider_id].append((starts_at, visit_type_id))
    return found
