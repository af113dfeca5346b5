"""Settling the lines of a checklist: done with evidence, not needed with a reason, open again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wellrun.platform.access.api import Actor, NotFound, Refused
from wellrun.platform.audit.api import record_act
from wellrun.practice.documents.api import document
from wellrun.practice.procedures.models import Case, CaseState, ItemState, ReadinessItem
from wellrun.practice.procedures.operations.ready_items import refresh, shown_by, units_of
from wellrun.practice.procedures.operations.steps import lock_case, write_step
from wellrun.practice.procedures.queries.cases import day_of, items_of
from wellrun.practice.procedures.rules.readiness import open_needs, why_invalid


class EvidenceMissing(Refused):
    """What shows that an item is done is missing, or does not hold."""


class NotYet(Refused):
    """Something must be done first."""

    status = 409


@dataclass(frozen=True)
class Given:
    """The evidence as it was entered."""

    note: str = ""
    document_id: uuid.UUID | None = None
    evidence_on: date | None = None
    authorization_number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    units: int | None = None


def complete_item(*, case_id: uuid.UUID, key: str, given: Given, by: Actor, at: datetime) -> ReadinessItem:
    """Settle a line as done. Raises `EvidenceMissing` beside the field, `NotYet` while something comes before it."""
    case, item, items = _locked(case_id, key, by)
    settled = {one.key for one in items if one.state != ItemState.OPEN}
    first = open_needs(item.needs, settled, {one.key for one in items})
    if first:
        names = ", ".join(one.name for one in items if one.key in first)
        raise NotYet(f"{item.name} comes after: {names}. Settle that first.")
    _take(item, given)
    _refuse_without_evidence(item, given)
    because = why_invalid(shown_by(item), case_on=day_of(case), units=units_of(case))
    if because:
        raise EvidenceMissing(
            because, field="valid_to" if item.evidence == "authorization" else "evidence_on"
        )
    _settle(case, item, ItemState.DONE, by, at)
    return item


def waive_item(*, case_id: uuid.UUID, key: str, because: str, by: Actor, at: datetime) -> ReadinessItem:
    """Say that a line is not needed for this case, and why."""
    case, item, _ = _locked(case_id, key, by)
    if not because.strip():
        raise EvidenceMissing("Say why it is not needed.", field="note")
    item.note = because.strip()[:300]
    _settle(case, item, ItemState.WAIVED, by, at)
    return item


def reopen_item(*, case_id: uuid.UUID, key: str, by: Actor, at: datetime) -> ReadinessItem:
    """Open a settled line again. A case that was ready is confirmed again, where the line blocks."""
    case, item, _ = _locked(case_id, key, by)
    if item.state == ItemState.OPEN:
        return item
    item.state, item.settled_at, item.settled_by_name = ItemState.OPEN, None, ""
    item.save(update_fields=["state", "settled_at", "settled_by_name"])
    unready(case, [item], by=by, at=at)
    _note(case, item, "case.item_reopened", at)
    return item


def unready(case: Case, items: list[ReadinessItem], *, by: Actor, at: datetime) -> None:
    """Take a case back to confirmed where one of these lines is open and blocks."""
    blocking = [item for item in items if item.blocks and item.state == ItemState.OPEN]
    if case.state == CaseState.READY and blocking:
        case.state, case.state_at = CaseState.CONFIRMED, at
        write_step(case, "No longer ready", detail=", ".join(item.name for item in blocking), by=by, at=at)


def _locked(case_id: uuid.UUID, key: str, by: Actor) -> tuple[Case, ReadinessItem, list[ReadinessItem]]:
    case = lock_case(case_id, by)
    items = items_of(case.id)
    item = next((one for one in items if one.key == key), None)
    if item is None:
        raise NotFound()
    return case, item, items


def _take(item: ReadinessItem, given: Given) -> None:
    item.note, item.document_id = given.note.strip()[:300], given.document_id
    item.evidence_on, item.units = given.evidence_on, given.units
    item.authorization_number = given.authorization_number.strip()[:40]
    item.valid_from, item.valid_to = given.valid_from, given.valid_to


def _refuse_without_evidence(item: ReadinessItem, given: Given) -> None:
    if item.evidence == "authorization":
        if not item.authorization_number:
            raise EvidenceMissing("Enter the insurer's authorization number.", field="authorization_number")
        if given.valid_from is None or given.valid_to is None or given.units is None:
            raise EvidenceMissing("Enter its first and last day and its units.", field="valid_from")
        if given.valid_to < given.valid_from:
            raise EvidenceMissing("The authorization ends before it begins.", field="valid_to")
    elif item.evidence == "document":
        if given.evidence_on is None:
            raise EvidenceMissing("Enter the day that the document is of.", field="evidence_on")
        if given.document_id is None and not item.note:
            raise EvidenceMissing("Choose the document, or say where it is.", field="document_id")
    elif not item.note:
        raise EvidenceMissing("Say in a few words what was done.", field="note")
    found = document(given.document_id) if given.document_id else None
    if given.document_id and (found is None or found.patient_id != item.case.patient_id):
        raise EvidenceMissing("That document is not one of this patient's.", field="document_id")


def _settle(case: Case, item: ReadinessItem, state: ItemState, by: Actor, at: datetime) -> None:
    item.state, item.settled_at, item.settled_by_name = state, at, by.name
    item.reopened_because = ""
    item.save()
    _note(case, item, f"case.item_{state.value}", at)


def _note(case: Case, item: ReadinessItem, act: str, at: datetime) -> None:
    record_act(
        act, subject_type="case", subject_id=case.id, detail={"item": item.key}, patients=[case.patient_id]
    )
    refresh(case, at=at)
