"""The HL segments of a transaction: numbered in order, each under an open parent of the right level,
truthful.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..scanner import Scanner


@dataclass(slots=True)
class _Level:
    number: str
    level: str
    told: str
    children: int = 0


class HierarchyChecker:
    """Follows the HLs of one transaction holding only the ancestors of the current one."""

    def __init__(self, scanner: Scanner, levels: dict[str, str]) -> None:
        self._scanner = scanner
        self._levels = levels
        self._path: list[_Level] = []
        self._count = 0

    def step(self, elements: list[str]) -> None:
        """Take the next HL."""
        number, parent, level, told = (elements[1:] + ["", "", "", ""])[:4]
        self._count += 1
        if number != str(self._count):
            self._fault(
                "hierarchy.number",
                f"HL01 is '{number[:12]}', but this is HL number {self._count}.",
                1,
                number,
            )
        while self._path and self._path[-1].number != parent:
            self._leave(self._path.pop())
        if parent and not self._path:
            self._fault(
                "hierarchy.parent", f"HL02 '{parent[:12]}' is not an HL this one can stand under.", 2, parent
            )
        wanted = self._levels.get(level)
        above = self._path[-1].level if self._path else ""
        if wanted is not None and parent != "" and self._path and above != wanted:
            self._fault(
                "hierarchy.parent",
                f"A level {level} stands under {wanted or 'nothing'}, not under {above}.",
                2,
                parent,
            )
        elif wanted and not parent:
            self._fault("hierarchy.parent", f"A level {level} must stand under a level {wanted}.", 2, parent)
        if self._path:
            self._path[-1].children += 1
        self._path.append(_Level(number, level, told))

    def finish(self) -> None:
        """Judge what is still open at the end of the transaction."""
        while self._path:
            self._leave(self._path.pop())

    def _leave(self, left: _Level) -> None:
        if left.told == "1" and not left.children:
            self._fault(
                "hierarchy.children", f"HL {left.number} says that it has children, but has none.", 4, "1"
            )
        elif left.told == "0" and left.children:
            self._fault(
                "hierarchy.children", f"HL {left.number} says that it has no children, but has.", 4, "0"
            )

    def _fault(self, code: str, sentence: str, element: int, value: str) -> None:
        self._scanner.report("error", 1, code, sentence, "HL", element, value)
