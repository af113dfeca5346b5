"""Which state a ZIP code belongs to, by its first three digits and the few places that differ from them.

Source: the prefixes the United States Postal Service assigns (Domestic Mail Manual, labeling list L002, and
Publication 28 for the codes of states, possessions and military mail), written down by us; a prefix not in use belongs
to nobody. A ZIP code whose carriers cross a border has the state of its post office, as in the Postal Service's own
city and state file.
"""

from __future__ import annotations

#: Ranges of prefixes, both ends included, by state.
_PREFIXES = """
AA 340; AE 090-098; AP 962-966; AS 96799; GU 9691-9693; MP 9695; PR 006-007 009; VI 008
FM 9694; MH 9696-9697; PW 96939-96940
AK 995-999; AL 350-352 354-369; AR 716-729; AZ 850-853 855-857 859-860 863-865; CA 900-908 910-928 930-961
CO 800-816; CT 060-069; DC 200 202-205 569; DE 197-199; FL 320-339 341-342 344 346-347 349; GA 300-319 398-399
HI 967-968; IA 500-516 520-528; ID 832-838; IL 600-620 622-629; IN 460-479; KS 660-662 664-679; KY 400-418 420-427
LA 700-701 703-708 710-714; MA 010-027 05501 05544; MD 206-212 214-219 20588; ME 039-049; MI 480-499
MN 550-551 553-567; MO 630-631 633-641 644-658; MS 386-397; MT 590-599; NC 270-289; ND 580-588; NE 680-681 683-693
NH 030-038; NJ 070-089; NM 870-871 873-875 877-884; NV 889-891 893-895 897-898; NY 005 100-149 06390; OH 430-459
OK 730-731 734-741 743-749; OR 970-979; PA 150-196; RI 028-029; SC 290-299; SD 570-577; TN 370-385
TX 733 750-770 772-799 885 73960; UT 840-847; VA 201 220-246 20041 20598; VT 050-054 056-059; WA 980-986 988-994
WI 530-532 534-535 537-549; WV 247-268; WY 820-831 83414
"""


def _spread() -> dict[str, str]:
    states: dict[str, str] = {}
    for entry in _PREFIXES.replace("\n", ";").split(";"):
        state, *ranges = entry.split() or [""]
        for prefix in ranges:
            first, _, last = prefix.partition("-")
            for number in range(int(first), int(last or first) + 1):
                states[f"{number:0{len(first)}d}"] = state
    return states


_STATES = _spread()


def state_of_zip(zip_code: str) -> str:
    """The two-letter code of the state a ZIP code of at least five digits belongs to; "" when none has it."""
    if len(zip_code) < 5:
        return ""
    return _STATES.get(zip_code[:5]) or _STATES.get(zip_code[:4]) or _STATES.get(zip_code[:3], "")


def zip_in_state(zip_code: str, state: str) -> bool:
    """Does the ZIP code, of five or nine digits without a hyphen, belong to the state?"""
    return bool(state) and state_of_zip(zip_code) == state
