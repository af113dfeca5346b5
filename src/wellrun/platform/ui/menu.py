"""What the navigation and the palette offer: rooms register, each entry with the capability it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from wellrun.platform.ui.navigation import NavGroup, NavItem, arrange_navigation


@dataclass(frozen=True)
class MenuEntry:
    """One place to go, for those who hold the capability."""

    group: str
    label: str
    url_name: str
    icon: str
    capability: str
    keys: str = ""
    order: int = 50


@dataclass(frozen=True)
class PaletteEntry:
    """One line of the palette: what it is, a hint beside it, where it leads, and of which kind it is."""

    label: str
    hint: str
    url: str
    kind: str


PaletteSource = Callable[[Any, str], list[PaletteEntry]]
_entries: dict[str, MenuEntry] = {}
_sources: list[tuple[str, PaletteSource]] = []


def register_item(
    *, group: str, label: str, url_name: str, icon: str, capability: str, keys: str = "", order: int = 50
) -> None:
    """Offer a page in the navigation and the palette. Called from a room's `apps.py`."""
    _entries[url_name] = MenuEntry(group, label, url_name, icon, capability, keys, order)


def register_palette(capability: str, source: PaletteSource) -> None:
    """Let the palette also search what `source(actor, text)` finds."""
    if (capability, source) not in _sources:
        _sources.append((capability, source))


def entries_for(actor: Any) -> list[MenuEntry]:
    """The places this actor may go, in order."""
    allowed = [entry for entry in _entries.values() if actor.may(entry.capability)]
    return sorted(allowed, key=lambda entry: (entry.order, entry.label))


def navigation_for(actor: Any, path: str) -> list[NavGroup]:
    """The shell's navigation for this actor at this address."""
    items = [
        (
            entry.group,
            NavItem(label=entry.label, url=reverse(entry.url_name), icon=entry.icon, keys=entry.keys),
        )
        for entry in entries_for(actor)
    ]
    return arrange_navigation(items, path=path)


def palette_for(actor: Any, text: str, limit: int = 12) -> list[PaletteEntry]:
    """What the palette offers for a typed text: pages by their label, then what the rooms find."""
    wanted = text.strip().lower()
    pages = [
        PaletteEntry(entry.label, entry.group, reverse(entry.url_name), "page")
        for entry in entries_for(actor)
        if wanted in entry.label.lower()
    ]
    found = [
        hit
        for capability, source in _sources
        if wanted and actor.may(capability)
        for hit in source(actor, text)
    ]
    return (found + pages if len(wanted) > 1 else pages)[:limit]
