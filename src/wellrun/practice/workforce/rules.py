"""Small decisions about providers and their credentials, without the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wellrun.platform.ui.formatting import format_long_day

#: What must be on file before anybody is booked.
REQUIRED = ("license",)
#: What stops booking once it has lapsed, if it was ever on file.
STOPS_WHEN_LAPSED = ("license", "malpractice")

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida",
    "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa",
    "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland",
    "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri",
    "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah",
    "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin",
    "WY": "Wyoming",
}  # fmt: skip


@dataclass(frozen=True)
class Held:
    """A credential as the rules see it; `payer` is the payer's name for an enrollment."""

    kind: str
    starts_on: date
    expires_on: date | None
    state: str = ""
    payer: str = ""


def gap_sentence(name: str, held: Iterable[Held], on: date) -> str:
    """Why a provider may not work on a day by these credentials, "" when nothing stands in the way.

    A kind is in order when any credential of it is in force; otherwise the one that lapsed last is named.
    """
    by_kind: dict[str, list[Held]] = {}
    for credential in held:
        by_kind.setdefault(credential.kind, []).append(credential)
    for kind in STOPS_WHEN_LAPSED + ("payer enrollment",):
        known = by_kind.get(kind, [])
        if not known and kind in REQUIRED:
            return f"No {kind} of {name} is on file."
        if known and not any(_in_force(credential, on) for credential in known):
            return _lapse(name, kind, known, on)
    return ""


def _in_force(credential: Held, on: date) -> bool:
    return credential.starts_on <= on and (credential.expires_on is None or on <= credential.expires_on)


def _lapse(name: str, kind: str, known: list[Held], on: date) -> str:
    ended = [credential for credential in known if credential.expires_on and credential.expires_on < on]
    if ended:
        last = max(ended, key=lambda credential: credential.expires_on or on)
        assert last.expires_on is not None
        return f"{name}'s {_called(kind, last)} expired on {format_long_day(last.expires_on)}."
    first = min(known, key=lambda credential: credential.starts_on)
    return f"{name}'s {_called(kind, first)} begins on {format_long_day(first.starts_on)}."


def _called(kind: str, credential: Held) -> str:
    if kind == "license":
        return f"{STATES.get(credential.state, credential.state)} license".strip()
    if kind == "payer enrollment":
        return f"enrollment with {credential.payer or 'this payer'}"
    return f"{kind} policy" if kind == "malpractice" else kind
