"""Reading the official files of code lists: NUCC's taxonomy CSV and CMS's HCPCS file.

Sources: the columns of `nucc_taxonomy_NNN.csv` (National Uniform Claim Committee); the record layout that CMS
encloses with the quarterly HCPCS file (`HCPCYYYY_recordlayout.txt`: 320 positions, modifier within 1-5, kind of record
in 11, code added 269-276, action effective 277-284, termination 285-292), and the column names of its spreadsheet.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wellrun.platform.access.api import Refused

_TAXONOMY = re.compile(r"[0-9A-Z]{9}X")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
#: Kinds of record that say something of a modifier; 8 only continues its text.
_MODIFIER_RECORD = "7"
_RECORDS = frozenset("3478")
#: A record cut short by an editor still has its code, sequence and kind.
_SHORTEST_LINE = 11


class CodeFileRefused(Refused):
    """A file is not the list it should be; nothing of it was taken."""


@dataclass(frozen=True)
class ListedCode:
    """A code with the days [effective_from, effective_to) that the file gives it."""

    code: str
    effective_from: date | None = None
    effective_to: date | None = None


def read_taxonomy(text: str) -> list[ListedCode]:
    """The codes of NUCC's CSV file; raises CodeFileRefused with the line that is wrong."""
    rows = csv.DictReader(text.removeprefix("\ufeff").splitlines())
    if "Code" not in (rows.fieldnames or ()):
        raise CodeFileRefused("This is not NUCC's taxonomy file: it has no column called Code.")
    found = [_taxonomy(row, rows.line_num) for row in rows if (row["Code"] or "").strip()]
    return _each_once(found, "The file has no taxonomy codes.")


def read_modifiers(text: str) -> list[ListedCode]:
    """The modifiers of CMS's HCPCS file, as fixed-width text or as its spreadsheet saved as CSV.

    A termination date is the last day on which the modifier may stand. Raises CodeFileRefused with the wrong line.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    heading = next((number for number, line in enumerate(lines) if _is_heading(line)), None)
    found = _by_columns(lines, heading) if heading is not None else _by_positions(lines)
    return _each_once(found, "The file has no modifiers; CMS's HCPCS file has them among its records.")


def _is_heading(line: str) -> bool:
    return "RECID" in [name.strip() for name in line.upper().split(",")]


def _taxonomy(row: Mapping[str, str], line: int) -> ListedCode:
    code = row["Code"].strip()
    if not _TAXONOMY.fullmatch(code):
        raise CodeFileRefused(
            f"Line {line}: {code[:20]} is not a taxonomy code: ten characters, the last an X."
        )
    return ListedCode(code)


def _by_positions(lines: list[str]) -> Iterator[ListedCode]:
    for number, line in enumerate(lines, start=1):
        # Old systems end a file with a control character on a line of its own.
        if not line.strip(" \x1a"):
            continue
        if len(line) < _SHORTEST_LINE or line[10] not in _RECORDS:
            raise CodeFileRefused(f"Line {number} is not a record of CMS's HCPCS file.")
        if line[10] == _MODIFIER_RECORD:
            yield _modifier(line[:5], line[268:276], line[284:292], number)


def _by_columns(lines: list[str], heading: int) -> Iterator[ListedCode]:
    names = [name.strip().upper() for name in next(csv.reader([lines[heading]]))]
    lacking = {"HCPC", "ADD DT", "TERM DT"} - set(names)
    if lacking:
        raise CodeFileRefused(f"Line {heading + 1}: no column called {', '.join(sorted(lacking))}.")
    rows = csv.DictReader(lines[heading + 1 :], fieldnames=names)
    for row in rows:
        if (row["RECID"] or "").strip() == _MODIFIER_RECORD:
            line = heading + 1 + rows.line_num
            yield _modifier(row["HCPC"] or "", row["ADD DT"] or "", row["TERM DT"] or "", line)


def _modifier(code: str, added: str, terminated: str, line: int) -> ListedCode:
    code = code.strip().upper()
    if not _MODIFIER.fullmatch(code):
        raise CodeFileRefused(f"Line {line}: {code[:20]} is not a modifier: two characters.")
    last = _day(terminated, line)
    return ListedCode(code, _day(added, line), last + timedelta(days=1) if last else None)


def _day(text: str, line: int) -> date | None:
    written = text.strip()
    if not written.strip("0"):
        return None
    try:
        return datetime.strptime(written, "%Y%m%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        raise CodeFileRefused(f"Line {line}: {written[:20]} is not a day such as 20260401.") from None


def _each_once(rows: Iterable[ListedCode], otherwise: str) -> list[ListedCode]:
    by_code = {row.code: row for row in rows}
    if not by_code:
        raise CodeFileRefused(otherwise)
    return list(by_code.values())
