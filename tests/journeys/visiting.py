"""Somebody at a browser of their own, who looks at every page that they pass."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from wellrun.platform.testing.live import AXE, BROWSER, axe_violations

NEEDS_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(not BROWSER, reason="no Chromium on this machine"),
    pytest.mark.skipif(not AXE.is_file(), reason="the frontend packages are not installed here"),
]
SHOTS = os.environ.get("WELLRUN_JOURNEY_SHOTS", "")
#: What the browser says of an answer with one of these states is no fault of the page: the office refuses so.
_REFUSALS = re.compile(r"status of (404|409|422)|Response Status Error Code (404|409|422)")


class Visitor:
    """A person in a browser context of their own. `faults` gathers what went wrong on the pages they passed."""

    def __init__(
        self, browser: Any, address: str, name: str, *, signed_in: Any = None, dark: bool = False
    ) -> None:
        self.name, self.address = name, address
        self.faults: list[str] = []
        self.context = browser.new_context(
            viewport={"width": 1440, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            storage_state=signed_in,
        )
        self.context.set_default_timeout(8_000)
        self.page: Any = None

    def arrive(self) -> Visitor:
        """Begin an act with one empty page."""
        self.faults.clear()
        self.page = self.new_page()
        return self

    def new_page(self) -> Any:
        """Another tab of the same person."""
        page = self.context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("response", self._answered)
        return page

    def sign_in(self, username: str, password: str) -> Any:
        """Sign in on the page that everybody signs in on; gives what the browser keeps of it."""
        self.page.goto(f"{self.address}/account/login/")
        self.page.get_by_label("User name").fill(username)
        self.page.get_by_label(re.compile("^Password")).fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.get_by_role("button", name=re.compile("menu$")).wait_for()
        return self.context.storage_state()

    def go(self, path: str) -> Any:
        """Open an address of the program as from a bookmark."""
        return self.page.goto(self.address + path)

    def look(self, called: str, page: Any = None) -> None:
        """Have axe judge the page as it stands now."""
        page = page or self.page
        self.faults += [f"{called}: axe {rule}: {element}" for rule, element in axe_violations(page)]
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{SHOTS}/{called}.png", full_page=True)

    def look_narrow(self, called: str) -> None:
        """The same on a telephone: axe finds nothing, and nothing is wider than the glass."""
        self.page.set_viewport_size({"width": 390, "height": 844})
        self.look(called)
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            self.faults.append(f"{called}: {wide} px wider than the window")
        self.page.set_viewport_size({"width": 1440, "height": 900})

    def _hear(self, message: Any) -> None:
        if message.type == "error" and not _REFUSALS.search(message.text):
            self.faults.append(f"{self.name} at {message.location.get('url', '')}: {message.text}")

    def _answered(self, response: Any) -> None:
        if response.status >= 500:
            self.faults.append(f"{self.name}: {response.status} from {response.url}")

    def tell(self) -> None:
        """Before the act fails: where they were, and what had been wrong by then."""
        print(self.name, "was at", self.page.url, *self.faults, sep="\n  ")
        if SHOTS:
            self.page.screenshot(path=f"{SHOTS}/failed-{self.name}.png", full_page=True)

    def leave(self) -> None:
        """Close every page; one that had a fault fails the day."""
        for page in self.context.pages:
            page.close()
        assert not self.faults, "\n".join(self.faults)
