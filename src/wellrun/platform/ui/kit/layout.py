"""Tags that only the shell uses: the theme, the notices, the brand."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from wellrun.platform.ui.toasts import take_toasts

register = template.Library()

THEMES = ("light", "dark")


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The theme that the person chose, for the first byte of the page; "light" when the device decides."""
    request = context.get("request")
    chosen = request.COOKIES.get("wellrun_theme") if request else None
    return chosen if chosen in THEMES else "light"


@register.inclusion_tag("ui/components/toasts.html", takes_context=True)
def toasts(context: Context) -> dict[str, Any]:
    """The region of notices, with those waiting for this person."""
    request = context.get("request")
    waiting = take_toasts(request) if request is not None and hasattr(request, "_messages") else []
    return {"toasts": waiting, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("ui/components/brand.html")
def brand(url: str = "/") -> dict[str, Any]:
    """The mark and the word, linked to the person's first page."""
    return {"url": url}
