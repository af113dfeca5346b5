"""The departments that lie near a wished site, in order of distance."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Literal

from wellrun.practice.organization.api import units_by_id
from wellrun.practice.scheduling.queries.travel import travel_of
from wellrun.practice.scheduling.queries.wanted import Wanted
from wellrun.practice.scheduling.queries.wishes import Wishes

#: What comes first: the earliest time, of equal times the nearest; or the nearest department, there the earliest.
Order = Literal["time", "distance"]


def minutes_away(wanted: Sequence[Wanted], wishes: Wishes) -> dict[uuid.UUID, int]:
    """How many minutes by car each of these departments is from the wished site, those farther than wished left out.
    Two queries; every department and no query where no site is wished."""
    if wishes.near_site_id is None or not wanted:
        return {each.unit_id: 0 for each in wanted}
    units = units_by_id({each.unit_id for each in wanted})
    travel = travel_of(wanted[0].organization_id)
    most = wishes.within_minutes
    found = {
        each.unit_id: travel.between(wishes.near_site_id, units[each.unit_id].parent_id) for each in wanted
    }
    return {unit_id: minutes for unit_id, minutes in found.items() if most is None or minutes <= most}


def rings(wanted: Sequence[Wanted], away: Mapping[uuid.UUID, int], order: Order) -> list[list[Wanted]]:
    """The departments as they are searched one group after another: all at once by time, or by distance."""
    near = [each for each in wanted if each.unit_id in away]
    if order == "time":
        return [near] if near else []
    near.sort(key=lambda each: away[each.unit_id])
    return [list(ring) for _, ring in groupby(near, key=lambda each: away[each.unit_id])]
