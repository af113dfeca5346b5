"""Seats of group visits: who has which, never more than there are."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import NotFound, Refused
from wellrun.platform.access.matrix import ALL_COMPARTMENTS
from wellrun.platform.database.identity import in_compartments
from wellrun.practice.scheduling.models import Appointment, GroupVisit
from wellrun.practice.scheduling.models.appointment import RELEASED


class GroupFull(Refused):
    """Every seat is taken."""

    status = 409
    field = "patient"


class GroupOver(Refused):
    """The group visit will not take place, or has begun."""

    status = 409


def lock_group(group_id: uuid.UUID) -> GroupVisit:
    """A group visit, locked until the transaction ends, so that its seats are given out one after another."""
    group = GroupVisit.objects.select_for_update().filter(id=group_id).first()
    if group is None:
        raise NotFound()
    return group


def free_seat(group: GroupVisit, wanted: int | None = None) -> int:
    """The seat wanted where it is free, else the lowest free one; raises `GroupFull`. The group must be locked. Seats
    of charts that whoever asks may not see are taken all the same."""
    rows = Appointment.objects.filter(group=group).exclude(state__in=RELEASED)
    with in_compartments(ALL_COMPARTMENTS):
        taken = set(rows.values_list("seat", flat=True))
    if wanted and wanted not in taken and wanted <= group.capacity:
        return wanted
    for seat in range(1, group.capacity + 1):
        if seat not in taken:
            return seat
    raise GroupFull(f"All {group.capacity} seats of this group are taken.")


def take_seat_back(visit: Appointment, *, at: datetime) -> None:
    """Give a visit that was canceled or missed a seat of its group again; raises `GroupOver` or `GroupFull`."""
    assert visit.group_id is not None
    group = lock_group(visit.group_id)
    if group.cancelled_at is not None:
        raise GroupOver("The group was canceled. Take that back first.")
    if (group.starts_at, group.provider_id) != (visit.starts_at, visit.provider_id):
        raise GroupOver("The group has been moved since. Give the patient a new seat on the group's page.")
    visit.seat, visit.room_id = free_seat(group, visit.seat), group.room_id
    visit.save(update_fields=["seat", "room_id"])
