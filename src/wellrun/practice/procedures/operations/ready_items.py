"""The checklist of a case: made from the template, dated back from the case, kept on the worklist."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.urls import reverse

from wellrun.platform.access.matrix import Role
from wellrun.platform.ui.formatting import format_day
from wellrun.practice.coverage.api import coverage_on
from wellrun.practice.organization.api import zone_of
from wellrun.practice.procedures.models import (
    AHEAD,
    Case,
    CaseImplant,
    CaseProcedure,
    ItemState,
    ReadinessItem,
    ReadinessRule,
)
from wellrun.practice.procedures.queries.cases import day_of, gate_of, items_of, score
from wellrun.practice.procedures.rules.readiness import (
    DEFAULT_TEMPLATE,
    GATES,
    Line,
    Shown,
    due_day,
    open_needs,
    why_invalid,
)
from wellrun.practice.worklist import api as worklist

#: What says the time to somebody, and is to be said again when the time changes.
TELLS_THE_TIME = ("packet", "call")
_BY_THE_END_OF = time(17)


def template_of(organization_id: object) -> list[Line]:
    """The practice's template; where it has none of its own, the one that comes with the program."""
    rows = ReadinessRule.objects.filter(organization_id=organization_id).order_by("position")
    kept = list(rows)
    own = [
        Line(
            row.key, row.name, Role(row.role), row.days_before, tuple(row.needs), row.evidence, row.applies,
            row.valid_days, row.weight, row.blocks,
        )
        for row in kept
        if row.active
    ]  # fmt: skip
    return own if kept else list(DEFAULT_TEMPLATE)


def add_missing_items(case: Case) -> None:
    """Give a case the lines of the template that belong to it and that it does not have yet."""
    applies = _what_applies(case)
    known = set(ReadinessItem.objects.filter(case=case).values_list("key", flat=True))
    ReadinessItem.objects.bulk_create(
        ReadinessItem(
            organization_id=case.organization_id,
            unit_id=case.unit_id,
            compartment=case.compartment,
            case=case,
            key=line.key,
            position=place,
            name=line.name,
            role=line.role.value,
            days_before=line.days_before,
            needs=list(line.needs),
            evidence=line.evidence,
            valid_days=line.valid_days,
            weight=line.weight,
            blocks=line.blocks,
        )
        for place, line in enumerate(template_of(case.organization_id), 1)
        if line.key not in known and line.applies in applies
    )


def _what_applies(case: Case) -> set[str]:
    applies = {"always"}
    if case.anesthesia not in ("local", "none"):
        applies.add("anesthesia")
    if CaseImplant.objects.filter(case=case).exists():
        applies.add("implants")
    on = day_of(case)
    if on and coverage_on(patient_id=case.patient_id, on=on):
        applies.add("covered")
    return applies


def units_of(case: Case) -> int:
    """How many units an authorization must cover."""
    return sum(CaseProcedure.objects.filter(case=case).values_list("units", flat=True)) or 1


def shown_by(item: ReadinessItem) -> Shown:
    """The evidence of an item as the rules take it."""
    return Shown(item.evidence, item.evidence_on, item.valid_days, item.valid_from, item.valid_to, item.units)


def refresh(case: Case, *, at: datetime, retell: bool = False) -> list[ReadinessItem]:
    """Date the checklist back from the case as it stands now, open again what no longer holds (with `retell` also what
    told somebody the time), and bring the worklist and the gates in line. Harmless to repeat."""
    add_missing_items(case)
    items, on, units = items_of(case.id), day_of(case), units_of(case)
    for item in items:
        before = (item.state, item.due_on, item.reopened_because)
        due_before = item.due_on
        item.due_on = due_day(on, item.days_before) if on else None
        because = _why_open_again(item, on, units, retell)
        if because:
            item.state, item.settled_at, item.reopened_because = ItemState.OPEN, None, because
        if before != (item.state, item.due_on, item.reopened_because):
            item.save(update_fields=["state", "due_on", "settled_at", "reopened_because"])
        if due_before != item.due_on:
            _close(case, item, "The case was moved.", at)
    raise_tasks(case, items, at=at)
    watch_gate(case, items, at=at)
    return items


def _why_open_again(item: ReadinessItem, on: date | None, units: int, retell: bool) -> str:
    if item.state != ItemState.DONE:
        return ""
    if retell and item.key in TELLS_THE_TIME:
        return "The time has changed since."
    return why_invalid(shown_by(item), case_on=on, units=units)


def raise_tasks(case: Case, items: Iterable[ReadinessItem], *, at: datetime) -> None:
    """Bring the worklist in line with a checklist: a task for whatever is open and can be begun or is due."""
    rows = list(items)
    ahead = case.state in AHEAD and case.state != "postponed"
    settled = {item.key for item in rows if item.state != ItemState.OPEN}
    known = {item.key for item in rows}
    for item in rows:
        if item.state != ItemState.OPEN or not ahead:
            _close(case, item, "It is done." if ahead else "The case is not ahead any more.", at)
        elif item.due_on and _is_its_turn(item, settled, known, at):
            _raise(case, item, at)


def _is_its_turn(item: ReadinessItem, settled: Collection[str], known: Collection[str], at: datetime) -> bool:
    return not open_needs(item.needs, settled, known) or (item.due_on or date.max) <= at.date()


def _raise(case: Case, item: ReadinessItem, at: datetime) -> None:
    zone = ZoneInfo(zone_of(case.unit_id))
    assert item.due_on is not None
    on = day_of(case)
    worklist.raise_task(
        kind="case readiness",
        key=task_key(case, item.key),
        title=f"{item.name}: {case.patient.name}",
        detail=f"{case.facility.name}, {format_day(on) if on else 'no day yet'}. {item.reopened_because}".strip(),
        path=reverse("procedures:case", args=[case.id]),
        role=Role(item.role),
        unit_id=case.unit_id,
        organization_id=case.organization_id,
        patient_id=case.patient_id,
        compartment=case.compartment,
        due_at=datetime.combine(item.due_on, _BY_THE_END_OF, tzinfo=zone),
        at=at,
    )


def _close(case: Case, item: ReadinessItem, because: str, at: datetime) -> None:
    worklist.close_tasks(
        key=task_key(case, item.key), organization_id=case.organization_id, at=at, because=because
    )


def task_key(case: Case, key: str) -> str:
    """The worklist's key of one line of a case."""
    return f"case:{case.id}:{key}"


def watch_gate(case: Case, items: Iterable[ReadinessItem], *, at: datetime) -> int | None:
    """Raise an urgent task where a case has reached a gate below its score, close it where it has not; says which gate
    it fails."""
    rows = list(items)
    failed = gate_of(case, rows, at)
    for gate in GATES:
        key = task_key(case, f"gate {gate}")
        if gate != failed:
            worklist.close_tasks(
                key=key, organization_id=case.organization_id, at=at, because="The case passes this gate."
            )
            continue
        missing = ", ".join(item.name for item in rows if item.state == ItemState.OPEN)
        worklist.raise_task(
            kind="case gate",
            key=key,
            title=f"{gate} days before and only {score(rows)} % ready: {case.patient.name}",
            detail=f"Missing: {missing}.",
            path=reverse("procedures:case", args=[case.id]),
            role=Role.SURGICAL_COORDINATOR,
            unit_id=case.unit_id,
            organization_id=case.organization_id,
            patient_id=case.patient_id,
            compartment=case.compartment,
            due_at=at,
            priority=worklist.Priority.URGENT,
            at=at,
        )
    return failed
