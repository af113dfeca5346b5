"""A live server over a fresh, committing database, and a browser to visit it: for journeys through the office."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = Path(__file__).resolve().parents[4] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def live_server() -> Iterator[str]:
    """Serve the real application from threads of this process; gives its address."""
    from django.core.servers.basehttp import (
        ThreadedWSGIServer,
        WSGIRequestHandler,
        get_internal_wsgi_application,
    )

    class Quiet(WSGIRequestHandler):
        def log_message(self, *arguments: Any) -> None:
            """Requests are not news here."""

    application = get_internal_wsgi_application()
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet, ipv6=False)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


@contextmanager
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-quic"])
        yield opened
        opened.close()


def axe_violations(page: Any) -> list[tuple[str, str]]:
    """What axe finds wrong on a page as it stands: (rule, the element at fault)."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text() + ";null")
    # Only what is wrong leaves the page: everything that axe looked at is megabytes on a long table.
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations.flatMap("
        "({id, nodes}) => nodes.map(({html}) => [id, html.slice(0, 160)])))"
    )
    return [(rule, element) for rule, element in found]
