"""Addresses for pages that draw hundreds of rows: reversed once, filled in for each row."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from wellrun.platform.database.ids import new_id

#: Stands for a row's id in an address that is reversed once.
_PLACE = new_id()


def addresses(name: str) -> Callable[[object], str]:
    """A function from an id to the address of that name, which takes the id and nothing else."""
    before, after = reverse(name, args=[_PLACE]).split(str(_PLACE))
    return lambda row_id: f"{before}{row_id}{after}"
