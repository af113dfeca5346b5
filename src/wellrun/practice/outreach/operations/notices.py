"""Making notices and taking them back before they leave."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.ui.formatting import format_phone
from wellrun.practice.organization.api import place_of
from wellrun.practice.outreach.models import Channel, Link, Notice, NoticeState
from wellrun.practice.outreach.queries.quiet import awake_at
from wellrun.practice.outreach.queries.reach import reach_of
from wellrun.practice.outreach.rules.waking import SECOND_THOUGHTS
from wellrun.practice.outreach.rules.wording import filled, said_by, wording_of
from wellrun.practice.patients.api import Patient


class AlreadyGone(Refused):
    """The notice has left."""

    status = 409
    sentence = "This message has already left. Send another one instead."


def make_notice(
    *,
    kind: str,
    key: str,
    patient: Patient,
    unit_id: uuid.UUID,
    subject_id: uuid.UUID,
    words: Mapping[str, str],
    link: Link | None = None,
    channel: Channel | None = None,
    not_before: datetime | None = None,
    lapses_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Notice | None:
    """Stage a notice in the caller's transaction; None when one of this key was made before.

    It goes by `channel`, or by the one the patient prefers and can be reached by; somebody who can be reached by
    neither email nor text comes onto the call list. It leaves three minutes from now, or `not_before`, in the waking
    hours of the site. The words practice, phone and name are filled in here. The caller has checked its own capability.
    """
    language, wording = wording_of(kind, patient.language)
    place = place_of(unit_id)
    way, address = reach_of(patient, channel)
    known = {
        "practice": place.site.unit.name if place.site else place.unit.name,
        "phone": format_phone(place.site.phone) if place.site else "",
        "name": patient.preferred_name or patient.given_name,
    } | dict(words)
    due = max(at + SECOND_THOUGHTS, not_before or at)
    notice = Notice(
        organization_id=patient.organization_id,
        unit_id=unit_id,
        compartment=patient.compartment,
        patient=patient,
        kind=kind,
        key=key,
        subject_id=subject_id,
        language=language,
        channel=way,
        address=address,
        heading=filled(wording.heading, known)[:150],
        body=filled(said_by(wording, way), known),
        words=known,
        link=link,
        made_at=at,
        made_by_id=by.person_id,
        made_by_name=by.name,
        leaves_at=awake_at(due, unit_id),
        lapses_at=lapses_at,
    )
    if not Notice.objects.bulk_create([notice], ignore_conflicts=True) or not _is_ours(notice):
        return None
    record_act("notice.made", subject_type="notice", subject_id=notice.id, patients=[patient.id])
    return notice


def withdraw_notice(*, notice_id: uuid.UUID, by: Actor, at: datetime) -> Notice:
    """Take a notice back before it leaves; raises `AlreadyGone` after. Taking it back twice changes nothing."""
    notice = Notice.objects.select_for_update().filter(id=notice_id).first()
    if notice is None:
        raise NotFound()
    require(by, "outreach.read", notice.unit_id)
    if notice.state == NoticeState.WITHDRAWN:
        return notice
    if notice.state != NoticeState.WAITING:
        raise AlreadyGone()
    notice.state, notice.settled_at = NoticeState.WITHDRAWN, at
    notice.save(update_fields=["state", "settled_at"])
    record_act("notice.withdrawn", subject_type="notice", subject_id=notice.id, patients=[notice.patient_id])
    return notice


def withdraw_notices(*, subject_id: uuid.UUID, at: datetime, kinds: tuple[str, ...] = ()) -> int:
    """Take back what has not left yet about a subject that changed; says how many there were."""
    rows = Notice.objects.filter(subject_id=subject_id, state=NoticeState.WAITING)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return rows.update(state=NoticeState.WITHDRAWN, settled_at=at)


def _is_ours(notice: Notice) -> bool:
    return Notice.objects.filter(id=notice.id).exists()
