"""Fixtures of a real browser, for the tests of this room."""

from __future__ import annotations

import pytest

from wellrun.platform.ui.tests.browser import CHROMIUM, ORIGIN, answer_from


@pytest.fixture(scope="package")
def chromium():
    """One browser for all tests of the room."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium):
    """Opens a path of `pages` (see answer_from) in a fresh tab; `tab.complaints` gathers what goes wrong."""
    contexts = []

    def opened(path, pages, *, width=1440, height=900, scheme="light", zone="America/Chicago"):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, timezone_id=zone
        )
        contexts.append(context)
        tab = context.new_page()
        tab.complaints = []
        tab.on("console", lambda message: message.type == "error" and tab.complaints.append(message.text))
        tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
        context.route("**/*", answer_from(pages))
        tab.goto(f"{ORIGIN}{path}")
        return tab

    yield opened
    for context in contexts:
        context.close()
