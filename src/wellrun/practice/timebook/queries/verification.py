"""What must always be true of the time book, asked of the stored rows."""

from __future__ import annotations

from wellrun.platform.verification import breaches


def nothing_overlaps() -> list[str]:
    """No resource's lane is taken twice at once; found by looking at neighbors in time, not by the constraint."""
    return breaches(
        "select resource_id, lane, lower(during) from ("
        "  select resource_id, lane, during, max(upper(during)) over ("
        "    partition by resource_id, lane order by lower(during)"
        "    rows between unbounded preceding and 1 preceding) as busy_until"
        "  from timebook_reservation where active) r where lower(during) < busy_until",
        "Resource {0}, lane {1} is taken twice at {2}.",
    )
