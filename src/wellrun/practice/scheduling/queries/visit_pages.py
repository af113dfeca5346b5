"""Pages about a visit in the rooms above: each registers itself, and the visit's page links to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from wellrun.platform.access.api import Actor
from wellrun.practice.scheduling.models import Appointment


@dataclass(frozen=True)
class VisitPage:
    """One page: what its button says, and the name of its address, which takes the visit's id."""

    label: str
    icon: str
    url_name: str
    capability: str


_pages: dict[str, VisitPage] = {}


def register_visit_page(*, label: str, icon: str, url_name: str, capability: str) -> None:
    """Offer a page on every visit's page to who holds the capability in its department. Called from `apps.py`."""
    _pages[url_name] = VisitPage(label, icon, url_name, capability)


def visit_pages(visit: Appointment, by: Actor) -> list[tuple[VisitPage, str]]:
    """The pages that `by` may open for a visit, with their addresses."""
    return [
        (page, reverse(page.url_name, args=[visit.id]))
        for page in _pages.values()
        if by.may(page.capability, visit.unit_id)
    ]
