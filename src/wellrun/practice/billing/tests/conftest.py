"""Billing on its own: what rooms above it would add while the whole program is loaded stays out of its tests."""

from __future__ import annotations

import pytest

from wellrun.platform import events
from wellrun.practice.billing import events as billing_events
from wellrun.practice.billing.queries import hooks


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """No upper room hears of charges, holds a claim open or keeps a drawer."""
    for name in ("_open_claims", "_reasons", "_drawers"):
        monkeypatch.setattr(hooks, name, [])
    for event in vars(billing_events).values():
        if isinstance(event, type) and event in events._handlers:
            own = [
                one
                for one in events._handlers[event]
                if one.__module__.startswith("wellrun.practice.billing.")
            ]
            monkeypatch.setitem(events._handlers, event, own)
