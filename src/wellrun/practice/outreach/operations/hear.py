"""What text gateways report: what became of a message, and what patients answer. Each counts once, in any order."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.outreach.events import NoticeAnswered
from wellrun.practice.outreach.models import Channel, Gateway, Heard, Notice, NoticeState, OptOut
from wellrun.practice.outreach.operations.settle import fail_notice
from wellrun.practice.outreach.rules.answers import meaning_of
from wellrun.practice.worklist import api as worklist

#: An answer that comes later than this belongs to nothing that was said.
ANSWERS_WITHIN = timedelta(days=14)
_CAME = ("delivered", "read")
_FAILED = ("undelivered", "failed")
_STILL_OUT = (NoticeState.LEAVING, NoticeState.SENT)


def report_text(
    *, gateway: Gateway, notice_id: uuid.UUID | None, gateway_id: str, status: str, why: str, at: datetime
) -> None:
    """Take the gateway's report about one text. The first of "delivered" and "failed" stands; anything later, earlier
    states that come late, and reports of unknown messages change nothing."""
    rows = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("patient")
        .filter(organization_id=gateway.organization_id, channel=Channel.TEXT, state__in=_STILL_OUT)
    )
    notice = (rows.filter(id=notice_id) if notice_id else rows.filter(gateway_id=gateway_id)).first()
    if notice is None or (status not in _CAME and status not in _FAILED):
        return
    # The report may come before the sender has written down that the message left.
    notice.sent_at, notice.gateway_id = notice.sent_at or at, gateway_id[:80] or notice.gateway_id
    notice.save(update_fields=["sent_at", "gateway_id"])
    if status in _FAILED:
        fail_notice(notice, why=why or "The gateway could not deliver it.", bad_address=True, at=at)
        return
    notice.state, notice.settled_at = NoticeState.DELIVERED, at
    notice.save(update_fields=["state", "settled_at"])
    record_act("notice.delivered", subject_type="notice", subject_id=notice.id, patients=[notice.patient_id])


def hear_text(*, gateway: Gateway, gateway_id: str, number: str, body: str, at: datetime) -> str:
    """Take a text that a patient wrote, once; what it means. It answers the latest notice texted to that number.

    "Stop" and "start" count for the number; "yes" and "no" are news for whoever asked, unless the same was asked about
    something else too; everything else, and what answers nothing, becomes a task of the desk.
    """
    known = Heard(organization_id=gateway.organization_id, gateway_id=gateway_id[:80], at=at)
    Heard.objects.bulk_create([known], ignore_conflicts=True)
    if not Heard.objects.filter(id=known.id).exists():
        return ""
    word = meaning_of(body)
    if word == "stop":
        _stop(gateway.organization_id, number, body, at)
    elif word == "start":
        _start(gateway.organization_id, number, at)
        return word
    notice = _answered(gateway.organization_id, number, at)
    if notice is None:
        if word != "stop":
            _ask_desk(None, gateway.organization_id, number, body, gateway_id, at)
        return word
    if word in ("yes", "no") and _has_rivals(notice, at):
        # Two visits of one family and one "yes": only a person can tell which.
        word = "words"
    answer_notice(notice, word=word, answer=body, at=at)
    # "Cancel" must end texts by law, and may yet mean the visit: a person reads what else was said.
    if word == "words" or (word == "stop" and "cancel" in body.lower()):
        _ask_desk(notice, gateway.organization_id, number, body, gateway_id, at)
    return word


def answer_notice(notice: Notice, *, word: str, answer: str, at: datetime) -> None:
    """Keep the answer to a notice that the caller has locked, and tell the rooms."""
    notice.answer, notice.answered_at = answer[:300], at
    notice.save(update_fields=["answer", "answered_at"])
    record_act("notice.answered", subject_type="notice", subject_id=notice.id, patients=[notice.patient_id])
    publish(
        NoticeAnswered(
            notice.id,
            notice.kind,
            notice.subject_id,
            notice.patient_id,
            notice.organization_id,
            word,
            answer[:300],
            at,
        )
    )


def _answered(organization_id: uuid.UUID, number: str, at: datetime) -> Notice | None:
    rows = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("patient")
        .filter(
            organization_id=organization_id,
            channel=Channel.TEXT,
            address=number,
            sent_at__gte=at - ANSWERS_WITHIN,
        )
    )
    return rows.order_by("-sent_at", "-id").first()


def _has_rivals(notice: Notice, at: datetime) -> bool:
    """Whether the same was asked of this number about something else, and is still open."""
    asked = Notice.objects.filter(
        organization_id=notice.organization_id,
        channel=Channel.TEXT,
        address=notice.address,
        kind=notice.kind,
        sent_at__gte=at - ANSWERS_WITHIN,
        answered_at__isnull=True,
    ).exclude(subject_id=notice.subject_id)
    return asked.filter(Q(lapses_at__isnull=True) | Q(lapses_at__gt=at)).exists()


def _stop(organization_id: uuid.UUID, number: str, body: str, at: datetime) -> None:
    out = OptOut(organization_id=organization_id, number=number, word=body.strip()[:40], opted_out_at=at)
    OptOut.objects.bulk_create([out], ignore_conflicts=True)
    record_act("texts.stopped", subject_type="opt out", subject_id=out.id)


def _start(organization_id: uuid.UUID, number: str, at: datetime) -> None:
    OptOut.objects.filter(organization_id=organization_id, number=number, back_at__isnull=True).update(
        back_at=at
    )


def _ask_desk(
    notice: Notice | None, organization_id: uuid.UUID, number: str, body: str, gateway_id: str, at: datetime
) -> None:
    named = {"unit_id": organization_id, "path": reverse("outreach:log")}
    title = f"A text from {number}"
    if notice is not None:
        path = reverse("patients:patient", args=[notice.patient_id])
        named = {"unit_id": notice.unit_id, "path": path}
        named |= {"patient_id": notice.patient_id, "compartment": notice.compartment}
        title = f"{notice.patient.name} answered by text"
    worklist.raise_task(
        kind="text to read",
        key=f"text:{gateway_id[:80]}",
        title=title,
        detail=body[:900],
        role=Role.MEDICAL_SECRETARY,
        organization_id=organization_id,
        due_at=at + timedelta(hours=4),
        at=at,
        **named,
    )
