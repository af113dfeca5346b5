"""Reading merges: which charts point here, and what moved."""

from __future__ import annotations

import uuid
from collections import Counter

from django.apps import apps

from wellrun.practice.patients.models import Merge, MovedRows


def merges_into(patient_id: uuid.UUID) -> list[Merge]:
    """The merges in force by which other charts point to this one, newest first, with the merged charts."""
    rows = Merge.objects.filter(survivor_id=patient_id, undone_at__isnull=True).select_related("merged")
    return list(rows.order_by("-merged_at"))


def merge(merge_id: uuid.UUID) -> Merge | None:
    """One merge with both charts, if the person asking may see it."""
    return Merge.objects.select_related("survivor", "merged").filter(id=merge_id).first()


def moved_counts(merge_id: uuid.UUID) -> list[tuple[str, int]]:
    """(what, how many) of everything that moved with a merge, the most first."""
    counted: Counter[str] = Counter()
    for table, ids in MovedRows.objects.filter(merge_id=merge_id).values_list("table", "row_ids"):
        counted[table] += len(ids)
    return sorted(
        ((_named(table, many), many) for table, many in counted.items()), key=lambda item: (-item[1], item[0])
    )


def _named(table: str, many: int) -> str:
    """A table as people call it: rows are noted by their model, or by a word of a room's own."""
    words = {"pointers": "chart merged before", "guarantors": "patient for whom the chart answers"}
    if table.count(".") == 1:
        name = str(apps.get_model(table)._meta.verbose_name)
    else:
        name = words.get(table, table.rpartition(".")[2].removesuffix("s"))
    if many == 1:
        return name
    return f"{name[:-1]}ies" if name.endswith("ry") else f"{name}s"
