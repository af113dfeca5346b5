"""What a person has typed before it is posted: drafts, and the gaps found in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class LineDraft:
    """One charge as typed. `pointers` are 1-based positions in the draft's diagnoses, weightiest first."""

    code: str
    modifiers: Sequence[str] = ()
    units: int = 1
    pointers: Sequence[int] = ()


@dataclass(frozen=True)
class ChargeDraft:
    """The charges of an encounter as typed. An empty place of service means that of the site."""

    diagnoses: Sequence[str] = ()
    lines: Sequence[LineDraft] = field(default_factory=tuple)
    place_of_service: str = ""


@dataclass(frozen=True)
class Gap:
    """Something missing or wrong. `field` is like `diagnoses.0` or `lines.2.modifiers` (0-based places).

    A gap that does not `block` is worth knowing and may be posted over.
    """

    field: str
    sentence: str
    blocks: bool = True
