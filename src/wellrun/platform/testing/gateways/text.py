"""A text gateway that keeps what it gets, reports what became of it, and answers like a patient."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode

PATH = "/messages"


@dataclass(frozen=True)
class Text:
    """One text as it came. `report_url` is where its sender wants to hear what became of it."""

    sid: str
    to: str
    body: str
    report_url: str


def signed(url: str, form: Mapping[str, str], password: str) -> str:
    """The signature that such gateways put on a report: HMAC-SHA-1 of the address and the sorted fields."""
    said = url + "".join(name + value for name, value in sorted(form.items()))
    return base64.b64encode(hmac.new(password.encode(), said.encode(), hashlib.sha1).digest()).decode()


class StandInText:
    """An HTTP text gateway on 127.0.0.1. `bad` are numbers that it refuses, `undelivered` those that it takes and
    cannot deliver; `fails_with` is a status with which it answers everything; `forgets_keys` takes the same
    Idempotency-Key twice; `reports` lets it report each text by itself. `stop` and `start` take it down and up."""

    def __init__(
        self,
        *,
        port: int = 0,
        user: str = "user",
        password: str = "stand-in",  # noqa: S107 (of a stand-in)
        reports: bool = False,
        kept: Callable[[Text], None] = lambda text: None,
        page: Callable[[str, dict[str, str]], str] | None = None,
    ) -> None:
        self.texts: list[Text] = []
        self.bad: set[str] = set()
        self.undelivered: set[str] = set()
        self.fails_with = 0
        self.forgets_keys = False
        self.reports = reports
        self.port, self.user, self.password = port, user, password
        self.page, self._kept = page, kept
        self._by_key: dict[str, Text] = {}
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """Where messages are posted."""
        return f"http://127.0.0.1:{self.port}{PATH}"

    def start(self) -> StandInText:
        """Listen; at the port of before, if there was one."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler_of(self))
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        return self

    def stop(self) -> None:
        """Go down: whoever connects is refused."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> StandInText:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def take(self, form: Mapping[str, str], key: str) -> tuple[int, dict[str, str]]:
        """Take one message; the status and the answer."""
        if self.fails_with:
            return self.fails_with, {"message": "Out of order"}
        if form.get("To", "") in self.bad or not form.get("To", "").startswith("+"):
            return 400, {"code": "21211", "message": "The number is not a valid mobile number."}
        known = None if self.forgets_keys else self._by_key.get(key)
        if known is None:
            known = Text(
                f"SM{uuid.uuid4().hex}", form["To"], form.get("Body", ""), form.get("StatusCallback", "")
            )
            self.texts.append(known)
            self._by_key[key] = known
            self._kept(known)
            if self.reports and known.report_url:
                status = "undelivered" if known.to in self.undelivered else "delivered"
                threading.Timer(1.0, self.report, (known, status)).start()
        return 201, {"sid": known.sid, "status": "queued"}

    def report(self, text: Text, status: str) -> int:
        """Report what became of a text; the status of the answer."""
        return self.post(text.report_url, {"MessageSid": text.sid, "MessageStatus": status, "To": text.to})

    def answer(self, number: str, body: str, *, sid: str = "") -> int:
        """Answer as the owner of a number, to whoever wrote there last; the status of the answer."""
        last = next(text for text in reversed(self.texts) if text.to == number and text.report_url)
        url = last.report_url.partition("?")[0]
        return self.post(url, {"MessageSid": sid or f"IN{uuid.uuid4().hex}", "From": number, "Body": body})

    def post(self, url: str, form: dict[str, str]) -> int:
        """Post a signed form to whoever uses this gateway."""
        asked = urllib.request.Request(url, urlencode(form).encode(), method="POST")  # noqa: S310 (this machine)
        asked.add_header("X-Twilio-Signature", signed(url, form, self.password))
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 (this machine)
                return answer.status
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code

    def knows(self, authorization: str) -> bool:
        """Whether these credentials are the user's."""
        wanted = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return hmac.compare_digest(authorization, f"Basic {wanted}")


def _handler_of(gateway: StandInText) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body leave as two packets; without this each answer would wait for the other side's acknowledgement.
        disable_nagle_algorithm = True

        def do_POST(self) -> None:  # noqa: N802 (the name that http.server calls)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            form = dict(parse_qsl(body, keep_blank_values=True))
            if self.path != PATH:
                self._say(200, gateway.page(self.path, form) if gateway.page else "", "text/html")
                return
            if not gateway.knows(self.headers.get("Authorization", "")):
                self._say(401, json.dumps({"message": "Who are you?"}))
                return
            status, told = gateway.take(form, self.headers.get("Idempotency-Key", uuid.uuid4().hex))
            self._say(status, json.dumps(told))

        def do_GET(self) -> None:  # noqa: N802
            self._say(200, gateway.page(self.path, {}) if gateway.page else "", "text/html")

        def _say(self, status: int, text: str, kind: str = "application/json") -> None:
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: Any) -> None:
            """Requests are not news here."""

    return Handler
