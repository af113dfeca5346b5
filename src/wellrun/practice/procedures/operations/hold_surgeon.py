"""Reserving the surgeon for a case, so that clinic and theater exclude each other by the database.

A case takes every lane of the surgeon's, and the lanes beyond capacity in which an authorized overbooking could lie:
somebody who operates is nowhere else, whatever may be overbooked in the clinic.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wellrun.platform.access.api import Actor, Refused
from wellrun.practice.procedures.models import HOLDS_TIME, Case
from wellrun.practice.procedures.queries.conflicts import Conflict, in_the_way
from wellrun.practice.timebook import api as timebook

#: Lanes that a case takes at least.
LANES = 8
KIND = "case"


class SurgeonBusy(Refused):
    """The surgeon has something else then; `conflicts` are what, for the page to show with their ways out."""

    status = 409
    field = "at"

    def __init__(self, name: str, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = list(conflicts)
        many = len(self.conflicts)
        what = "something" if many == 0 else "1 booking" if many == 1 else f"{many} bookings"
        super().__init__(
            f"{name} has {what} at that time, travel included. Move them first or choose another time."
        )


def hold_surgeon(case: Case, *, by: Actor, at: datetime) -> None:
    """Let a case hold exactly what its state and time say, in one step; raises `SurgeonBusy` and changes nothing."""
    away = case.away if case.state in HOLDS_TIME else None
    if away is None:
        timebook.release(booking_id=case.id)
        return
    surgeon = timebook.resource_for(case.provider_id)
    lanes = range(max(surgeon.capacity, LANES))
    needs = [timebook.Need(surgeon, away[0], away[1], lane) for lane in lanes]
    try:
        timebook.move(booking_id=case.id, needs=needs, kind=KIND, at=at)
    except timebook.TimeTaken as taken:
        conflicts = in_the_way(
            provider_id=case.provider_id, starts_at=away[0], ends_at=away[1], but=case.id, by=by, at=at
        )
        raise SurgeonBusy(case.provider.display_name, conflicts) from taken
