"""A mail server that keeps what it gets."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


@dataclass(frozen=True)
class Mail:
    """One email as it came."""

    to: str
    message_id: str
    subject: str
    body: str
    raw: bytes


class StandInMail:
    """An SMTP server on 127.0.0.1. `bounces` are addresses that it refuses for good, `puts_off` those that it refuses
    for now; `delay_seconds` is how long it takes over a message; `stop` and `start` take it down and up again at the
    same port. With a `password` it wants the user to sign in, with `tls` it speaks STARTTLS before anything else."""

    def __init__(
        self,
        *,
        port: int = 0,
        user: str = "",
        password: str = "",
        tls: ssl.SSLContext | None = None,
        kept: Callable[[Mail], None] = lambda mail: None,
    ) -> None:
        self.mails: list[Mail] = []
        self.bounces: set[str] = set()
        self.puts_off: set[str] = set()
        self.delay_seconds = 0.0
        self._user, self._password, self._tls, self._kept = user, password, tls, kept
        self.port = port
        self._controller: Controller | None = None

    def start(self) -> StandInMail:
        """Listen; at the port of before, if there was one."""
        wants: dict[str, Any] = (
            {"authenticator": self._known, "auth_required": True} if self._password else {}
        )
        wants |= (
            {"tls_context": self._tls, "require_starttls": True} if self._tls else {"auth_require_tls": False}
        )
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port or _free_port(), **wants)
        self._controller.start()
        self.port = self._controller.port
        return self

    def stop(self) -> None:
        """Go down: whoever connects is refused."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def __enter__(self) -> StandInMail:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def ids(self) -> list[str]:
        """The Message-IDs, in the order in which they came."""
        return [mail.message_id for mail in self.mails]

    def _known(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and data.password == self._password.encode()
        return AuthResult(success=good and data.login == self._user.encode())

    async def handle_RCPT(  # noqa: N802 (the name that aiosmtpd calls)
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Refuse or take an address."""
        if address in self.bounces:
            return "550 5.1.1 There is no such mailbox here"
        if address in self.puts_off:
            return "451 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep a message."""
        if self.delay_seconds:
            time.sleep(self.delay_seconds)  # noqa: ASYNC251 (slowness of the whole server is the point)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        mail = Mail(
            envelope.rcpt_tos[0],
            str(message["Message-ID"]),
            str(message["Subject"]),
            message.get_content().strip(),
            bytes(envelope.content),
        )
        self.mails.append(mail)
        self._kept(mail)
        return "250 Kept"


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
