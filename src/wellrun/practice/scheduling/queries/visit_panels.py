"""What rooms above add to a visit's page. They register themselves; this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wellrun.platform.access.api import Actor
from wellrun.practice.scheduling.models import Appointment

PanelContext = Callable[[Actor, Appointment, datetime], Mapping[str, Any] | None]


@dataclass(frozen=True)
class VisitPanel:
    """One addition: who sees it, how early it stands, its template and what fills it.

    `context(actor, visit, at)` returns what the template reads, or None to leave the panel out.
    """

    capability: str
    order: int
    template: str
    context: PanelContext


@dataclass(frozen=True)
class DrawnVisitPanel:
    """A panel ready to be included."""

    template: str
    values: Mapping[str, Any]


_panels: dict[str, VisitPanel] = {}


def register_visit_panel(*, capability: str, order: int, template: str, context: PanelContext) -> None:
    """Add to every visit's page. Called from a room's `apps.py`; registering a template again replaces it."""
    _panels[template] = VisitPanel(capability, order, template, context)


def visit_panels_for(*, actor: Actor, visit: Appointment, at: datetime) -> list[DrawnVisitPanel]:
    """The panels this actor sees on this visit's page, in order."""
    drawn = []
    for panel in sorted(_panels.values(), key=lambda panel: (panel.order, panel.template)):
        if actor.may(panel.capability, visit.unit_id):
            values = panel.context(actor, visit, at)
            if values is not None:
                drawn.append(DrawnVisitPanel(panel.template, values))
    return drawn
