"""How a grammar is written down, and the rules it is read into.

A line is a segment: id, usage (R required, S situational), most repeats (0 without limit), then its elements
by data element number. `!` after a number makes the element required, `=A,B` lists its codes, `*n` allows n
repetitions (0 without limit), `-` is an element the guide does not use, parentheses hold a composite. After a
second bar stand the syntax notes (P0304: both or neither; C0304: the first needs the second; R: at least one;
E: at most one; L: the first needs one of the rest). `@2300 S 100 claim` opens a loop, whose lines are
indented under it; its first segment is the one that starts it. `&` puts a line at the same place as the one
before, in any order with it. `USE 2300` stands for a loop written elsewhere; `$name` for a piece of text; `+`
continues.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .dictionary import ELEMENTS

PIECES = {
    "$city": "19! 156 116 26 - - 1715 | E0207 C0605 C0704",
    "$numbers": "365=EM,EX,FX,TE,UR 364 365=EM,EX,FX,TE,UR 364 | P0304 P0506 P0708",
    "$reasons": "1034! 782!" + " 380 1034 782" * 5 + " 380"
    " | L050607 C0605 C0705 L080910 C0908 C1008 L111213 C1211 C1311 L141516 C1514 C1614 L171819 C1817 C1917",
    "$modifiers": "1339 1339 1339 1339",
    "$diagnoses": " ".join(["(1270!=ABF,BF 1271!)"] * 11),
    "$conditions": " ".join(["(1270!=BG 1271!)"] * 11),
    "$treatments": " ".join(["(1270!=TQ 1271!)"] * 11),
}
_WORD = re.compile(r"\(|\)[!*0-9]*|[^\s()]+")
_ELEMENT = re.compile(r"(\d+)(!?)(?:=([^*]*))?(?:\*(\d+))?\Z")


@dataclass(slots=True, eq=False)
class ElementRule:
    """One element or component: `number` in the data element dictionary, its type and lengths, its codes."""

    number: str
    required: bool
    kind: str = "AN"
    shortest: int = 1
    longest: int = 80
    codes: frozenset[str] | None = None
    repeats: int = 1
    parts: tuple[ElementRule | None, ...] = ()


@dataclass(slots=True, eq=False)
class SegmentRule:
    """One segment at its place in a loop. `key` tells which element's codes tell it from others of its id."""

    id: str
    required: bool
    limit: int
    place: int
    elements: tuple[ElementRule | None, ...] = ()
    notes: tuple[tuple[str, tuple[int, ...]], ...] = ()
    key: tuple[int, bool, frozenset[str]] | None = None


@dataclass(slots=True, eq=False)
class LoopRule:
    """One loop: its children in order, of which the first is the segment that opens it."""

    id: str
    title: str
    required: bool
    limit: int
    place: int
    children: list[SegmentRule | LoopRule] = field(default_factory=list)

    @property
    def opening(self) -> SegmentRule:
        """The segment that starts the loop."""
        first = self.children[0]
        return first if isinstance(first, SegmentRule) else first.opening


def parse_grammar(text: str, parts: dict[str, str]) -> LoopRule:
    """The root loop of a transaction written in the notation; `parts` are the texts that USE names."""
    dictionary = _dictionary()
    root = LoopRule("", "transaction", True, 1, 0)
    _fill(root, text, parts, dictionary)
    _set_keys(root)
    return root


def _dictionary() -> dict[str, tuple[str, int, int]]:
    entries = {}
    for entry in ELEMENTS.replace("\n", " ").split(";"):
        number, kind, shortest, longest = entry.split()
        entries[number] = (kind, int(shortest), int(longest))
    return entries


def _fill(
    root: LoopRule, text: str, parts: dict[str, str], dictionary: dict[str, tuple[str, int, int]]
) -> None:
    open_loops = [(-1, root)]
    for line in re.sub(r"\n\s*\+ ", " ", text).splitlines():
        depth = len(line) - len(line.lstrip())
        while open_loops[-1][0] >= depth:
            open_loops.pop()
        parent = open_loops[-1][1]
        words = line.strip()
        beside = words.startswith("& ")
        place = parent.children[-1].place + (not beside) if parent.children else 0
        words = words.removeprefix("& ")
        if words.startswith("USE "):
            before = len(parent.children)
            _fill(parent, parts[words[4:]], parts, dictionary)
            for child in parent.children[before:]:
                child.place = place
        elif words.startswith("@"):
            name, usage, limit, title = (words[1:] + " ").split(" ", 3)
            loop = LoopRule(name, title.strip(), usage == "R", int(limit), place)
            parent.children.append(loop)
            open_loops.append((depth, loop))
        else:
            parent.children.append(_segment(words, place, dictionary))


def _segment(words: str, place: int, dictionary: dict[str, tuple[str, int, int]]) -> SegmentRule:
    for name, piece in PIECES.items():
        words = words.replace(name, piece)
    head, elements, *notes = words.split("|")
    tag, usage, limit = head.split()
    rules = _elements(_WORD.findall(elements), dictionary)
    read = [
        (note[0], tuple(int(pair) for pair in re.findall(r"\d\d", note))) for note in " ".join(notes).split()
    ]
    return SegmentRule(tag, usage == "R", int(limit), place, tuple(rules), tuple(read))


def _elements(words: list[str], dictionary: dict[str, tuple[str, int, int]]) -> list[ElementRule | None]:
    rules: list[ElementRule | None] = []
    while words:
        word = words.pop(0)
        if word == "(":
            parts = tuple(_elements(words, dictionary))
            end = words.pop(0)
            repeats = int(end.partition("*")[2] or 1)
            rules.append(ElementRule("", "!" in end, repeats=repeats, parts=parts))
        elif word.startswith(")"):
            words.insert(0, word)
            return rules
        elif word == "-":
            rules.append(None)
        else:
            rules.append(_element(word, dictionary))
    return rules


def _element(word: str, dictionary: dict[str, tuple[str, int, int]]) -> ElementRule:
    match = _ELEMENT.match(word)
    if match is None:
        raise ValueError(f"'{word}' is not an element of the grammar notation")
    number, required, codes, repeats = match.groups()
    kind, shortest, longest = dictionary[number]
    listed = frozenset(codes.split(",")) if codes else None
    return ElementRule(number, bool(required), kind, shortest, longest, listed, int(repeats or 1))


def _set_keys(root: LoopRule) -> None:
    """Give a key to each segment that shares its id with one of other codes in the same transaction."""
    every: dict[str, list[SegmentRule]] = {}
    _collect(root, every)
    for tag, rules in every.items():
        keys = [_key(tag, rule) for rule in rules]
        if len(set(keys)) > 1:
            for rule, key in zip(rules, keys, strict=True):
                rule.key = key


def _collect(loop: LoopRule, every: dict[str, list[SegmentRule]]) -> None:
    for child in loop.children:
        if isinstance(child, LoopRule):
            _collect(child, every)
        else:
            every.setdefault(child.id, []).append(child)


def _key(tag: str, rule: SegmentRule) -> tuple[int, bool, frozenset[str]] | None:
    number = 3 if tag == "HL" else 1
    element = rule.elements[number - 1] if len(rule.elements) >= number else None
    if element is None:
        return None
    if element.parts and element.parts[0] is not None and element.parts[0].codes:
        return number, True, element.parts[0].codes
    return (number, False, element.codes) if element.codes else None
