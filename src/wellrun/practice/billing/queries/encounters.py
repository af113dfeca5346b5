"""Reading encounters and their lines."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from wellrun.practice.billing.models import ChargeLine, ChargeState, Encounter


def encounter(encounter_id: uuid.UUID) -> Encounter | None:
    """One encounter with its patient, provider and coverage, if the person asking may see it."""
    rows = Encounter.objects.select_related("patient", "provider", "coverage__payer", "appointment")
    return rows.filter(id=encounter_id).first()


def charge_lines(encounter_id: uuid.UUID, *, with_reversed: bool = False) -> list[ChargeLine]:
    """The lines of an encounter in order: those that stand, or all."""
    return charge_lines_of([encounter_id], with_reversed=with_reversed).get(encounter_id, [])


def charge_lines_of(
    encounter_ids: Iterable[uuid.UUID], *, with_reversed: bool = False
) -> dict[uuid.UUID, list[ChargeLine]]:
    """The same for many encounters in one query; an encounter without lines is absent."""
    rows = ChargeLine.objects.filter(encounter_id__in=list(encounter_ids))
    if not with_reversed:
        rows = rows.filter(state=ChargeState.POSTED)
    found: dict[uuid.UUID, list[ChargeLine]] = {}
    for row in rows.order_by("position"):
        found.setdefault(row.encounter_id, []).append(row)
    return found


def charge_line(charge_id: uuid.UUID) -> ChargeLine | None:
    """One charge line, if the person asking may see it."""
    return ChargeLine.objects.filter(id=charge_id).select_related("encounter").first()
