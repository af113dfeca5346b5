"""Reading cases: one, a list of them, a patient's."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor, NotFound
from wellrun.practice.procedures.models import AHEAD, Case, CaseProcedure, CaseStep, ReadinessItem
from wellrun.practice.procedures.rules.readiness import failed_gate, score_of


def case_for(by: Actor, case_id: uuid.UUID, capability: str = "cases.read") -> Case:
    """One case with patient, surgeon, facility and department; raises `NotFound` also for one that is not theirs."""
    found = _whole().filter(id=case_id).first()
    if found is None or not by.may(capability, found.unit_id):
        raise NotFound()
    return found


def _whole():
    return Case.objects.select_related("patient", "provider", "facility", "unit__parent", "card")


def day_of(case: Case) -> date | None:
    """The day of a case at its facility; the first day that is wanted while it has no time."""
    if case.starts_at is None:
        return case.wanted_from_on
    return case.starts_at.astimezone(ZoneInfo(case.facility.zone)).date()


def steps_of(case_id: uuid.UUID) -> list[CaseStep]:
    """What happened to a case, the first in front."""
    return list(CaseStep.objects.filter(case_id=case_id).order_by("position"))


def items_of(case_id: uuid.UUID) -> list[ReadinessItem]:
    """The checklist of a case, in its order."""
    return list(ReadinessItem.objects.filter(case_id=case_id).order_by("position", "id"))


def score(items: Iterable[ReadinessItem]) -> int:
    """Readiness in percent."""
    return score_of((item.state, item.weight) for item in items)


def gate_of(case: Case, items: Iterable[ReadinessItem], at: datetime) -> int | None:
    """The gate that a case fails at an instant, as its days before; None for one that is well or not ahead."""
    if case.state not in AHEAD or case.state == "postponed":
        return None
    facility = case.facility
    today = at.astimezone(ZoneInfo(facility.zone)).date()
    wanted = ((7, facility.gate_7), (3, facility.gate_3))
    return failed_gate(case_on=day_of(case), today=today, score=score(items), wanted=wanted)


@dataclass(frozen=True)
class CaseRow:
    """One case of a list: its procedures in words, its readiness in percent, the gate it fails (or None)."""

    case: Case
    procedures: str
    score: int
    gate: int | None
    day: date | None


def case_rows(
    *,
    unit_ids: Iterable[uuid.UUID],
    starts_from: datetime | None = None,
    starts_before: datetime | None = None,
    provider_id: uuid.UUID | None = None,
    facility_id: uuid.UUID | None = None,
    states: Sequence[str] = (),
    patient_id: uuid.UUID | None = None,
    also_undated: bool = True,
    at: datetime,
    limit: int = 300,
) -> list[CaseRow]:
    """Cases of these departments by time, those without a time first; three queries. The caller passes units that
    the person asking may see."""
    rows = _whole().filter(unit_id__in=list(unit_ids))
    if provider_id:
        rows = rows.filter(provider_id=provider_id)
    if facility_id:
        rows = rows.filter(facility_id=facility_id)
    if patient_id:
        rows = rows.filter(patient_id=patient_id)
    if states:
        rows = rows.filter(state__in=list(states))
    dated = rows.filter(starts_at__isnull=False)
    if starts_from:
        dated = dated.filter(starts_at__gte=starts_from)
    if starts_before:
        dated = dated.filter(starts_at__lt=starts_before)
    found = rows.filter(starts_at__isnull=True) | dated if also_undated else dated
    cases = list(found.order_by("starts_at", "wanted_from_on", "id")[:limit])
    cases.sort(key=lambda case: (case.starts_at is not None,))
    return _rows(cases, at)


def _rows(cases: Sequence[Case], at: datetime) -> list[CaseRow]:
    ids = [case.id for case in cases]
    said: dict[uuid.UUID, list[str]] = defaultdict(list)
    for line in CaseProcedure.objects.filter(case_id__in=ids).order_by("position") if ids else ():
        said[line.case_id].append(line.said)
    items: dict[uuid.UUID, list[ReadinessItem]] = defaultdict(list)
    for item in ReadinessItem.objects.filter(case_id__in=ids) if ids else ():
        items[item.case_id].append(item)
    return [
        CaseRow(
            case,
            "; ".join(said[case.id]),
            score(items[case.id]),
            gate_of(case, items[case.id], at),
            day_of(case),
        )
        for case in cases
    ]
