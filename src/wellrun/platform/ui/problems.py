"""Pages for refusals that Django has no page for: conflicts, refused content, no service."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

STATUSES = (409, 422, 503)


def problem_page(
    request: HttpRequest,
    status: int,
    *,
    happened: str = "",
    what_to_do: str = "",
    back_url: str = "",
    back_label: str = "",
) -> HttpResponse:
    """A whole page that says what happened and what to do, with `status` one of STATUSES.

    Without `happened` and `what_to_do` it says what is true of every such refusal; `back_url` is where the
    person can go on (the first page when empty).
    """
    if status not in STATUSES:
        raise ValueError(f"No page for status {status}; one of {STATUSES}")
    context = {
        "happened": happened,
        "what_to_do": what_to_do,
        "back_url": back_url,
        "back_label": back_label,
    }
    return render(request, f"ui/problems/{status}.html", context, status=status)
