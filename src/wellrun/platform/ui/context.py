"""What the shell draws on every page: navigation and the person signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from wellrun.platform.ui.menu import navigation_for
from wellrun.platform.ui.navigation import PersonMenu


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for `ui/shell.html`; nearly empty for a visitor who is not signed in."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {}
    return {
        "navigation": navigation_for(actor, request.path),
        "person_menu": PersonMenu(
            name=actor.name, role=", ".join(actor.roles), sign_out_url=reverse("account_logout")
        ),
    }
