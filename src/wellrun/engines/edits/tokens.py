"""The words of the rule language, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["word", "number", "text", "sign", "end"]

_PATTERN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<word>[A-Za-z_]\w*)
      | (?P<text>"[^"\n]*"|'[^'\n]*')
      | (?P<sign><=|>=|!=|[-+*=<>()\[\],.:])""",
    re.VERBOSE,
)


class RuleSyntaxError(ValueError):
    """A rule's text is not in the language. `position` counts characters from 0; the message shows the
    place.
    """

    def __init__(self, said: str, source: str, position: int) -> None:
        self.said, self.source, self.position = said, source, position
        self.line = source.count("\n", 0, position) + 1
        line_start = source.rfind("\n", 0, position) + 1
        self.column = position - line_start + 1
        shown = source[line_start:].split("\n", 1)[0]
        super().__init__(
            f"{said} (line {self.line}, column {self.column})\n  {shown}\n  {' ' * (self.column - 1)}^"
        )


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, text or sign, and the position of its first character."""

    kind: TokenKind
    value: str
    position: int


def tokenize(source: str) -> list[Token]:
    """The tokens of an expression, ending with one of kind `end`. Comments run from `#` to the line's end."""
    tokens: list[Token] = []
    position = 0
    while position < len(source):
        found = _PATTERN.match(source, position)
        if found is None:
            quote = source[position] in "\"'"
            said = "This text has no closing quote" if quote else f"{source[position]!r} has no meaning here"
            raise RuleSyntaxError(said, source, position)
        kind, value = found.lastgroup, found.group()
        if kind == "text":
            tokens.append(Token("text", value[1:-1], position))
        elif kind == "number":
            tokens.append(Token("number", value, position))
        elif kind == "word":
            tokens.append(Token("word", value, position))
        elif kind == "sign":
            tokens.append(Token("sign", value, position))
        position = found.end()
    tokens.append(Token("end", "", len(source)))
    return tokens
