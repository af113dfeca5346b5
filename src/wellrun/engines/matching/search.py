"""What a registry indexes for a person, and what a text typed by the front desk asks of that index.

Tokens are short texts with a prefix that says their kind: `n:` a word of a name, `s:` and `x:` how it
sounds, `d:` the word with one letter left out (so that a slip of one letter still meets), `b:` birth date,
`p:` telephone number and its last seven and four digits, `c:` chart number, `m:` member id. Equality of
tokens is all an index must offer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from wellrun.engines.matching.birth_dates import birth_dates, find_dates
from wellrun.engines.matching.names import id_key, name_key, name_parts, phone_digits, plain, sound_key
from wellrun.engines.matching.nicknames import forms_of
from wellrun.engines.matching.person import Person

_PHONE = re.compile(
    r"""(?x)(?<![\w/-])(?:
      (?:\+?1[-.\ ]*)?(?:\(\d{3}\)[-.\ ]*|\d{3}[-.\ ]+)\d{3}[-.\ ]*\d{4}
    | \d{3}-\d{4}
    )(?![\w/-])"""
)
_LABEL = re.compile(r"(?i)\b(?:chart|mrn|acct|account|dob|born|phone|tel|cell)\b\s*(?:no\.?)?\s*[:#]?\s*")
SLIP_LENGTH = 4


@dataclass(frozen=True, slots=True)
class QueryPart:
    """One thing that was typed. `kinds` says what it may be ('phone', 'birth_date', 'chart', 'member',
    'name'), the likeliest first. A person answers it who has any of `tokens`, or a token that begins with
    `prefix`."""

    text: str
    kinds: tuple[str, ...]
    tokens: frozenset[str]
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, part by part; a person answers the query who answers every part."""

    parts: tuple[QueryPart, ...]

    @property
    def kind(self) -> str:
        """The likeliest kind of the parts if they agree, 'mixed' if not, 'nothing' for an empty text."""
        kinds = {part.kinds[0] for part in self.parts}
        return kinds.pop() if len(kinds) == 1 else ("mixed" if kinds else "nothing")

    def answered_by(self, tokens: Iterable[str]) -> bool:
        """Does a person with these tokens answer every part? An empty query is answered by nobody."""
        return self.closeness(tokens) > 0

    def closeness(self, tokens: Iterable[str]) -> int:
        """How well a person with these tokens answers, for ordering what was found: 0 when some part is not
        answered, else for each part 4 as typed, 3 a familiar form or a beginning, 2 a slip, 1 a like
        sound."""
        held = frozenset(tokens)
        found = [_closeness(part, held) for part in self.parts]
        return sum(found) if all(found) else 0


def _closeness(part: QueryPart, held: frozenset[str]) -> int:
    hits = part.tokens & held
    if f"n:{part.text}" in hits or any(token[0] in "bpcm" for token in hits):
        return 4
    if any(token.startswith("n:") for token in hits):
        return 3
    if part.prefix and any(token.startswith(part.prefix) for token in held):
        return 3
    if any(token.startswith("d:") for token in hits):
        return 2
    return 1 if hits else 0


def search_tokens(person: Person) -> frozenset[str]:
    """Every token under which a person is found."""
    tokens: set[str] = set()
    for name in (person.first, person.middle, person.last, *person.former_lasts):
        for word in {*name_parts(name), name_key(name)} - {""}:
            tokens |= _word_tokens(word)
    if person.born_on:
        tokens.add(f"b:{person.born_on.isoformat()}")
    for phone in person.phones:
        tokens |= _phone_tokens(phone_digits(phone))
    if id_key(person.chart_number):
        tokens.add(f"c:{_unpadded(id_key(person.chart_number))}")
    tokens |= {f"m:{id_key(number)}" for number in person.member_ids if id_key(number)}
    return frozenset(tokens)


def query_tokens(text: str) -> Query:
    """What a typed text asks for. Telephone numbers and birth dates in any United States form are recognized
    ("(614) 555-0100", "4/7/1962", "040762", "Apr 7, 1962"); bare digits may be several things at once; the
    rest are names, tolerant of spelling and of familiar forms, or chart and member numbers where there is a
    digit."""
    text = _LABEL.sub(" ", text)
    parts: list[QueryPart] = []
    for written, dates in find_dates(text):
        parts.append(QueryPart(written, ("birth_date",), _date_tokens(dates)))
        text = text.replace(written, " , ", 1)
    for found in _PHONE.findall(text):
        parts.append(QueryPart(found.strip(), ("phone",), frozenset({f"p:{phone_digits(found)}"})))
        text = text.replace(found, " , ", 1)
    words = [word for piece in re.split(r"[,;\s]+", text) if (word := piece.strip("()\"'"))]
    parts += [part for word in words for part in _word_part(word)]
    return Query(tuple(parts))


def _word_part(word: str) -> Iterator[QueryPart]:
    if not re.search(r"\d", word):
        for name in name_parts(word):
            tokens = {f"n:{form}" for form in forms_of(name)} | _word_tokens(name)
            yield QueryPart(name, ("name",), frozenset(tokens), f"n:{name}")
        return
    key = id_key(word)
    if not key:
        return
    kinds, tokens = [], {f"c:{_unpadded(key)}", f"m:{key}"}
    digits = phone_digits(word) if plain(word).replace(" ", "").isdigit() else ""
    if len(digits) == 4 or (len(digits) in (7, 10) and digits[0] not in "01" and "#" not in word):
        tokens.add(f"p:{digits}")
        kinds.append("phone")
    dates = birth_dates(word)
    if dates:
        tokens |= _date_tokens(dates)
        kinds.append("birth_date")
    likeliest = [] if kinds == ["phone"] and len(digits) == 4 else list(kinds)
    rest = [kind for kind in kinds if kind not in likeliest]
    yield QueryPart(word, (*likeliest, "chart", *rest, "member"), frozenset(tokens))


def _word_tokens(word: str) -> set[str]:
    tokens = {f"n:{word}"}
    metaphone, _, soundex = sound_key(word).partition(":")
    if len(word) > 2 and metaphone:
        tokens |= {f"s:{metaphone}", f"x:{soundex}"}
    if len(word) >= SLIP_LENGTH:
        tokens |= {f"d:{word[:at]}{word[at + 1 :]}" for at in range(len(word))} | {f"d:{word}"}
    return tokens


def _phone_tokens(digits: str) -> set[str]:
    return {f"p:{digits[-length:]}" for length in (4, 7, 10) if len(digits) >= max(length, 7)}


def _date_tokens(dates: tuple[date, ...]) -> frozenset[str]:
    return frozenset(f"b:{day.isoformat()}" for day in dates)


def _unpadded(key: str) -> str:
    return key.lstrip("0") or "0"
