"""The palette: what is typed, looked for in the pages and in every room that answers."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse

from wellrun.platform.access.api import screen
from wellrun.platform.ui.menu import palette_for

LONGEST_TEXT = 100


@screen("self.use")
def palette(request: HttpRequest) -> HttpResponse:
    """The hits for `q` as JSON: [{label, hint, url, kind}], at most a dozen."""
    text = request.GET.get("q", "").replace("\0", "")[:LONGEST_TEXT]
    return JsonResponse([asdict(hit) for hit in palette_for(request.actor, text)], safe=False)
