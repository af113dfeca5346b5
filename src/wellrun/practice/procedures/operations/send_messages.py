"""Sending what is staged for hospitals, each facility's messages in their order."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from wellrun.platform.access.api import Actor
from wellrun.platform.access.matrix import Role
from wellrun.platform.database.identity import acting
from wellrun.practice.exchange.api import LineDown, content_of, mark_sent, send_message, transmission
from wellrun.practice.organization.api import Unit, UnitKind, program_actor
from wellrun.practice.procedures.models import CaseMessage, MessageState
from wellrun.practice.procedures.rules.hl7 import NotHl7, read_message
from wellrun.practice.worklist import api as worklist

#: After so many attempts, one a minute, somebody is asked to call the hospital.
TELL_AFTER = 15


def send_messages(
    *, at: datetime, organization_id: uuid.UUID | None = None, seconds: float = 10.0
) -> list[CaseMessage]:
    """Send what waits, oldest first, each in a transaction of its own, as the program; says what was answered.

    A facility whose line is down keeps its messages in their order until it answers. What is delivered just before a
    crash is delivered again under the same control number.
    """
    done = []
    for program in _programs(organization_id, at):
        for facility_id, message_ids in _waiting(program).items():
            for message_id in message_ids:
                with acting(program.identity()):
                    sent = _send(message_id, at, seconds)
                if sent is None:
                    break
                done.append(sent)
            del facility_id
    return done


def _send(message_id: uuid.UUID, at: datetime, seconds: float) -> CaseMessage | None:
    rows = CaseMessage.objects.select_for_update(skip_locked=True, of=("self",))
    row = rows.select_related("facility").filter(id=message_id, state=MessageState.QUEUED).first()
    if row is None:
        return None
    facility, kept = row.facility, transmission(row.transmission_id)
    assert kept is not None and facility.hl7_port is not None
    row.attempts += 1
    try:
        answer = send_message(
            facility.hl7_host, facility.hl7_port, content_of(kept), seconds=seconds, attempts=2
        )
        code, said = _answered(answer, row.control_id)
    except LineDown as down:
        row.said = str(down)[:400]
        row.save(update_fields=["attempts", "said"])
        if row.attempts >= TELL_AFTER:
            _ask(row, f"{facility.name} does not answer. Call its scheduling desk.", at)
        return None
    row.state, row.said = (MessageState.SENT, "") if code == "AA" else (MessageState.REFUSED, said[:400])
    row.save(update_fields=["attempts", "state", "said"])
    mark_sent(transmission_id=row.transmission_id, at=at)
    if row.state == MessageState.REFUSED:
        _ask(row, f"{facility.name} refused a message: {said}", at)
    else:
        worklist.close_tasks(
            key=f"case message:{row.id}", organization_id=row.organization_id, at=at, because="It was sent."
        )
    return row


def _answered(answer: bytes, control_id: str) -> tuple[str, str]:
    """The code and sentence of an answer to this message; raises `LineDown` for one that answers something else."""
    try:
        said = read_message(answer).segment("MSA")
    except NotHl7 as refused:
        raise LineDown(f"The answer cannot be read: {refused.sentence}") from refused
    if said.field(2) != control_id:
        raise LineDown(f"The answer is to another message ({said.field(2)[:40]}).")
    code = said.field(1).upper().replace("C", "A", 1)
    return code, said.field(3) or f"Answered {said.field(1)}"


def _ask(row: CaseMessage, sentence: str, at: datetime) -> None:
    worklist.raise_task(
        kind="case message",
        key=f"case message:{row.id}",
        title=sentence[:200],
        detail="The hospital does not know what this message says.",
        path=reverse("procedures:message", args=[row.id]),
        role=Role.SURGICAL_COORDINATOR,
        unit_id=row.unit_id,
        organization_id=row.organization_id,
        due_at=at,
        priority=worklist.Priority.HIGH,
        at=at,
    )


def _waiting(program: Actor) -> dict[uuid.UUID, list[uuid.UUID]]:
    with acting(program.identity()):
        rows = CaseMessage.objects.filter(
            organization_id=program.organization_id, outgoing=True, state=MessageState.QUEUED
        )
        found: dict[uuid.UUID, list[uuid.UUID]] = {}
        for facility_id, message_id in rows.order_by("at", "id").values_list("facility_id", "id"):
            found.setdefault(facility_id, []).append(message_id)
        return found


def _programs(organization_id: uuid.UUID | None, at: datetime) -> list[Actor]:
    with transaction.atomic():
        roots = [organization_id] if organization_id else list(
            Unit.objects.filter(kind=UnitKind.ORGANIZATION).order_by("id").values_list("id", flat=True)
        )  # fmt: skip
        return [program_actor(organization_id=root, name="hospital messages", at=at) for root in roots]
