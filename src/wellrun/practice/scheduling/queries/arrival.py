"""Where a patient's arrival is taken: the room above that checks patients in says which page it is."""

from __future__ import annotations

from collections.abc import Callable

from wellrun.platform.access.api import Actor
from wellrun.practice.scheduling.models import Appointment

ArrivalPage = Callable[[Appointment, Actor], str]
_pages: list[ArrivalPage] = []


def register_arrival_page(page: ArrivalPage) -> None:
    """Say where a visit is checked in: `page(visit, by)` is a path, empty for who may not check it in."""
    if page not in _pages:
        _pages.append(page)


def arrival_page(visit: Appointment, by: Actor) -> str:
    """The page where `by` checks this visit in; empty where nobody asks anything of who arrives."""
    return next((path for page in _pages if (path := page(visit, by))), "")


def arrivals_are_asked() -> bool:
    """Whether arriving takes a check-in at all."""
    return bool(_pages)
