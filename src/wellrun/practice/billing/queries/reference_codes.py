"""Asking imported lists of codes, and which lists there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from wellrun.platform.database.once import once_a_transaction
from wellrun.practice.billing.models import CodeEdition, CodeList, DiagnosisCode, ReferenceCode


@dataclass(frozen=True)
class ReferenceCodes:
    """What the imported lists say of some codes. `imported` are the lists there are."""

    imported: frozenset[str]
    days: dict[tuple[str, str], tuple[date | None, date | None]] = field(default_factory=dict)

    def known(self, codes: CodeList, code: str, on: date | None = None) -> bool | None:
        """Whether the list has the code in force on a day (None: now); None when the list was never imported."""
        if codes not in self.imported:
            return None
        found = self.days.get((codes, code))
        if found is None:
            return False
        starts_on, ends_on = found
        if on is None:
            return ends_on is None
        return not (starts_on and on < starts_on) and not (ends_on and on >= ends_on)


def reference_codes(codes: Iterable[str]) -> ReferenceCodes:
    """What the imported lists say of these codes: nothing is asked where no list was imported, else one query."""
    imported = imported_lists()
    wanted = set(codes) if imported else set()
    if not wanted:
        return ReferenceCodes(imported)
    rows = ReferenceCode.objects.filter(list__in=imported, code__in=wanted)
    columns = rows.values_list("list", "code", "effective_from", "effective_to")
    return ReferenceCodes(imported, {(which, code): (first, last) for which, code, first, last in columns})


@once_a_transaction(CodeEdition)
def imported_lists() -> frozenset[str]:
    """The lists of which a file was imported."""
    return frozenset(CodeEdition.objects.values_list("list", flat=True).distinct())


def diagnoses_are_loaded() -> bool:
    """Whether any edition of ICD-10-CM is loaded."""
    return DiagnosisCode.objects.exists()
