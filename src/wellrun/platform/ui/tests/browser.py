"""A real browser without a server: every request it makes is answered from the test itself."""

from __future__ import annotations

import json
import mimetypes
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

AXE = Path(__file__).resolve().parents[5] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ORIGIN = "http://wellrun.test"
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"
)

needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
    pytest.mark.skipif(not AXE.is_file(), reason="the frontend packages are not installed here"),
]


def answer_from(pages):
    """A playwright route handler: texts are pages, functions of the request and other values are JSON.

    A function returns (status, JSON value). Static files come from the app; anything else is an empty page.
    """

    def answer(route):
        path = urlsplit(route.request.url).path
        page = pages.get(path)
        if callable(page):
            status, value = page(route.request)
            route.fulfill(status=status, body=json.dumps(value), content_type="application/json")
        elif isinstance(page, str):
            route.fulfill(body=page, headers={"Content-Security-Policy": POLICY}, content_type="text/html")
        elif page is not None:
            route.fulfill(body=json.dumps(page), content_type="application/json")
        elif path.startswith("/static/") and (file := finders.find(path.removeprefix("/static/"))):
            kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
            route.fulfill(body=Path(file).read_bytes(), content_type=kind)
        else:
            route.fulfill(body="<title>Elsewhere</title>", content_type="text/html")

    return answer


def violations(tab):
    """What axe finds on the page as it stands: (rule, element) pairs."""
    found = tab.evaluate(AXE.read_text() + ";axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(one["id"], node["html"][:120]) for one in found for node in one["nodes"]]
