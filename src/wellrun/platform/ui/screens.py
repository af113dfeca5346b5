"""The gallery: every component in its states on one page, to look at and to test."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wellrun.platform.access.api import screen
from wellrun.platform.ui.gallery import gallery_context


@screen("self.use")
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component with invented values; reads nothing and changes nothing."""
    return render(request, "ui/gallery.html", gallery_context(request.path))
