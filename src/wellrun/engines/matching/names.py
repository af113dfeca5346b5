"""Names, telephone numbers, addresses and ids reduced to what two spellings of them share."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import jellyfish

SUFFIXES = {
    "jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr",
    "2nd": "ii", "ii": "ii", "3rd": "iii", "iii": "iii", "4th": "iv", "iv": "iv",
}  # fmt: skip
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "md", "phd", "rn", "esq"])
_SPECIAL = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_STREET_WORDS = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "lane": "ln",
    "court": "ct", "boulevard": "blvd", "place": "pl", "circle": "cir", "highway": "hwy",
    "parkway": "pkwy", "terrace": "ter", "apartment": "apt", "unit": "apt", "suite": "ste",
    "north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw",
    "southeast": "se", "southwest": "sw",
}  # fmt: skip


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Lower case without accents; apostrophes and points vanish, every other sign becomes one space."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = re.sub(r"['’‘`´.]", "", text)
    return " ".join(re.sub(r"[^\w]|_", " ", text).split())


def name_parts(name: str) -> tuple[str, ...]:
    """The words of a name, normalized, without titles and generational suffixes: "O'Neil-Núñez, Jr." gives
    ('oneil', 'nunez'). A name that is nothing but such words keeps them."""
    words = plain(name).split()
    kept = tuple(word for word in words if word not in SUFFIXES and word not in _TITLES)
    return kept or tuple(words)


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """The letters of a name run together, for equality: hyphen, space and none are the same ("Mc Donald")."""
    return "".join(name_parts(name))


def suffix_of(*names: str) -> str:
    """The generational suffix (jr, sr, ii, iii, iv) found in any of the names, or the empty text."""
    for name in names:
        for word in plain(name).split():
            if word in SUFFIXES:
                return SUFFIXES[word]
    return ""


@lru_cache(maxsize=65536)
def sound_key(name: str) -> str:
    """How a name sounds, coarsely: Metaphone of its letters, and Soundex after a colon. Empty for no letters.

    Two names are taken to sound alike when either half agrees (see `sounds_alike`).
    """
    letters = "".join(char for char in name_key(name) if char.isascii() and char.isalpha())
    return f"{jellyfish.metaphone(letters)}:{jellyfish.soundex(letters)}" if letters else ""


def sounds_alike(left: str, right: str) -> bool:
    """Do two names share their Metaphone or their Soundex key?"""
    a, b = sound_key(left), sound_key(right)
    if not a or not b:
        return False
    return any(x == y and x for x, y in zip(a.split(":"), b.split(":"), strict=True))


def phone_digits(phone: str) -> str:
    """The ten digits of a United States telephone number, without country code and extension, or what digits
    there are when they are not ten; a number of one repeated digit is no number."""
    core = re.split(r"(?i)\b(?:ext|x)\b|x(?=\d+$)|#", phone)[0]
    digits = re.sub(r"\D", "", core)
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    return "" if len(set(digits)) <= 1 else digits


def street_key(street: str) -> str:
    """A street address with its usual words shortened: "12 North Main Street, Apt. 4" is "12 n main st apt
    4".
    """
    return " ".join(_STREET_WORDS.get(word, word) for word in plain(street.replace("#", " apt ")).split())


def id_key(text: str) -> str:
    """Letters and digits only, upper case: member ids, chart numbers, tokens."""
    return re.sub(r"[^0-9A-Za-z]", "", text).upper()
