"""What a patient means who answers a text."""

from __future__ import annotations

import re
import unicodedata

#: Any of these ends texts (47 CFR 64.1200(a)(10), in force since April 2025), with their Spanish sisters.
STOPS = frozenset(
    ("stop", "stopall", "quit", "end", "revoke", "optout", "cancel", "unsubscribe")
    + ("alto", "parar", "detener", "baja", "cancelar", "salir")
)
STARTS = frozenset(("start", "unstop", "alta", "reanudar"))
YES = frozenset(
    ("yes", "y", "yeah", "yep", "ok", "okay", "c", "confirm", "confirmed", "1")
    + ("si", "s", "confirmar", "confirmo", "confirmado", "confirmada")
)
NO = frozenset(("no", "n", "nope", "2"))


def meaning_of(text: str) -> str:
    """`yes`, `no`, `stop`, `start`, or `words` for what a person must read. Case, accents and marks do not count.

    Only a whole message of one such word counts ("Yes!", "Sí, gracias" with a courtesy): what says more is read.
    """
    bare = "".join(
        each for each in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(each)
    )
    words = [
        word
        for word in re.findall(r"[a-z0-9]+", bare)
        if word not in ("please", "thanks", "gracias", "por", "favor")
    ]
    said = "".join(words) if words == ["opt", "out"] else " ".join(words)
    for meaning, known in (("stop", STOPS), ("start", STARTS), ("yes", YES), ("no", NO)):
        if said in known:
            return meaning
    return "words"
