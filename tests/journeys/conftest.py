"""The practice, the server and the browser in which a day is lived."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from wellrun.platform.testing.live import browser, live_server

from .founding import PASSWORD, found_practice
from .practice import JourneyPractice
from .visiting import Visitor


@dataclass
class Day:
    """The practice as it is served, and a browser for whoever comes in."""

    practice: JourneyPractice
    address: str
    browser: Any
    people: dict[tuple[str, bool], Visitor] = field(default_factory=dict)
    signed_in: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def visited_by(self, username: str, at: str = "/", *, dark: bool = False) -> Iterator[Visitor]:
        """Somebody at a browser of their own for one act, signed in since their first; no page may have a fault."""
        known = self.signed_in.get(username)
        if (username, dark) not in self.people:
            self.people[username, dark] = Visitor(
                self.browser, self.address, username, signed_in=known, dark=dark
            )
        visitor = self.people[username, dark].arrive()
        try:
            if not known:
                self.signed_in[username] = visitor.sign_in(username, PASSWORD)
            if known or at != "/":
                visitor.go(at)
            yield visitor
        except BaseException:
            visitor.tell()
            raise
        visitor.leave()


@pytest.fixture
def day(committed_db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    """A practice that is open, served, and visited with a real browser."""
    # The browser's driver runs an event loop in this thread; what we ask of the database between clicks is not async.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setenv("WELLRUN_HOME", str(tmp_path))
    practice = found_practice()
    with live_server() as address, browser() as opened:
        yield Day(practice, address, opened)
        # Under the driver's event loop the tests had connections of their own; the next journey has another database.
        connections.close_all()
