"""What the rules need to know of modifiers: their form, which of them price and which only inform.

Bare codes in our own grouping; no list is shipped and nothing is described. Codes of two digits, and a digit with a P
in either order, are the American Medical Association's; the others are CMS's (HCPCS level II). Grouping after the
Medicare Claims Processing Manual, chapters 12 and 23, and the payment modifiers Medicare contractors publish.
"""

from __future__ import annotations

import re

_CPT_CODES = """
    22 23 24 25 26 27 32 33 47 50 51 52 53 54 55 56 57 58 59 62 63 66 73 74 76 77 78 79 80 81 82 90 91 92 93 95 96 97 99
    1P 2P 3P 8P P1 P2 P3 P4 P5 P6
"""
_OF_CPT = frozenset(_CPT_CODES.split())
_LEVEL_TWO = re.compile(r"[A-Z][A-Z0-9]")
#: The price, the global period, or whether two services of a day are both paid hangs on these.
_PRICING_CODES = """
    22 24 25 26 50 51 52 53 54 55 56 57 58 59 62 66 73 74 76 77 78 79 80 81 82 91
    AA AD AS QK QX QY QZ TC XE XP XS XU
"""
_PRICING = frozenset(_PRICING_CODES.split())
#: Where on the body, by which medium, under which notice: these only tell.
_INFORMING_CODES = """
    LT RT E1 E2 E3 E4 FA F1 F2 F3 F4 F5 F6 F7 F8 F9 TA T1 T2 T3 T4 T5 T6 T7 T8 T9 LC LD LM RC RI
    93 95 GT GQ GA GX GY GZ KX 32 96 97
"""
_INFORMING = frozenset(_INFORMING_CODES.split())


def modifier_form(code: str) -> bool:
    """May the text be a modifier: one of CPT's, or two capital letters, or a letter and a digit?"""
    return code in _OF_CPT or _LEVEL_TWO.fullmatch(code) is not None


def modifier_of_cpt(code: str) -> bool:
    """Is the modifier one of the American Medical Association's, which CMS's file does not have?"""
    return code in _OF_CPT


def modifier_prices(code: str) -> bool:
    """Does the price or the payment hang on the modifier, so that it belongs before those that only inform?"""
    return code in _PRICING


def modifier_informs(code: str) -> bool:
    """Does the modifier only inform? One that is in neither group is left where it stands."""
    return code in _INFORMING
