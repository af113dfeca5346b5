"""Taking items over by the operations of the rooms they belong to, and taking that back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from wellrun.platform.access.api import Actor, NotFound, Refused
from wellrun.platform.access.matrix import Role
from wellrun.platform.files import store
from wellrun.platform.ui.formatting import format_day, in_zone
from wellrun.practice.documents.api import Category, file_document, withdraw_document
from wellrun.practice.intake.models import ItemKind, ItemState, SubmissionItem
from wellrun.practice.intake.rules.details import on_file
from wellrun.practice.organization.api import local_day, zone_of
from wellrun.practice.patients.api import (
    ConsentKind,
    HistoryDetails,
    Patient,
    add_history,
    end_history,
    patient,
    sign_consent,
    update_demographics,
    withdraw_consent,
)
from wellrun.practice.worklist.api import close_tasks, raise_task

Outcome = dict[str, Any]
UNDONE = "Taken over by mistake"


class ChangedSince(Refused):
    """What was taken over has been changed again."""

    status = 409
    sentence = "This was changed again since it was taken over. Correct it in the chart."


@dataclass(frozen=True)
class Taker:
    """How items of a kind are taken over: the capability it needs, the act, and its undoing."""

    capability: str
    take: Callable[[SubmissionItem, Actor, datetime], Outcome]
    take_back: Callable[[SubmissionItem, Actor, datetime], None]


def conflict_of(item: SubmissionItem, known: Patient | None = None) -> dict[str, str]:
    """What is on file now where it is no longer what it was when the item was sent; empty for no conflict. A field
    that somebody has set to the patient's own answer meanwhile is none."""
    if item.kind != ItemKind.DETAIL:
        return {}
    now_on_file = on_file(known or _chart(item))
    return {
        name: now_on_file[name]
        for name, old in item.old.items()
        if now_on_file[name] not in (old, item.new[name])
    }


def _chart(item: SubmissionItem) -> Patient:
    found = patient(item.patient_id)
    if found is None:
        raise NotFound()
    return found


def _take_detail(item: SubmissionItem, by: Actor, at: datetime) -> Outcome:
    chart = _chart(item)
    before = {name: getattr(chart, name) for name in item.new}
    update_demographics(
        patient_id=chart.id,
        changes=item.new,
        expected_version=chart.version,
        # A family shares a telephone: contacts that a known patient gives make nobody somebody else.
        despite_duplicates=True,
        reason="Contacts entered by the patient",
        by=by,
        at=at,
    )
    return {"before": before}


def _give_detail_back(item: SubmissionItem, by: Actor, at: datetime) -> None:
    chart = _chart(item)
    if any(getattr(chart, name) != value for name, value in item.new.items()):
        raise ChangedSince()
    update_demographics(
        patient_id=chart.id,
        changes=item.outcome["before"],
        expected_version=chart.version,
        despite_duplicates=True,
        reason=UNDONE,
        by=by,
        at=at,
    )


def _take_entry(item: SubmissionItem, by: Actor, at: datetime) -> Outcome:
    entry = HistoryDetails(
        kind=item.new["kind"], text=item.new["text"], detail=item.new["detail"], source="patient"
    )
    return {"entry_id": str(add_history(patient_id=item.patient_id, entry=entry, by=by, at=at).id)}


def _end_entry(item: SubmissionItem, by: Actor, at: datetime) -> None:
    end_history(
        entry_id=uuid.UUID(item.outcome["entry_id"]),
        ended_on=local_day(by.organization_id, at),
        reason=UNDONE,
        by=by,
        at=at,
    )


def _take_form(item: SubmissionItem, by: Actor, at: datetime) -> Outcome:
    sent_at = in_zone(item.submission.sent_at, zone_of(item.unit_id))
    head = f"{item.new['title']}, version {item.new['number']}\nEntered by the patient on {format_day(sent_at)}.\n"
    body = "\n".join(f"{question}\n    {answer}" for question, answer in item.new["lines"])
    category = Category.CONSENT if _has_consent(item) else Category.CLINICAL
    return _file(item, f"{head}\n{body}\n".encode(), f"{item.key}.txt", item.new["title"], category, by, at)


def _has_consent(item: SubmissionItem) -> bool:
    return SubmissionItem.objects.filter(
        submission_id=item.submission_id, kind=ItemKind.CONSENT, new__form=item.key
    ).exists()


def _take_card(item: SubmissionItem, by: Actor, at: datetime) -> Outcome:
    content = store.get(item.new["digest"])
    return _file(
        item, content, f"card-{item.key}.jpg", f"Insurance card, {item.key}", Category.INSURANCE_CARD, by, at
    )


def _file(
    item: SubmissionItem, content: bytes, name: str, title: str, category: Category, by: Actor, at: datetime
) -> Outcome:
    document = file_document(
        content=content,
        file_name=name,
        title=title,
        category=category,
        patient_id=item.patient_id,
        subject_type="appointment",
        subject_id=item.submission.appointment_id,
        compartment=item.compartment,
        by=by,
        at=at,
    )
    return {"document_id": str(document.id)}


def _withdraw(item: SubmissionItem, by: Actor, at: datetime) -> None:
    withdraw_document(document_id=uuid.UUID(item.outcome["document_id"]), because=UNDONE, by=by, at=at)


def _take_consent(item: SubmissionItem, by: Actor, at: datetime) -> Outcome:
    form = SubmissionItem.objects.filter(
        submission_id=item.submission_id, kind=ItemKind.FORM, key=item.new["form"], state=ItemState.ACCEPTED
    ).first()
    signed = sign_consent(
        patient_id=item.patient_id,
        kind=ConsentKind(item.key),
        document_id=uuid.UUID(form.outcome["document_id"]) if form else None,
        by=by,
        at=at,
    )
    return {"consent_id": str(signed.id)}


def _withdraw_consent(item: SubmissionItem, by: Actor, at: datetime) -> None:
    withdraw_consent(consent_id=uuid.UUID(item.outcome["consent_id"]), by=by, at=at)


def _take_insurance(item: SubmissionItem, by: Actor, at: datetime) -> Outcome:
    key = f"coverage-verify:{item.submission_id}"
    raise_task(
        kind="coverage.verify",
        key=key,
        title=f"Verify the insurance of {item.submission.patient.spoken_name}",
        detail=f"The patient says that it has changed. {item.new['note']}".strip(),
        role=Role.MEDICAL_SECRETARY,
        unit_id=item.unit_id,
        due_at=at + timedelta(hours=8),
        organization_id=item.organization_id,
        patient_id=item.patient_id,
        compartment=item.compartment,
        path=reverse("patients:patient", args=[item.patient_id]),
        at=at,
    )
    return {"task": key}


def _close_task(item: SubmissionItem, by: Actor, at: datetime) -> None:
    close_tasks(key=item.outcome["task"], organization_id=item.organization_id, at=at, because=UNDONE)


TAKERS: dict[str, Taker] = {
    ItemKind.DETAIL: Taker("patients.register", _take_detail, _give_detail_back),
    ItemKind.INSURANCE: Taker("coverage.write", _take_insurance, _close_task),
    ItemKind.CARD: Taker("documents.file", _take_card, _withdraw),
    ItemKind.FORM: Taker("documents.file", _take_form, _withdraw),
    ItemKind.CONSENT: Taker("patients.register", _take_consent, _withdraw_consent),
    ItemKind.ENTRY: Taker("history.write", _take_entry, _end_entry),
}
