"""Loading ICD-10-CM into a table, once for each edition."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.db import connection, transaction

from wellrun.platform.database.ids import new_id

Row = tuple[str, str, bool]
#: The edition that the installed library carries (April 2026 release of fiscal year 2026).
EDITION_FROM = date(2025, 10, 1)

_STAGE = "create temporary table diagnosis_edition (id uuid, code text, text text, billable boolean) on commit drop"
_END = """
update billing_diagnosis_code known set effective_to = %s
where effective_to is null and not exists (select 1 from diagnosis_edition e where e.code = known.code)
"""
_CHANGE = """
update billing_diagnosis_code known set text = e.text, billable = e.billable, effective_to = null
from diagnosis_edition e where e.code = known.code
  and (known.text, known.billable, known.effective_to) is distinct from (e.text, e.billable, null::date)
"""
# Asking for each code whether it is there goes wrong on a first load: a planner who was told that the table is empty
# reads all of it each time.
_ADD = """
insert into billing_diagnosis_code (id, code, text, billable, effective_from)
select e.id, e.code, e.text, e.billable, %s from diagnosis_edition e
on conflict (code) do nothing
"""


def library_codes() -> Iterator[Row]:
    """Every code of the installed library with its text and whether it may be billed; chapters and blocks left out."""
    # The import alone reads some megabytes, so only loading pays for it; it does so in a way Python has deprecated.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import simple_icd_10_cm as library

    # A block of one category bears its name, so that it is listed twice.
    for code in dict.fromkeys(library.get_all_codes(with_dots=False)):
        if library.is_category_or_subcategory(code):
            yield code, library.get_description(code), library.is_leaf(code)


def load_diagnosis_codes(
    progress: Callable[[int, int], None] | None = None,
    *,
    codes: Iterable[Row] | None = None,
    edition_from: date = EDITION_FROM,
) -> int:
    """Load an edition; says how many codes it has. Loading it again changes nothing.

    On a first load the days on which codes began are unknown and stay empty. With a later edition, codes that it
    no longer has end on `edition_from` and new ones begin then. `progress(done, total)` is told along the way.
    """
    rows = list(library_codes() if codes is None else codes)
    tell = progress or (lambda done, total: None)
    tell(0, len(rows))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select exists (select 1 from billing_diagnosis_code)")
        begins_on = edition_from if cursor.fetchone()[0] else None
        cursor.execute(_STAGE)
        with cursor.copy("copy diagnosis_edition (id, code, text, billable) from stdin") as copy:
            for done, (code, text, billable) in enumerate(rows, start=1):
                copy.write_row((new_id(), code, text[:300], billable))
                if done % 5000 == 0:
                    tell(done, len(rows))
        cursor.execute("analyze diagnosis_edition")
        cursor.execute(_END, [edition_from])
        cursor.execute(_CHANGE)
        cursor.execute(_ADD, [begins_on])
        cursor.execute("drop table diagnosis_edition")
    tell(len(rows), len(rows))
    return len(rows)
