"""Reading the audit as an auditor may: who did or saw what and when, without what the records themselves say."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from wellrun.platform.audit.models import AuditEvent
from wellrun.practice.organization.api import User, person_names, user_names

PAGE = 100
_USERS = ("user", User._meta.db_table)
_SIGNED_IN = "user.signed_in"


@dataclass(frozen=True)
class AuditFilter:
    """What to look for; empty parts do not narrow. `before_id` pages backward in time."""

    kind: str = ""
    act: str = ""
    person_id: uuid.UUID | None = None
    patient_id: uuid.UUID | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    before_id: int | None = None


@dataclass(frozen=True)
class AuditRow:
    """One event. `fields` names the columns that a write touched, never their values."""

    id: int
    at: datetime
    who: str
    role: str
    kind: str
    act: str
    subject: str
    patients: int
    fields: str


def audit_rows(wanted: AuditFilter) -> list[AuditRow]:
    """The newest events that fit, at most a page of them; three queries."""
    rows = AuditEvent.objects.all()
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.act:
        rows = rows.filter(act__startswith=wanted.act)
    if wanted.person_id:
        rows = rows.filter(person_id=wanted.person_id)
    if wanted.patient_id:
        rows = rows.filter(patients__contains=[wanted.patient_id]).exclude(patients=[])
    if wanted.starts_at:
        rows = rows.filter(at__gte=wanted.starts_at)
    if wanted.ends_at:
        rows = rows.filter(at__lt=wanted.ends_at)
    if wanted.before_id:
        rows = rows.filter(id__lt=wanted.before_id)
    found = list(rows.order_by("-id")[:PAGE])
    names = person_names({event.person_id for event in found})
    users = user_names(
        event.subject_id for event in found if event.subject_id and event.subject_type in _USERS
    )
    return [_row(event, names, users) for event in found]


def _row(event: AuditEvent, names: dict[uuid.UUID, str], users: dict[str, str]) -> AuditRow:
    user = users.get(event.subject_id, "") if event.subject_type in _USERS else ""
    # Who signs in is nobody until it is done, so the record of it has them as its subject.
    nobody = user if user and event.act == _SIGNED_IN else "the program"
    return AuditRow(
        id=event.id,
        at=event.at,
        who=names.get(event.person_id, nobody),
        role=event.role,
        kind=event.kind,
        act=event.act,
        subject=f"user {user}" if user else f"{event.subject_type} {event.subject_id}".strip(),
        patients=len(event.patients),
        fields=", ".join(sorted(event.detail)) if event.kind == "row" and event.act == "update" else "",
    )
