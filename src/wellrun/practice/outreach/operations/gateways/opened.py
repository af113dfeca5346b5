"""Opening the line to a gateway."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Protocol

from wellrun.platform.files.envelope import unseal
from wellrun.practice.outreach.models import Channel, Gateway
from wellrun.practice.outreach.operations.gateways.letter import Letter
from wellrun.practice.outreach.operations.gateways.mail import MailLine
from wellrun.practice.outreach.operations.gateways.text import TextLine
from wellrun.practice.outreach.rules.secrets import place_of_secret


class Line(Protocol):
    """An open line: hands letters over, one after another, until it is closed."""

    def send(self, letter: Letter, *, at: datetime) -> str: ...
    def close(self) -> None: ...


_instead: ContextVar[Callable[[Gateway], Line] | None] = ContextVar("line_instead", default=None)


@contextmanager
def lines_from(opener: Callable[[Gateway], Line]) -> Iterator[None]:
    """Let `opener` open every line for as long as the block runs: a practice that is simulated sends nothing."""
    token = _instead.set(opener)
    try:
        yield
    finally:
        _instead.reset(token)


def open_line(gateway: Gateway) -> Line:
    """The line to a gateway; raises `Down` when it does not answer."""
    instead = _instead.get()
    if instead is not None:
        return instead(gateway)
    kind = MailLine if gateway.channel == Channel.EMAIL else TextLine
    return kind(gateway, password_of(gateway))


def password_of(gateway: Gateway) -> str:
    """The gateway's password in clear, for the wire alone."""
    sealed = bytes(gateway.sealed)
    return unseal(sealed, place=place_of_secret(gateway.id)).decode() if sealed else ""
