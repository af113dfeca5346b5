"""What notices say, by kind and language: brought by the rooms that have something to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from wellrun.platform.access.refusals import Refused


class NoWording(Refused):
    """A kind of notice without words."""

    sentence = "There is no wording for this kind of message."


@dataclass(frozen=True)
class Wording:
    """One notice in one language: the heading and body of an email, a text message, and what is said on the telephone.

    Words in braces are filled in; `{link}` is the signed address. None of it names a diagnosis, a procedure or a
    specialty (45 CFR 164.502(b)): the visit's day and hour and the office's name are what a stranger may read.
    """

    heading: str
    email: str
    text: str
    spoken: str

    def fields(self) -> frozenset[str]:
        """The words that it wants filled in."""
        whole = " ".join((self.heading, self.email, self.text, self.spoken))
        return frozenset(name for _, name, _, _ in Formatter().parse(whole) if name)


_WORDINGS: dict[tuple[str, str], Wording] = {}


def register_wording(kind: str, language: str, wording: Wording) -> None:
    """Bring the words of one kind of notice in one language. Called from a room's `apps.py`; English is a must."""
    _WORDINGS[kind, language] = wording


def wording_of(kind: str, language: str) -> tuple[str, Wording]:
    """The words of a kind in a patient's language, or in English; says which language it is."""
    for wanted in (language, "en"):
        if (kind, wanted) in _WORDINGS:
            return wanted, _WORDINGS[kind, wanted]
    raise NoWording()


def said_by(wording: Wording, channel: str) -> str:
    """The body of a wording for a channel: `email`, `text` or `call`."""
    return {"email": wording.email, "text": wording.text, "call": wording.spoken}[channel]


def kinds_of_notices() -> list[tuple[str, dict[str, Wording]]]:
    """Every kind that rooms have words for, with its wordings by language, by name."""
    kinds: dict[str, dict[str, Wording]] = {}
    for (kind, language), wording in sorted(_WORDINGS.items()):
        kinds.setdefault(kind, {})[language] = wording
    return sorted(kinds.items())


def kind_said(kind: str) -> str:
    """A kind of notice as people read it: "visit.confirm" is "Visit: confirm"."""
    return kind.replace(".", ": ").capitalize()


def filled(template: str, words: Mapping[str, str]) -> str:
    """A template with its words filled in, `{link}` left as it is. Raises KeyError for a word that is not given."""
    return template.format_map({"link": "{link}"} | dict(words))
