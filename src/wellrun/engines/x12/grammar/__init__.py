"""Grammars as data: which loops, segments and elements each guide allows, and how often.

A grammar for another transaction is another text in the notation of `notation` and a line in `GUIDES`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from . import acknowledgement_999, claim_837p, claim_acknowledgement_277, line_837p, remittance_835
from .notation import ElementRule, LoopRule, SegmentRule, parse_grammar

__all__ = ["GUIDES", "ElementRule", "Guide", "LoopRule", "SegmentRule", "find_guide", "load_grammar"]


@dataclass(frozen=True)
class Guide:
    """One implementation guide: its identifiers, the loops it is made of, and which HL level stands under
    which.
    """

    transaction_set: str
    versions: tuple[str, ...]
    text: str
    parts: dict[str, str] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)


GUIDES = (
    Guide(
        "837", ("005010X222A1", "005010X222A2", "005010X222"), claim_837p.TRANSACTION,
        {"2300": claim_837p.CLAIM, "2400": line_837p.LINE}, {"20": "", "22": "20", "23": "22"},
    ),
    Guide("835", ("005010X221A1", "005010X221"), remittance_835.TRANSACTION),
    Guide("999", ("005010X231A1", "005010X231"), acknowledgement_999.TRANSACTION),
    Guide(
        "277", ("005010X214", "005010X214E1", "005010X214E2"), claim_acknowledgement_277.TRANSACTION,
        levels={"20": "", "21": "20", "19": "21", "PT": "19"},
    ),
)  # fmt: skip


def find_guide(transaction_set: str, version: str) -> Guide | None:
    """The guide for ST01 and ST03 (or GS08), or None where no grammar of that guide is known."""
    for guide in GUIDES:
        if guide.transaction_set == transaction_set and version in guide.versions:
            return guide
    return None


@cache
def load_grammar(transaction_set: str, version: str) -> LoopRule | None:
    """The root loop for ST01 and ST03 (or GS08), read once; None where no grammar of that guide is known."""
    guide = find_guide(transaction_set, version)
    return parse_grammar(guide.text, guide.parts) if guide is not None else None
