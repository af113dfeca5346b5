"""What the shell draws around a page: navigation by duty, and the menu of the person signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

GROUP_ORDER = (
    "Today", "Appointments", "Patients", "Surgery", "Money", "Office", "Booking rules", "Contact rules", "System",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One link. `count` is what waits behind it (0 draws nothing); `keys` is a shortcut such as "g d"."""

    label: str
    url: str
    icon: str = "circle-dot"
    current: bool = False
    count: int = 0
    count_tone: str = "neutral"
    keys: str = ""


@dataclass(frozen=True, kw_only=True)
class NavGroup:
    """A headed list of links; `label` is one of GROUP_ORDER."""

    label: str
    items: Sequence[NavItem] = ()


@dataclass(frozen=True, kw_only=True)
class PersonMenu:
    """The menu at the right of the bar: who is signed in, as what, and the way out (a POST)."""

    name: str
    role: str = ""
    items: Sequence[NavItem] = field(default_factory=tuple)
    sign_out_url: str = "/accounts/logout/"


def arrange_navigation(items: Sequence[tuple[str, NavItem]], *, path: str) -> list[NavGroup]:
    """Group (group label, item) pairs in the order of GROUP_ORDER and mark the item that `path` is under.

    The longest matching address wins, so `/claims/denials/` marks Denials and not Claims. Empty groups are
    left out; an unknown group label raises ValueError.
    """
    unknown = {group for group, _ in items} - set(GROUP_ORDER)
    if unknown:
        raise ValueError(f"No such navigation group: {', '.join(sorted(unknown))}")
    matching = [
        item.url for _, item in items if path == item.url or path.startswith(item.url.rstrip("/") + "/")
    ]
    here = max(matching, key=len, default=None)
    groups = []
    for label in GROUP_ORDER:
        members = tuple(replace(item, current=item.url == here) for group, item in items if group == label)
        if members:
            groups.append(NavGroup(label=label, items=members))
    return groups
