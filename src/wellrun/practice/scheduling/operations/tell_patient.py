"""Telling patients what became of their visits: one message for what people did within minutes, however often.

Nothing of it happens while somebody books or moves: a job looks at the steps of the last minutes. What it made and what
changed again before it left is asked about once more when it leaves (`untrue`), so that nothing stale goes out.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from wellrun.platform.access.api import Actor
from wellrun.practice.outreach.api import (
    Channel,
    Link,
    Notice,
    NoticeState,
    end_links,
    make_link,
    make_notice,
    reach_of,
)
from wellrun.practice.scheduling.models import (
    Appointment,
    AppointmentStep,
    BookedBy,
    Moment,
    TellingMark,
    VisitState,
)
from wellrun.practice.scheduling.operations import visit_words as words
from wellrun.practice.scheduling.queries.reminders import rule_for, rules_of
from wellrun.practice.worklist.api import close_tasks

_MOMENTS = {words.BOOKED: Moment.BOOKED, words.MOVED: Moment.MOVED, words.CANCELLED: Moment.CANCELLED}
#: In these states a notice has reached the patient, or is about to.
_TOLD = (NoticeState.LEAVING, NoticeState.SENT, NoticeState.DELIVERED, NoticeState.CALLED)
#: A step is looked at again for so long: what is committed late carries the instant at which it was begun.
_OVERLAP = timedelta(minutes=10)
_AHEAD = (VisitState.BOOKED, VisitState.CONFIRMED)


def tell_changes(*, organization_id: uuid.UUID, by: Actor, at: datetime) -> int:
    """Take back what is no longer so about the visits that changed since the last look, and say how they stand now;
    says how many messages were made. Harmless to repeat: what was said is not said again."""
    mark = TellingMark.objects.select_for_update().filter(organization_id=organization_id).first()
    if mark is None or not rules_of(organization_id):
        return 0
    since, mark.looked_until = mark.looked_until - _OVERLAP, max(at, mark.looked_until)
    mark.save(update_fields=["looked_until"])
    steps = AppointmentStep.objects.filter(Q(at__gte=since) | Q(undone_at__gte=since))
    ids = set(steps.filter(organization_id=organization_id).values_list("appointment_id", flat=True))
    visits = Appointment.objects.select_related("patient", "unit").filter(id__in=ids).order_by("id")
    said: dict[uuid.UUID, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.filter(subject_id__in=ids, kind__in=words.KINDS).order_by("made_at", "id"):
        said[notice.subject_id].append(notice)
    return sum(_bring_up_to_date(visit, said[visit.id], since, by, at) for visit in visits)


def untrue(notices: Sequence[Notice], at: datetime) -> set[uuid.UUID]:
    """Those of these notices about visits whose visit is no longer as they say; one query."""
    visits = Appointment.objects.in_bulk({notice.subject_id for notice in notices})
    return {notice.id for notice in notices if _is_untrue(notice, visits.get(notice.subject_id))}


def _is_untrue(notice: Notice, visit: Appointment | None) -> bool:
    if visit is None:
        return True
    if notice.kind == words.CANCELLED:
        return visit.state != VisitState.CANCELLED
    if notice.kind == words.CONFIRM and visit.state != VisitState.BOOKED:
        return True
    return visit.state not in _AHEAD or notice.words.get("starts_at") != visit.starts_at.isoformat()


def _bring_up_to_date(
    visit: Appointment, said: Sequence[Notice], since: datetime, by: Actor, at: datetime
) -> int:
    waiting = [notice for notice in said if notice.state == NoticeState.WAITING]
    stale = [notice for notice in waiting if _is_untrue(notice, visit)]
    Notice.objects.filter(id__in=[notice.id for notice in stale], state=NoticeState.WAITING).update(
        state=NoticeState.WITHDRAWN, settled_at=at, trouble="The visit changed."
    )
    told = next((notice for notice in reversed(said) if notice.state in _TOLD), None)
    if visit.state not in _AHEAD:
        end_links(subject_id=visit.id, at=at, purpose="visit")
    if visit.state not in _AHEAD or (told and told.words.get("starts_at") != visit.starts_at.isoformat()):
        _close_wish(visit, at)
    if any(notice.kind in _MOMENTS for notice in waiting if notice not in stale):
        return 0
    kind = _to_say(visit, told, stale, since)
    if not kind or any(notice.key == _key(visit, kind) for notice in said):
        return 0
    return int(_say(visit, kind, by, at))


def _to_say(visit: Appointment, told: Notice | None, stale: Sequence[Notice], since: datetime) -> str:
    """The kind of message that brings the patient up to date; empty where there is nothing to say."""
    cancelled = visit.state == VisitState.CANCELLED
    if not cancelled and visit.state not in _AHEAD:
        return ""
    if told is None:
        fresh = visit.booked_at >= since or any(notice.kind == words.BOOKED for notice in stale)
        if cancelled:
            return "" if fresh else words.CANCELLED
        if fresh:
            return words.BOOKED
        moved = AppointmentStep.objects.filter(
            appointment=visit, kind="moved", undone_at__isnull=True, at__gte=since
        )
        return words.MOVED if moved.exists() else ""
    if told.kind == words.CANCELLED:
        return "" if cancelled else words.BOOKED
    if cancelled:
        return words.CANCELLED
    return "" if told.words.get("starts_at") == visit.starts_at.isoformat() else words.MOVED


def _say(visit: Appointment, kind: str, by: Actor, at: datetime) -> bool:
    rule = rule_for(
        _MOMENTS[kind],
        organization_id=visit.organization_id,
        lineage=tuple(visit.unit.lineage),
        visit_type_id=visit.visit_type_id,
    )
    if rule is None or visit.starts_at <= at or visit.booked_through == BookedBy.WALK_IN:
        return False
    wanted = Channel(rule.channel) if rule.channel else None
    if reach_of(visit.patient, wanted)[0] == Channel.CALL and wanted != Channel.CALL:
        # Nobody is called only to be told what was agreed on the telephone; reminders do call.
        return False
    notice = make_notice(
        kind=kind,
        key=_key(visit, kind),
        patient=visit.patient,
        unit_id=visit.unit_id,
        subject_id=visit.id,
        words=words_of(visit),
        link=link_to(visit, at) if kind != words.CANCELLED else None,
        channel=wanted,
        lapses_at=visit.starts_at,
        by=by,
        at=at,
    )
    return notice is not None


def _key(visit: Appointment, kind: str) -> str:
    return f"visit:{visit.id}:{kind}:{visit.version}"


def words_of(visit: Appointment) -> dict[str, str]:
    """What the wordings about a visit are filled in with; `starts_at` is for us, to know what was last said."""
    said = words.when_said(visit.starts_at, visit.unit.zone, visit.patient.language)
    return {"when": said, "starts_at": visit.starts_at.isoformat()}


def link_to(visit: Appointment, at: datetime) -> Link:
    """A link by which the patient confirms, moves or cancels, until the visit starts."""
    return make_link(
        purpose="visit",
        subject_id=visit.id,
        patient=visit.patient,
        unit_id=visit.unit_id,
        expires_at=visit.starts_at,
        at=at,
    )


def change_key(visit_id: uuid.UUID) -> str:
    """The key of the task that a patient wants another time, or none."""
    return f"visit wants change:{visit_id}"


def _close_wish(visit: Appointment, at: datetime) -> None:
    close_tasks(
        key=change_key(visit.id),
        organization_id=visit.organization_id,
        at=at,
        because="The visit was moved, canceled or took place.",
    )
