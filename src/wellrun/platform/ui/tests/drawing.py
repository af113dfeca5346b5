"""How the tests draw: one tag, one template, or the gallery as a page that a browser can open."""

from __future__ import annotations

from typing import Any

from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from wellrun.platform.ui.gallery import gallery_context


def draw(source: str, path: str = "/visits/?state=late&page=3", **context: Any) -> str:
    """The text of a template source with the tags of the kit loaded."""
    request = RequestFactory().get(path)
    template = engines["django"].from_string("{% load ui %}" + source)
    return " ".join(template.render(context, request).split())


def draw_gallery(**cookies: str) -> str:
    """The whole page of the gallery."""
    request = RequestFactory().get("/gallery/")
    request.COOKIES.update(cookies)
    return render_to_string("ui/gallery.html", gallery_context("/gallery/"), request)
