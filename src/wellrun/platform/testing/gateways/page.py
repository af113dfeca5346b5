"""The page of the stand-ins: what they got, an answer as the patient, and how they misbehave."""

from __future__ import annotations

from html import escape

from wellrun.platform.testing.gateways.mail import StandInMail
from wellrun.platform.testing.gateways.text import StandInText

_STYLE = "body{font:16px sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}form{display:inline}"


class Page:
    """Both stand-ins on one page; what is posted to it turns their knobs."""

    def __init__(self, mail: StandInMail, text: StandInText) -> None:
        self._mail, self._text, self._mail_up = mail, text, True

    def __call__(self, path: str, form: dict[str, str]) -> str:
        """The page, after what was posted took effect."""
        said = ""
        if path == "/answer" and form.get("number"):
            said = f"Answered; the office said {self._text.answer(form['number'], form.get('body', ''))}."
        elif path == "/faults":
            self._turn(form)
        return self._drawn(said)

    def _turn(self, form: dict[str, str]) -> None:
        bad = {each for each in form.get("bad", "").split() if each}
        self._text.bad, self._text.undelivered = bad, set(form.get("undelivered", "").split())
        self._mail.bounces = bad
        self._text.fails_with = 503 if form.get("text_down") else 0
        wants_mail = not form.get("mail_down")
        if wants_mail != self._mail_up:
            self._mail.start() if wants_mail else self._mail.stop()
            self._mail_up = wants_mail

    def _drawn(self, said: str) -> str:
        texts = "".join(
            f"<li><strong>{escape(each.to)}</strong>: {escape(each.body)}"
            f'<br><form method="post" action="/answer"><input type="hidden" name="number" value="{escape(each.to)}">'
            '<input name="body" value="YES" aria-label="Answer"> <button>Answer</button></form></li>'
            for each in reversed(self._text.texts[-100:])
        )
        mails = "".join(
            f"<li><strong>{escape(each.to)}</strong>: {escape(each.subject)}<pre>{escape(each.body)}</pre></li>"
            for each in reversed(self._mail.mails[-100:])
        )
        return (
            f'<!doctype html><html lang="en"><title>Stand-ins</title><style>{_STYLE}</style><h1>What left</h1>'
            f"<p>{escape(said)}</p>{self._knobs()}<h2>Texts</h2><ul>{texts}</ul><h2>Emails</h2><ul>{mails}</ul></html>"
        )

    def _knobs(self) -> str:
        down = (" checked" if self._text.fails_with else "", "" if self._mail_up else " checked")
        return (
            '<form method="post" action="/faults"><p><label><input type="checkbox" name="text_down" value="1"'
            f'{down[0]}> The text gateway is down</label> <label><input type="checkbox" name="mail_down" value="1"'
            f'{down[1]}> The mail server is down</label></p><p><label>Refused numbers and addresses <input name="bad"'
            f' value="{escape(" ".join(sorted(self._text.bad)))}"></label> <label>Numbers that are not reached'
            f' <input name="undelivered" value="{escape(" ".join(sorted(self._text.undelivered)))}"></label>'
            " <button>Set</button></p></form>"
        )
