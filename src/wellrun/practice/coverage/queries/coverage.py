"""Reading payers and coverage."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from wellrun.practice.coverage.models import Coverage, Payer, Plan


def payers(organization_id: uuid.UUID, *, also_inactive: bool = False) -> list[Payer]:
    """The payers of an organization by name; those no longer used only when asked for."""
    rows = Payer.objects.filter(organization_id=organization_id)
    return list((rows if also_inactive else rows.filter(active=True)).order_by("name"))


def payer(payer_id: uuid.UUID) -> Payer | None:
    """One payer, or None."""
    return Payer.objects.filter(id=payer_id).first()


def plans_of(payer_id: uuid.UUID) -> list[Plan]:
    """A payer's plans by name, used or not."""
    return list(Plan.objects.filter(payer_id=payer_id).order_by("name"))


def plans(organization_id: uuid.UUID) -> list[Plan]:
    """Every plan in use with its payer, by payer and name."""
    rows = Plan.objects.filter(organization_id=organization_id, active=True, payer__active=True)
    return list(rows.select_related("payer").order_by("payer__name", "name"))


def coverage(coverage_id: uuid.UUID) -> Coverage | None:
    """One coverage with its payer and plan, if the person asking may see it."""
    return Coverage.objects.select_related("payer", "plan").filter(id=coverage_id).first()


def coverage_on(*, patient_id: uuid.UUID, on: date) -> list[Coverage]:
    """A patient's coverage on a day with payer and plan, primary first."""
    return coverages_on_days([(patient_id, on)])[patient_id, on]


def coverages_on_days(
    asked: Iterable[tuple[uuid.UUID, date]],
) -> dict[tuple[uuid.UUID, date], list[Coverage]]:
    """The coverage of patients, each on its own day, with payer and plan, primary first; one query for all."""
    wanted = set(asked)
    days = [on for _, on in wanted] or [date.max]
    rows = (
        Coverage.objects.filter(patient_id__in={who for who, _ in wanted}, starts_on__lte=max(days))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=min(days)))
        .select_related("payer", "plan")
        .order_by("rank")
    )
    by_patient: dict[uuid.UUID, list[Coverage]] = {}
    for row in rows if wanted else ():
        by_patient.setdefault(row.patient_id, []).append(row)
    return {
        (who, on): [
            row
            for row in by_patient.get(who, ())
            if row.starts_on <= on and (row.ends_on is None or row.ends_on > on)
        ]
        for who, on in wanted
    }


#: The id of the coverage that pays first, as a part of another room's statement: patient, day and day again.
PRIMARY_ON = (
    "(select id from coverage_coverage where patient_id = %s and starts_on <= %s"
    " and (ends_on is null or ends_on > %s) order by rank limit 1)"
)


def coverages_of(patient_id: uuid.UUID) -> list[Coverage]:
    """All of a patient's coverage with payer and plan: what has not ended first, primary first, then the newest."""
    rows = Coverage.objects.filter(patient_id=patient_id).select_related("payer", "plan")
    return sorted(rows, key=lambda row: (row.ends_on is not None, row.rank, -row.starts_on.toordinal()))
