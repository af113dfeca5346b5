"""When a wait is long, and what may follow a state on the board."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.practice.frontdesk.api import Limits

EXPECTED = ("booked", "confirmed")
HERE = ("arrived", "roomed", "with_provider")
DONE = ("checked_out", "no_show", "cancelled")
#: The views of the board: which states each shows.
VIEWS: dict[str, tuple[str, ...]] = {
    "open": EXPECTED + HERE,
    "expected": EXPECTED,
    "here": HERE,
    "done": DONE,
    "all": EXPECTED + HERE + DONE,
}
#: Views that only a number on another page leads to: visits but canceled ones, late patients, one state.
LED_TO: dict[str, tuple[str, ...]] = {
    "visits": tuple(state for state in VIEWS["all"] if state != "cancelled"),
    "late": EXPECTED,
    **{state: (state,) for state in VIEWS["all"]},
}


def in_view(view: str, state: str, late: bool) -> bool:
    """Whether a visit belongs to a view."""
    return state in (VIEWS | LED_TO)[view] and (late or view != "late")


@dataclass(frozen=True)
class Step:
    """A button of the board: the state it brings and the word on it."""

    to: str
    label: str


#: The one step that usually comes next; arrival has its own page.
USUAL_STEP = {
    "arrived": Step("roomed", "Room"),
    "roomed": Step("with_provider", "Provider in"),
    "with_provider": Step("checked_out", "Check out"),
}


def wait_tone(limits: Limits, state: str, minutes: int) -> str:
    """ "" for a usual time in a state, "warn" for a long one, "bad" for too long, by a department's limits."""
    slow, bad = limits.get(state, (0, 0))
    if not slow or minutes < slow:
        return ""
    return "bad" if minutes >= bad else "warn"


def minutes_text(minutes: int) -> str:
    """Minutes as a board says them: "12 min", "1 h 05"."""
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d}"
