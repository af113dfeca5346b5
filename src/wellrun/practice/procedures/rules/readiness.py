"""Readiness, decided: what belongs to a case, when it is due, whether its evidence holds, and the score.

The template is what practices do (booking sheet, pre-certification, clearances, consents, packet, deposit). The age
of a history and physical is that of 42 CFR 482.22(c)(5): no more than 30 days before admission.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

from wellrun.platform.access.matrix import Role
from wellrun.platform.ui.formatting import format_day

#: Days before the case on which the gates stand.
GATES = (7, 3)


@dataclass(frozen=True)
class Line:
    """One line of a template. `days_before` are business days; `valid_days` the age that evidence may have."""

    key: str
    name: str
    role: Role
    days_before: int
    needs: tuple[str, ...] = ()
    evidence: str = "note"
    applies: str = "always"
    valid_days: int | None = None
    weight: int = 1
    blocks: bool = True


_COORDINATOR, _ASSISTANT, _DESK = Role.SURGICAL_COORDINATOR, Role.CLINICAL_ASSISTANT, Role.MEDICAL_SECRETARY
DEFAULT_TEMPLATE = (
    Line("authorization", "Authorization by the insurer", _COORDINATOR, 10, (), "authorization", "covered", None, 3),
    Line("clearance", "Clearance by the patient's physicians", _COORDINATOR, 10, (), "document", "anesthesia", 90, 2),
    Line("labs", "Laboratory and ECG", _ASSISTANT, 7, (), "document", "anesthesia", 30, 2),
    Line("history", "History and physical", _ASSISTANT, 7, (), "document", "always", 30, 3),
    Line("consent", "Consents signed", _ASSISTANT, 7, (), "document", "always", None, 2),
    Line("implants", "Representative told of the implants", _COORDINATOR, 7, (), "note", "implants"),
    Line("deposit", "Deposit or estimate agreed", _DESK, 5, (), "note", "covered", None, 1, False),
    Line("packet", "Packet sent to the hospital", _COORDINATOR, 4, ("history", "consent"), "note", "always", None, 2),
    Line("call", "Patient called with time and instructions", _DESK, 2, ("packet",), "note"),
)  # fmt: skip


@cache
def _closed(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("US", years=year))


def is_business_day(on: date) -> bool:
    """Monday to Friday, federal holidays excepted."""
    return on.weekday() < 5 and on not in _closed(on.year)


def due_day(case_on: date, days_before: int) -> date:
    """The business day so many business days before the day of a case; with 0 the last one on or before it."""
    on = case_on
    while not is_business_day(on):
        on -= timedelta(days=1)
    for _ in range(days_before):
        on -= timedelta(days=1)
        while not is_business_day(on):
            on -= timedelta(days=1)
    return on


@dataclass(frozen=True)
class Shown:
    """What was brought as evidence. An authorization is valid on [valid_from, valid_to], both included."""

    kind: str
    evidence_on: date | None = None
    valid_days: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    units: int | None = None


def why_invalid(shown: Shown, *, case_on: date | None, units: int) -> str:
    """Why evidence does not hold for a case on a day, as a sentence; "" when it does, or no day is set."""
    if shown.kind == "authorization":
        if shown.units is not None and shown.units < units:
            return f"The authorization is for {shown.units} of {units} units."
        if case_on and shown.valid_from and case_on < shown.valid_from:
            return f"The authorization begins on {format_day(shown.valid_from)}, after the case."
        if case_on and shown.valid_to and case_on > shown.valid_to:
            return f"The authorization ends on {format_day(shown.valid_to)}, before the case."
    if case_on and shown.evidence_on:
        if shown.evidence_on > case_on:
            return f"It is of {format_day(shown.evidence_on)}, after the case."
        age = (case_on - shown.evidence_on).days
        if shown.valid_days is not None and age > shown.valid_days:
            return (
                f"It will be {age} days old on the day of the case; at most {shown.valid_days} are allowed."
            )
    return ""


def score_of(items: Iterable[tuple[str, int]]) -> int:
    """Readiness in percent by weight, of (state, weight); what is waived does not count, nothing to do is 100."""
    counted = [(state, weight) for state, weight in items if state != "waived"]
    whole = sum(weight for _, weight in counted)
    return sum(weight for state, weight in counted if state == "done") * 100 // whole if whole else 100


def failed_gate(
    *, case_on: date | None, today: date, score: int, wanted: Sequence[tuple[int, int]]
) -> int | None:
    """The nearest gate (its days before) that a case has reached below the wanted score; None when it is well.

    `wanted` are (days before, score). A case of yesterday has no gate any more.
    """
    if case_on is None or case_on < today:
        return None
    left = (case_on - today).days
    failed = [days for days, least in wanted if left <= days and score < least]
    return min(failed) if failed else None


def open_needs(needs: Collection[str], settled: Collection[str], known: Collection[str]) -> list[str]:
    """What must be done first and is not; what a case does not have is no hindrance."""
    return [key for key in needs if key in known and key not in settled]
