"""Whether a patient is in the global period of a procedure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from wellrun.platform.ui.formatting import format_day
from wellrun.practice.procedures.models import CaseProcedure, CaseState
from wellrun.practice.procedures.rules.global_period import period_of


@dataclass(frozen=True)
class GlobalPeriod:
    """The global period in which a day lies: of which procedure, by whom, from when to when (both included).
    `taxonomy` is the surgeon's, whose colleagues of the specialty are bound as well."""

    case_id: uuid.UUID
    provider_id: uuid.UUID
    provider_name: str
    taxonomy: str
    procedure: str
    days: int
    first_on: date
    last_on: date

    @property
    def sentence(self) -> str:
        """What a page says of it."""
        return (
            f"In the {self.days}-day global period of {self.procedure} by {self.provider_name}, until"
            f" {format_day(self.last_on)}."
        )


def global_period_for(
    *, patient_id: uuid.UUID, on: date, provider_id: uuid.UUID | None = None, taxonomy: str = ""
) -> GlobalPeriod | None:
    """The global period that a day of a patient lies in, the one that lasts longest; None where there is none.

    With `provider_id` only that of this surgeon, or of one of the same `taxonomy`. One query.
    """
    rows = CaseProcedure.objects.filter(
        case__patient_id=patient_id,
        case__state=CaseState.DONE,
        case__done_on__gte=on - timedelta(days=90),
        case__done_on__lte=on + timedelta(days=1),
        global_days__isnull=False,
    ).select_related("case__provider")
    found = []
    for row in rows:
        surgeon = row.case.provider
        if provider_id and surgeon.id != provider_id and (not taxonomy or surgeon.taxonomy != taxonomy):
            continue
        first, last = period_of(row.case.done_on, row.global_days)
        if first <= on <= last:
            found.append(
                GlobalPeriod(
                    row.case_id, surgeon.id, surgeon.display_name, surgeon.taxonomy, row.words, row.global_days,
                    first, last,
                )
            )  # fmt: skip
    return max(found, key=lambda one: one.last_on, default=None)
