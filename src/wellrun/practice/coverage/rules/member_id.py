"""Member ids: a small language for what they look like, which can be said in words and never runs away.

A pattern is a row of atoms, alternatives parted by `|`. An atom is a letter, a digit, `\\d`, or a class
such as `[A-Z]` or `[A-Z0-9]`, followed by nothing, `?`, `{n}` or `{m,n}`. That is a subset of regular expressions
without groups and without unbounded repetition, so that no pattern an office writes can hold up a page.
"""

from __future__ import annotations

import re

from wellrun.platform.access.refusals import Refused

LONGEST_ID = 30
_MOST_ATOMS = 15
_MOST_VARIABLE = 3
_ATOM = re.compile(r"(?P<what>\\d|\[[A-Z0-9-]{1,40}\]|[A-Z0-9])(?P<times>\?|\{\d{1,2}(?:,\d{1,2})?\})?")
#: The identifier on a Medicare card: eleven characters, letters but S, L, O, I, B and Z (CMS, "Understanding the
#: Medicare Beneficiary Identifier (MBI) format").
MEDICARE = (
    r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d{2}"
)


class PatternRefused(Refused):
    """The pattern is not one of the small language."""

    field = "member_id_pattern"
    sentence = (
        "Write letters, digits, \\d or classes such as [A-Z], each with ? or {n} or {m,n};"
        " for example [A-Z]{3}\\d{9}."
    )


def check_pattern(pattern: str) -> None:
    """Raise `PatternRefused` unless the pattern is empty or of the small language."""
    for alternative in pattern.split("|") if pattern else []:
        atoms = list(_ATOM.finditer(alternative))
        variable = [
            atom for atom in atoms if atom["times"] and (atom["times"] == "?" or "," in atom["times"])
        ]
        whole = "".join(atom.group() for atom in atoms) == alternative
        if not whole or not atoms or len(atoms) > _MOST_ATOMS or len(variable) > _MOST_VARIABLE:
            raise PatternRefused()
    try:
        re.compile(pattern)
    except re.error:
        raise PatternRefused() from None


def tidy(member_id: str) -> str:
    """A member id without the spaces and hyphens that cards print for reading, in capitals."""
    return re.sub(r"[\s-]", "", member_id).upper()


def fits(member_id: str, pattern: str) -> bool:
    """Whether a tidied member id is of the pattern; every id is of the empty one."""
    return not pattern or re.fullmatch(pattern, member_id) is not None


def in_words(pattern: str) -> str:
    """The pattern as one says it: "3 letters, then 9 digits"."""
    return ", or ".join(_alternative_in_words(each) for each in pattern.split("|"))


def _alternative_in_words(pattern: str) -> str:
    runs: list[tuple[str, int, int]] = []
    for atom in _ATOM.finditer(pattern):
        word, (least, most) = _word(atom["what"]), _times(atom["times"])
        if runs and runs[-1][0] == word and word in ("letter", "digit", "letter or digit"):
            word, low, high = runs.pop()
            least, most = least + low, most + high
        runs.append((word, least, most))
    return ", then ".join(_run(*run) for run in runs)


def _word(what: str) -> str:
    if what in (r"\d", "[0-9]", "[1-9]"):
        return "digit"
    if what.startswith("["):
        digits, letters = re.search(r"\d", what), re.search(r"[A-Z]", what)
        return "letter or digit" if digits and letters else "letter" if letters else "digit"
    return f"“{what}”"


def _times(times: str | None) -> tuple[int, int]:
    if not times:
        return 1, 1
    if times == "?":
        return 0, 1
    least, _, most = times.strip("{}").partition(",")
    return int(least), int(most or least)


def _run(word: str, least: int, most: int) -> str:
    if word.startswith("“"):
        return (
            word
            if (least, most) == (1, 1)
            else f"{word} at most once"
            if most == 1
            else f"{most} times {word}"
        )
    number = str(most) if least == most else f"{least} to {most}"
    plural = {"letter": "letters", "digit": "digits", "letter or digit": "letters or digits"}[word]
    return f"{number} {word if most == 1 and least == most else plural}"
