"""Short notices after an act, with an Undo where the act can be undone.

A full page shows what `add_toast` kept in the messages framework; an answer to an htmx request carries its
notice in a header through `trigger_toast`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django_htmx.http import trigger_client_event

LEVELS = {
    "success": messages.SUCCESS,
    "info": messages.INFO,
    "warning": messages.WARNING,
    "error": messages.ERROR,
}


@dataclass(frozen=True, kw_only=True)
class Toast:
    """One notice: a sentence, the address that a POST undoes it at (or ""), and a level of LEVELS."""

    text: str
    undo_url: str = ""
    level: str = "success"


def add_toast(request: HttpRequest, text: str, undo_url: str | None = None, level: str = "success") -> None:
    """Keep a notice for the next page that this person sees.

    `undo_url` must be an address of this site; posting an empty form to it undoes the act. An unknown level
    or a foreign address raises ValueError.
    """
    check_toast(undo_url, level)
    messages.add_message(request, LEVELS[level], text, extra_tags=undo_url or "")


def trigger_toast(
    response: HttpResponse, text: str, undo_url: str | None = None, level: str = "success"
) -> HttpResponse:
    """Put a notice into the answer to an htmx request (HX-Trigger header) and return the answer."""
    check_toast(undo_url, level)
    return trigger_client_event(response, "toast", {"text": text, "undo_url": undo_url or "", "level": level})


def check_toast(undo_url: str | None, level: str) -> None:
    """Raise ValueError when the level is unknown or the undo address leads elsewhere."""
    if level not in LEVELS:
        raise ValueError(f"No such level: {level!r}; one of {', '.join(LEVELS)}")
    if undo_url and (not undo_url.startswith("/") or undo_url.startswith("//")):
        raise ValueError(f"An undo address must be on this site: {undo_url!r}")


def take_toasts(request: HttpRequest) -> list[Toast]:
    """The notices waiting for this person, oldest first; they are gone from the session afterwards."""
    names = {number: name for name, number in LEVELS.items()}
    return [
        Toast(
            text=str(message),
            undo_url=message.extra_tags if (message.extra_tags or "").startswith("/") else "",
            level=names.get(message.level, "info"),
        )
        for message in messages.get_messages(request)
    ]
