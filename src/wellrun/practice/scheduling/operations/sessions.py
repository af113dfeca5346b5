"""The last place of a session goes to one of those who want it."""

from __future__ import annotations

import uuid

from django.db import connection

from wellrun.practice.scheduling.queries.begun import begun_visits
from wellrun.practice.scheduling.queries.kept import full, limit_text
from wellrun.practice.scheduling.queries.slots import Slot


def full_session(slot: Slot, *, but: uuid.UUID | None = None, keeping: bool = True) -> str:
    """The sentence for a session of the provider that has no place for one more visit than there are without `but`, ""
    where there is one.

    Whoever asks keeps the sessions of that provider and day until the end of the transaction: two who want the last
    place are asked one after the other, and the second counts what the first has booked.
    """
    assert slot.provider is not None
    provider_id, day, zone = slot.provider.subject_id, slot.wall.date(), slot.zone.key
    sessions = {
        limit: session
        for limit in slot.limits
        if (session := limit.on(day, zone))
        and session[0] <= slot.starts_at < session[1]
        and limit.counts(slot.visit_type.id)
    }
    if not sessions:
        return ""
    if keeping:
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"session {provider_id} {day}"]
            )
    since = min(starts_at for starts_at, _ in sessions.values())
    until = max(ends_at for _, ends_at in sessions.values())
    begun = begun_visits([provider_id], since, until, but=but).get(provider_id, ())
    reached = full(sessions, begun, slot.visit_type.id, day, zone)
    if not reached:
        return ""
    return limit_text(reached[0][0], slot.provider.name, slot.visit_type.name, day)
