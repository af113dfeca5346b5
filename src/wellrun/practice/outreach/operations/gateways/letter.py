"""What leaves by a gateway, and the ways in which it may not."""

from __future__ import annotations

from dataclasses import dataclass


class Down(Exception):
    """The gateway does not answer, or refuses everybody: nothing is wrong with the message, it waits."""


class Later(Exception):
    """The gateway answers, but will not take this message now: it is tried again by itself."""


class Rejected(Exception):
    """The gateway will not take this message to this address, now or later."""


@dataclass(frozen=True)
class Letter:
    """One message. `key` is the notice's id: the same key is the same message, however often it is handed over.

    `report_url` is where a text gateway says what became of it; empty where nobody can be told."""

    key: str
    to: str
    heading: str
    body: str
    report_url: str = ""
