"""Birth dates as Americans write them."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_WRITTEN = re.compile(
    rf"""(?ix)(?<![\w/.-])(?:
      (?P<y1>\d{{4}})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})
    | (?P<m2>\d{{1,2}})[-/.](?P<d2>\d{{1,2}})[-/.](?P<y2>\d{{4}}|\d{{2}})
    | (?P<m3>{_MONTH})\s*(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(?P<y3>\d{{4}}|\d{{2}})
    | (?P<d4>\d{{1,2}})[\s-]*(?P<m4>{_MONTH})[\s,-]*(?P<y4>\d{{4}}|\d{{2}})
    )(?![\w/-])"""
)


def find_dates(text: str) -> list[tuple[str, tuple[date, ...]]]:
    """Every date written with signs or a month's name in a text, as (what stands there, the days it may
    mean).
    """
    found = []
    for match in _WRITTEN.finditer(text):
        for form in "1234":
            if match[f"y{form}"]:
                days = _days(match[f"y{form}"], match[f"m{form}"], match[f"d{form}"])
                if days:
                    found.append((match.group(), days))
    return found


def birth_dates(text: str) -> tuple[date, ...]:
    """The days a text that is nothing but a date may mean; empty when it is none.

    Month before day. MMDDYY, MMDDYYYY and YYYYMMDD without signs are read too. Two digits of a year mean
    1900 or 2000, both are given: which one is left to who is on file, since nothing here knows today.
    """
    text = text.strip()
    written = find_dates(text)
    if written:
        return written[0][1] if written[0][0] == text else ()
    if re.fullmatch(r"\d{6}", text):
        return _days(text[4:], text[:2], text[2:4])
    if re.fullmatch(r"\d{8}", text):
        return tuple(
            dict.fromkeys(_days(text[4:], text[:2], text[2:4]) + _days(text[:4], text[4:6], text[6:]))
        )
    return ()


def _days(year: str, month: str, day: str) -> tuple[date, ...]:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    years = (int(year),) if len(year) == 4 else (1900 + int(year), 2000 + int(year))
    days = []
    for each in years:
        try:
            days.append(date(each, number, int(day)))
        except ValueError:
            continue
    return tuple(day for day in days if day.year >= 1850)
