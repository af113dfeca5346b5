"""What rooms above add to a patient's page. They register themselves; this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wellrun.platform.access.actor import Actor
from wellrun.practice.patients.models import Patient

PanelContext = Callable[[Actor, Patient, datetime], Mapping[str, Any] | None]
PLACES = ("header", "main", "aside")


@dataclass(frozen=True)
class Panel:
    """One addition: who sees it, where and how early it stands, its template and what fills it.

    `context(actor, patient, at)` returns what the template reads, or None to leave the panel out.
    """

    capability: str
    order: int
    template: str
    context: PanelContext
    place: str = "main"


@dataclass(frozen=True)
class DrawnPanel:
    """A panel ready to be included."""

    template: str
    values: Mapping[str, Any]


_panels: dict[str, Panel] = {}


def register_panel(
    *, capability: str, order: int, template: str, context: PanelContext, place: str = "main"
) -> None:
    """Add to every patient's page. Called from a room's `apps.py`; registering a template again replaces it."""
    if place not in PLACES:
        raise ValueError(f"No such place: {place!r}; one of {', '.join(PLACES)}.")
    _panels[template] = Panel(capability, order, template, context, place)


def panels_for(*, actor: Actor, patient: Patient, at: datetime) -> dict[str, list[DrawnPanel]]:
    """The panels this actor sees on this patient's page, by place, in order."""
    drawn: dict[str, list[DrawnPanel]] = {place: [] for place in PLACES}
    for panel in sorted(_panels.values(), key=lambda panel: (panel.order, panel.template)):
        if not actor.may(panel.capability):
            continue
        values = panel.context(actor, patient, at)
        if values is not None:
            drawn[panel.place].append(DrawnPanel(panel.template, values))
    return drawn
