"""Email by SMTP (RFC 5321), one connection for many letters, STARTTLS where the server is not on this machine."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from wellrun.practice.outreach.models import Gateway, Security
from wellrun.practice.outreach.operations.gateways.letter import Down, Later, Letter, Rejected

TIMEOUT_SECONDS = 15
#: "Service not available, closing transmission channel" (RFC 5321 §4.2.3).
_CLOSING = 421


class MailLine:
    """An open connection to a mail server."""

    def __init__(self, gateway: Gateway, password: str) -> None:
        self._sender = gateway.sender
        try:
            self._smtp = _connected(gateway, password)
        except (OSError, smtplib.SMTPException) as fault:
            raise Down(_said(fault)) from fault

    def send(self, letter: Letter, *, at: datetime) -> str:
        """Hand one letter over; its Message-ID. Raises `Rejected` for an address that the server refuses for good
        (5xx, RFC 5321 §4.2.1), `Later` for one that it puts off (4xx), `Down` where it talks no more."""
        message = written(letter, sender=self._sender, at=at)
        try:
            self._smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as fault:
            ((code, words),) = fault.recipients.values()
            self._forget()
            raise _judged(code, words) from fault
        except smtplib.SMTPResponseException as fault:
            self._forget()
            # A sender that is refused is a wrong setting, not a wrong address.
            if isinstance(fault, smtplib.SMTPSenderRefused):
                raise Down(_text(fault.smtp_error)[:300]) from fault
            raise _judged(fault.smtp_code, fault.smtp_error) from fault
        except (OSError, smtplib.SMTPException, UnicodeError) as fault:
            raise Down(_said(fault)) from fault
        return message["Message-ID"]

    def close(self) -> None:
        """Say good-bye; a server that is gone already does not matter."""
        try:
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()

    def _forget(self) -> None:
        try:
            self._smtp.rset()
        except (OSError, smtplib.SMTPException) as fault:
            raise Down(_said(fault)) from fault


def written(letter: Letter, *, sender: str, at: datetime) -> EmailMessage:
    """A letter as a message whose Message-ID is made of its key: sent twice, it is one message to the receiver."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, " ".join(letter.heading.split())
    message["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2] or 'localhost'}>"
    message["Date"] = format_datetime(at)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    return message


def _connected(gateway: Gateway, password: str) -> smtplib.SMTP:
    if gateway.security == Security.TLS:
        context = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            gateway.host, gateway.port, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        smtp = smtplib.SMTP(gateway.host, gateway.port, timeout=TIMEOUT_SECONDS)
        if gateway.security == Security.STARTTLS:
            smtp.starttls(context=ssl.create_default_context())
    if gateway.username:
        smtp.login(gateway.username, password)
    return smtp


def _judged(code: int, words: bytes | str) -> Exception:
    said = f"{code} {_text(words)}"[:300]
    if code == _CLOSING:
        return Down(said)
    return Rejected(said) if 500 <= code < 600 else Later(said)


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else str(words)


def _said(fault: Exception) -> str:
    return (str(fault) or type(fault).__name__)[:300]
