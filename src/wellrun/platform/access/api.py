"""The door's own door: what rooms and screens use of it."""

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import NotAllowed, NotFound, Refused, Stale
from wellrun.platform.access.screens import attempt, by_link, public, screen, show

__all__ = [
    "Actor",
    "NotAllowed",
    "NotFound",
    "Refused",
    "Stale",
    "attempt",
    "by_link",
    "public",
    "require",
    "screen",
    "show",
]
