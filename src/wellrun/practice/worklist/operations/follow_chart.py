"""Tasks follow a chart: into its compartment, and to the survivor when charts are merged."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from wellrun.platform.database.identity import across
from wellrun.practice.worklist.models import Task


def move_tasks(*, patient_id: uuid.UUID, compartment: str, organization_id: uuid.UUID) -> int:
    """Give every task about a patient the compartment of the chart, in whatever unit; says how many there were.
    Part of the act that moves the chart."""
    with across(organization_id):
        return Task.objects.filter(patient_id=patient_id).update(compartment=compartment)


def give_tasks(
    *,
    of: uuid.UUID,
    to: uuid.UUID,
    organization_id: uuid.UUID,
    only: Collection[uuid.UUID] | None = None,
) -> list[uuid.UUID]:
    """Let tasks follow a patient whose chart was merged into another, or parted from it; says which moved.
    Part of the act that merges."""
    with across(organization_id):
        rows = Task.objects.filter(patient_id=of)
        if only is not None:
            rows = rows.filter(id__in=list(only))
        moving = sorted(rows.values_list("id", flat=True))
        Task.objects.filter(id__in=moving).update(patient_id=to)
    return moving
