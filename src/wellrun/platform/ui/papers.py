"""Answers that are pages to print."""

from __future__ import annotations

from django.http import HttpResponse


def pdf(content: bytes, name: str, *, saved: bool = False) -> HttpResponse:
    """A PDF that opens in the browser, or with `saved` one that is saved; no copy stays behind in a cache."""
    how = "attachment" if saved else "inline"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "no-store"},
    )
