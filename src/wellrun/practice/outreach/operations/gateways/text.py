"""Texts by the HTTP form that text gateways commonly speak: a form with To, From and Body, basic authentication, and
JSON with the gateway's own number for the message."""

from __future__ import annotations

import base64
import http.client
import json
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from wellrun.practice.outreach.models import Gateway
from wellrun.practice.outreach.operations.gateways.letter import Down, Later, Letter, Rejected

TIMEOUT_SECONDS = 15
#: Client errors that say nothing about the message: who we are, too fast, too slow.
_NOT_THE_MESSAGE = (401, 403, 404, 405, 407, 408, 425, 429)


class TextLine:
    """A connection to a text gateway, kept open from message to message."""

    def __init__(self, gateway: Gateway, password: str) -> None:
        self._sender, address = gateway.sender, urlsplit(gateway.url)
        self._path = address.path + (f"?{address.query}" if address.query else "")
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        self._line = kind(address.netloc, timeout=TIMEOUT_SECONDS)
        token = base64.b64encode(f"{gateway.username}:{password}".encode()).decode()
        self._headers = {
            "Authorization": f"Basic {token}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }

    def send(self, letter: Letter, *, at: datetime) -> str:
        """Hand one text over; the gateway's number for it. Raises `Rejected` where the gateway refuses the message or
        its number, `Later` for a trouble of its own, `Down` where it does not talk to us.

        `Idempotency-Key` names the message to gateways that know the header: to those it is one message however often
        it comes.
        """
        form = {"To": letter.to, "From": self._sender, "Body": letter.body}
        if letter.report_url:
            form["StatusCallback"] = letter.report_url
        try:
            self._line.request(
                "POST", self._path, urlencode(form), self._headers | {"Idempotency-Key": letter.key}
            )
            answer = self._line.getresponse()
            status, body = answer.status, answer.read(64_000)
        except (OSError, http.client.HTTPException) as fault:
            self._line.close()
            raise Down((str(fault) or type(fault).__name__)[:300]) from fault
        return _number_in(status, body)

    def close(self) -> None:
        """Hang up."""
        self._line.close()


def _number_in(status: int, body: bytes) -> str:
    try:
        told = json.loads(body or b"{}")
    except ValueError:
        told = {}
    told = told if isinstance(told, dict) else {}
    if 200 <= status < 300:
        number = told.get("sid") or told.get("id") or told.get("message_id")
        if not number:
            # Taken without a number: to send it again would be to say it twice.
            return "taken"
        return str(number)[:80]
    said = f"{status} {told.get('message', '')}".strip()[:300]
    if status in _NOT_THE_MESSAGE:
        raise Down(said)
    raise Rejected(said) if 400 <= status < 500 else Later(said)
