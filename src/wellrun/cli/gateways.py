"""`wellrun gateways`: a mail server and a text gateway that speak the real protocols and send nothing."""

from __future__ import annotations

import json
import signal
import threading
from pathlib import Path

import typer

from wellrun.cli.program import notes

app = typer.Typer()
#: Who signs in to the stand-ins of the demonstration; nothing that needs keeping is behind it.
USER, PASSWORD = "wellrun", "stand-in-of-the-demonstration"  # noqa: S105


@app.command()
def gateways(
    mail_port: int = typer.Option(
        2525, min=1, max=65535, help="Where the mail server listens on this machine."
    ),
    text_port: int = typer.Option(
        2526, min=1, max=65535, help="Where the text gateway listens, and its page."
    ),
    folder: Path = typer.Option(Path("gateways"), help="Where what they got is kept, one file a message."),
    list_only: bool = typer.Option(False, "--list", help="Only list what is kept there."),
) -> None:
    """Stand in for a mail server and a text gateway: keep what is sent, answer as the patient, misbehave on request."""
    if list_only:
        _list(folder)
        return
    from wellrun.platform.testing.gateways import Mail, StandInMail, StandInText, Text
    from wellrun.platform.testing.gateways.page import Page

    folder.mkdir(parents=True, exist_ok=True)

    def keep_mail(mail: Mail) -> None:
        (folder / f"{mail.message_id.strip('<>').partition('@')[0]}.eml").write_bytes(mail.raw)

    def keep_text(text: Text) -> None:
        (folder / f"{text.sid}.json").write_text(json.dumps({"to": text.to, "body": text.body}))

    mail = StandInMail(port=mail_port, kept=keep_mail)
    text = StandInText(port=text_port, user=USER, password=PASSWORD, reports=True, kept=keep_text)
    text.page = Page(mail, text)
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    with mail, text:
        notes.print(
            f"What leaves is shown at [bold]http://127.0.0.1:{text.port}/[/]  (mail at port {mail.port})"
        )
        try:
            stopped.wait()
        except KeyboardInterrupt:
            notes.print("Stopped.")


def _list(folder: Path) -> None:
    kept = sorted(folder.glob("*.*"), key=lambda path: path.stat().st_mtime)
    if not kept:
        notes.print(f"Nothing is kept in {folder}.")
    for path in kept:
        if path.suffix == ".json":
            told = json.loads(path.read_text())
            notes.print(f"Text to {told['to']}: {told['body']}", markup=False)
        else:
            from email import message_from_bytes, policy

            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            notes.print(f"Email to {message['To']}: {message['Subject']}", markup=False)
