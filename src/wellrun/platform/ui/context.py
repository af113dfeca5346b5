"""What the shell draws on every page: navigation, the person signed in, and the key that answers a form once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from wellrun.platform.database.ids import new_id
from wellrun.platform.ui.menu import navigation_for
from wellrun.platform.ui.navigation import PersonMenu


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for `ui/shell.html`; nearly empty for a visitor who is not signed in."""
    actor = getattr(request, "actor", None)
    context: dict[str, Any] = {"submission_key": new_id()}
    if actor is None:
        return context
    return context | {
        "navigation": navigation_for(actor, request.path),
        "person_menu": PersonMenu(
            name=actor.name, role=", ".join(actor.roles), sign_out_url=reverse("account_logout")
        ),
    }
