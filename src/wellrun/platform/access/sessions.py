"""Idle and absolute time-outs, kept by the server (45 CFR 164.312(a)(2)(iii))."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from wellrun.platform.clock import now

_STARTED = "started"
_SEEN = "seen"
#: Activity is written at most this often, so that a busy screen does not write a session row a second.
_WRITE_EVERY_SECONDS = 30


def still_open(request: HttpRequest, *, background: bool) -> bool:
    """Whether the session is within its limits; a request by a person counts as activity, a poll does not."""
    at = int(now().timestamp())
    session = request.session
    started = session.setdefault(_STARTED, at)
    seen = session.setdefault(_SEEN, at)
    if at - seen > settings.SESSION_IDLE_SECONDS or at - started > settings.SESSION_ABSOLUTE_SECONDS:
        return False
    if not background and at - seen >= _WRITE_EVERY_SECONDS:
        session[_SEEN] = at
    return True
