"""The refusal to start with a URL whose view declares no capability."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver

#: Views of libraries that guard themselves or show nothing: sign-in, second factors, static files, redirects.
GUARD_THEMSELVES = (
    "allauth.",
    "django.contrib.staticfiles.",
    "django.views.static",
    "django.views.generic.base",
)


def walk(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every route of the program with the view behind it."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def undeclared_urls() -> list[str]:
    """Routes whose view says neither which capability it needs nor that it is public."""
    return [
        route
        for route, view in walk()
        if getattr(view, "wellrun_capability", None) is None
        and not str(getattr(view, "__module__", "")).startswith(GUARD_THEMSELVES)
    ]


def refuse_undeclared_urls() -> None:
    """Raise at start when a route would let anybody in by omission."""
    undeclared = undeclared_urls()
    if undeclared:
        raise ImproperlyConfigured(f"These URLs declare no capability: {', '.join(undeclared)}")
