"""Loading an official list of codes from the rows of its file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wellrun.practice.billing.models import CodeEdition, CodeList, ReferenceCode
from wellrun.practice.billing.rules.code_files import ListedCode


@dataclass(frozen=True)
class LoadedCodes:
    """How many codes the file has, how many of them are new, and how many known ones it no longer has."""

    codes: int
    added: int
    ended: int


def load_reference_codes(
    *, codes: CodeList, rows: Iterable[ListedCode], file_name: str, at: datetime
) -> LoadedCodes:
    """Load a list whole. Codes that the file no longer has end on the day of the import; days in the file hold.

    Loading the same file again changes nothing but that it was loaded. The program's own act: it needs no permission.
    """
    told = {row.code: row for row in rows}
    with transaction.atomic():
        known = {row.code: row for row in ReferenceCode.objects.select_for_update().filter(list=codes)}
        ReferenceCode.objects.bulk_create(
            ReferenceCode(
                list=codes, code=row.code, effective_from=row.effective_from, effective_to=row.effective_to
            )
            for row in told.values()
            if row.code not in known
        )
        changed, gone = [], []
        for code, row in known.items():
            if code not in told:
                if row.effective_to is None:
                    row.effective_to = at.date()
                    gone.append(row)
            elif (row.effective_from, row.effective_to) != (
                told[code].effective_from,
                told[code].effective_to,
            ):
                row.effective_from, row.effective_to = told[code].effective_from, told[code].effective_to
                changed.append(row)
        ReferenceCode.objects.bulk_update([*changed, *gone], ["effective_from", "effective_to"])
        CodeEdition.objects.create(list=codes, file_name=file_name[:120], codes=len(told), loaded_at=at)
    return LoadedCodes(len(told), len(told.keys() - known.keys()), len(gone))
