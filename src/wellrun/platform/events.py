"""News between rooms: a lower room publishes, an upper one has subscribed, all in the same transaction.

A handler that fails undoes what it was told about: consistency first. What may happen later is a job instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Event = TypeVar("Event")
_handlers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event_class: type[Event], handler: Callable[[Event], None]) -> None:
    """Call `handler` with every event of this class. Called from a room's `apps.py`; repeating it changes nothing."""
    if handler not in _handlers[event_class]:
        _handlers[event_class].append(handler)


def publish(event: object) -> None:
    """Tell every subscriber now, in order of subscription, inside the caller's transaction."""
    for handler in _handlers[type(event)]:
        handler(event)
