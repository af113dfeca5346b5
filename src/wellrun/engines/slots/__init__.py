"""Free time as integers used as bitsets: where is a visit possible, for whom, in which room, and if nowhere,
why.

A `Horizon` cuts time into steps counted in UTC. A `Calendar` holds one resource's free steps, a
bitset for each lane. `find_starts` answers a `Request` with the first `Offer`s; `explain` says which
need is missing; `third_next_available` measures access. `expand` turns weekly wall-time hours into
windows. Nothing here reads a clock, a file or a database.
"""

from wellrun.engines.slots.calendar import Busy, Calendar, Window, open_bits
from wellrun.engines.slots.explain import explain
from wellrun.engines.slots.horizon import Horizon, NaiveInstant
from wellrun.engines.slots.request import Explanation, Hold, NearMiss, Need, Offer, Request, ThirdNext
from wellrun.engines.slots.search import (
    MixedHorizons,
    UnknownResource,
    find_starts,
    lead_stretches,
    offers_of,
    served_starts,
    third_next_available,
)
from wellrun.engines.slots.wall_time import DayHours, Hours, WeeklyHours, expand

__all__ = [
    "Busy",
    "Calendar",
    "DayHours",
    "Explanation",
    "Hold",
    "Horizon",
    "Hours",
    "MixedHorizons",
    "NaiveInstant",
    "NearMiss",
    "Need",
    "Offer",
    "Request",
    "ThirdNext",
    "UnknownResource",
    "WeeklyHours",
    "Window",
    "expand",
    "explain",
    "find_starts",
    "lead_stretches",
    "offers_of",
    "open_bits",
    "served_starts",
    "third_next_available",
]
