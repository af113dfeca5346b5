"""A finding: one thing wrong in an X12 file, where it stands and what a person should know about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(slots=True)
class Finding:
    """One fault, placed.

    `snip` is the WEDI SNIP type (1 syntax, 2 guide, 3 balance, 4 between segments, 5 code sets); `code` is a
    stable dotted name to program against; `sentence` is for people. Positions count segments from 1:
    `segment_position` in the whole file, `position_in_transaction` with ST as 1 (0 outside a transaction).
    `element` and `component` count from 1, or are None when the segment as a whole is meant. `value` is the
    text found at fault, `loop` the guide's loop number where known, `transaction` the control number ST02.
    """

    severity: Severity
    snip: int
    code: str
    sentence: str
    segment_position: int = 0
    segment_id: str = ""
    element: int | None = None
    loop: str = ""
    transaction: str = ""
    component: int | None = None
    value: str = ""
    position_in_transaction: int = 0
    group: str = ""
    interchange: str = ""

    @property
    def place(self) -> str:
        """Where the fault stands, in short: `segment 14, CLM02 (2300)`."""
        words = f"segment {self.segment_position}"
        if self.segment_id:
            words += f", {self.segment_id}"
            if self.element is not None:
                words += f"{self.element:02d}"
            if self.component is not None:
                words += f"-{self.component}"
        return f"{words} ({self.loop})" if self.loop else words
