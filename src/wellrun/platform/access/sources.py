"""Where actors come from. The room that knows people registers itself here, since the door knows no room."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from wellrun.platform.access.actor import Actor

ActorSource = Callable[..., Actor | None]
_source: list[ActorSource] = []


def register_actor_source(source: ActorSource) -> None:
    """Say who resolves a user to an actor. Called once, when the program starts."""
    _source[:] = [source]


def actor_for(user: Any, *, request_id: uuid.UUID | None, at: datetime) -> Actor | None:
    """The actor behind a signed-in user at an instant, or None when they hold no role any more."""
    return _source[0](user=user, request_id=request_id, at=at)


def has_second_factor(user: Any) -> bool:
    """Whether the user has set up TOTP or a security key."""
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(user))
