"""Threads follow a chart: into its compartment, and to the survivor when charts are merged."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from wellrun.practice.conversations.models import Message, Participant, Thread


def move_threads(*, patient_id: uuid.UUID, compartment: str) -> None:
    """Give every thread about a patient the compartment of the chart. Part of the act that moves the chart."""
    threads = list(Thread.objects.filter(patient_id=patient_id).values_list("id", flat=True))
    Message.objects.filter(thread_id__in=threads).update(compartment=compartment)
    Participant.objects.filter(thread_id__in=threads).update(compartment=compartment)
    Thread.objects.filter(id__in=threads).update(compartment=compartment)


def give_threads(
    *, of: uuid.UUID, to: uuid.UUID, only: Collection[uuid.UUID] | None = None
) -> list[uuid.UUID]:
    """Let threads follow a patient whose chart was merged into another, or parted from it; says which moved. Part of
    the act that merges."""
    rows = Thread.objects.filter(patient_id=of)
    if only is not None:
        rows = rows.filter(id__in=list(only))
    moving = sorted(rows.values_list("id", flat=True))
    Thread.objects.filter(id__in=moving).update(patient_id=to)
    return moving
