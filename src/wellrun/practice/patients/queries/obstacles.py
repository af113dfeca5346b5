"""What stands in the way of merging two charts, or of taking it back. Rooms above say so for what is theirs."""

from __future__ import annotations

from collections.abc import Callable

from wellrun.practice.patients.models import Merge, Patient

MergeObstacles = Callable[[Patient, Patient], list[str]]
UnmergeObstacles = Callable[[Merge], list[str]]
_merging: list[MergeObstacles] = []
_unmerging: list[UnmergeObstacles] = []


def register_merge_obstacles(
    *, merging: MergeObstacles | None = None, unmerging: UnmergeObstacles | None = None
) -> None:
    """Be asked before charts are merged, `merging(survivor, merged)`, or parted, `unmerging(merge)`.

    The answer is a sentence for each thing that must be put right first. Called from a room's `apps.py`.
    """
    if merging and merging not in _merging:
        _merging.append(merging)
    if unmerging and unmerging not in _unmerging:
        _unmerging.append(unmerging)


def merge_obstacles(survivor: Patient, merged: Patient) -> list[str]:
    """Every sentence of every room about merging these two."""
    return [sentence for ask in _merging for sentence in ask(survivor, merged)]


def unmerge_obstacles(merge: Merge) -> list[str]:
    """Every sentence of every room about parting these two again."""
    return [sentence for ask in _unmerging for sentence in ask(merge)]
