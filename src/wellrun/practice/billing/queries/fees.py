"""What a service costs on a day."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q

from wellrun.practice.billing.models import Fee, FeeSchedule

Wanted = tuple[str, tuple[str, ...]]


def fees_for(wanted: Iterable[Wanted], payer_id: uuid.UUID | None, on: date) -> dict[Wanted, int]:
    """Cents a unit for each (code, modifiers) that has a fee on a day; those without one are absent.

    The payer's own schedule comes before the practice's, and the newest that has begun before older ones; in a
    schedule, the fee of the first modifier that has one comes before the fee without a modifier.
    """
    wanted = {(code, tuple(modifiers)) for code, modifiers in wanted}
    fees = (
        Fee.objects.filter(
            Q(schedule__payer_id=payer_id) | Q(schedule__payer__isnull=True),
            Q(ends_on__isnull=True) | Q(ends_on__gt=on),
            code__in={code for code, _ in wanted},
            starts_on__lte=on,
            schedule__starts_on__lte=on,
        )
        .order_by("-schedule__starts_on")
        .values_list("schedule__payer_id", "schedule__starts_on", "code", "modifier", "amount_cents")
    )
    by_schedule: dict[tuple[bool, date], dict[tuple[str, str], int]] = {}
    for payer, starts_on, code, modifier, cents in fees:
        by_schedule.setdefault((payer is not None, starts_on), {})[code, modifier] = cents
    ranked = [by_schedule[rank] for rank in sorted(by_schedule, reverse=True)]
    return {one: cents for one in wanted if (cents := _first(ranked, *one)) is not None}


def _first(ranked: list[dict[tuple[str, str], int]], code: str, modifiers: tuple[str, ...]) -> int | None:
    for fees in ranked:
        for modifier in (*modifiers, ""):
            if (code, modifier) in fees:
                return fees[code, modifier]
    return None


def fee_for(code: str, modifiers: Sequence[str], payer_id: uuid.UUID | None, on: date) -> int | None:
    """Cents for one unit of a code on a day, or None when no fee is set."""
    one = (code, tuple(modifiers))
    return fees_for([one], payer_id, on).get(one)


def fee_schedules(organization_id: uuid.UUID) -> list[FeeSchedule]:
    """Every schedule with its payer, the practice's own first."""
    rows = FeeSchedule.objects.filter(organization_id=organization_id).select_related("payer")
    return sorted(
        rows, key=lambda row: (row.payer_id is not None, str(row.payer or ""), -row.starts_on.toordinal())
    )


def fee_schedule(schedule_id: uuid.UUID) -> FeeSchedule | None:
    """One schedule, if the person asking may see it."""
    return FeeSchedule.objects.filter(id=schedule_id).select_related("payer").first()


def fees_of(schedule_id: uuid.UUID, *, on: date | None = None, code: str = "") -> list[Fee]:
    """The fees of a schedule by code, newest first: those in force on a day, or the whole history."""
    rows = Fee.objects.filter(schedule_id=schedule_id)
    if on:
        rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    if code:
        rows = rows.filter(code=code)
    return list(rows.order_by("code", "modifier", "-starts_on"))
