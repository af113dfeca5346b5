"""Recalls: making those that are due, asking patients to book, and ending them."""

from __future__ import annotations

import calendar
import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.api import local_day, zone_of
from wellrun.practice.outreach.api import Channel, make_link, make_notice, withdraw_notices
from wellrun.practice.patients.api import CodeSystem, HistoryEntry, HistoryKind, Patient
from wellrun.practice.patients.api import patient as find_patient
from wellrun.practice.scheduling.models import (
    Appointment,
    Recall,
    RecallAttempt,
    RecallRule,
    RecallState,
    VisitState,
    VisitType,
)
from wellrun.practice.scheduling.operations.wordings import RECALL
from wellrun.practice.scheduling.rules import MOVABLE

#: A rule looks no further back than so long after a patient was due: who left years ago is not written to.
MOST_OVERDUE = timedelta(days=365)
#: How long the link of a recall opens the choice of a time.
LINK_LASTS = timedelta(days=30)
STANDING = (RecallState.OPEN, RecallState.CALL)


class RecallRefused(Refused):
    """The recall cannot be set or asked."""

    status = 409


def after_months(on: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it is shorter."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def set_recall(
    *, patient_id: uuid.UUID, visit_type_id: uuid.UUID, due_on: date, note: str = "", by: Actor, at: datetime
) -> Recall:
    """Have a patient come back on about a day, as somebody said at check-out. Asked by the usual channel from thirty
    days before. Raises `RecallRefused` where one stands for the same visit."""
    kind, patient = VisitType.objects.filter(id=visit_type_id).first(), find_patient(patient_id)
    if kind is None or patient is None:
        raise NotFound()
    require(by, "recalls.work", kind.unit_id)
    today = local_day(kind.unit_id, at)
    if due_on <= today:
        raise RecallRefused("A recall is for a day that is still to come.", field="due_on")
    if patient.deceased_on is not None:
        raise RecallRefused("This patient is recorded as deceased.", field="patient")
    recall = _recall(patient, kind, None, today, due_on, today, by, at)
    recall.note = note[:200]
    try:
        with transaction.atomic():
            recall.save(force_insert=True)
    except IntegrityError as refused:
        if "recall_set_once" not in str(refused):
            raise
        raise RecallRefused("A recall for this visit stands already.", field="visit_type") from refused
    record_act("recall.set", subject_type="recall", subject_id=recall.id, patients=[patient.id])
    return recall


def _recall(
    patient: Patient,
    kind: VisitType,
    rule: RecallRule | None,
    after_on: date,
    due_on: date,
    today: date,
    by: Actor,
    at: datetime,
) -> Recall:
    lead = timedelta(days=rule.lead_days if rule else 30)
    return Recall(
        organization_id=kind.organization_id,
        unit_id=kind.unit_id,
        compartment=patient.compartment,
        patient=patient,
        visit_type=kind,
        rule=rule,
        after_on=after_on,
        due_on=due_on,
        next_on=max(due_on - lead, today),
        made_at=at,
        made_by_id=by.person_id,
        made_by_name=by.name,
    )


def make_due_recalls(*, rule: RecallRule, by: Actor, at: datetime) -> int:
    """Make the recalls that a rule finds due by now; says how many are new. One for each patient and period, however
    often this runs; none for who has a visit ahead there or came since."""
    require(by, "recalls.work", rule.unit_id)
    zone, today = ZoneInfo(zone_of(rule.unit_id)), local_day(rule.unit_id, at)
    seen = {row["patient_id"]: row["last"].astimezone(zone).date() for row in _last_seen(rule, today, zone)}
    due = {
        patient_id: due_on
        for patient_id, on in seen.items()
        if (due_on := after_months(on, rule.interval_months)) - timedelta(days=rule.lead_days) <= today
        and due_on > today - MOST_OVERDUE
    }
    patients = _admitted(rule, due)
    recalls = [
        _recall(each, rule.visit_type, rule, seen[each.id], due[each.id], today, by, at) for each in patients
    ]
    known = set(Recall.objects.filter(rule=rule, patient__in=patients).values_list("patient_id", "after_on"))
    new = [each for each in recalls if (each.patient_id, each.after_on) not in known]
    Recall.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        record_act("recalls.made", subject_type="recall rule", subject_id=rule.id,
                   patients=[each.patient_id for each in new])  # fmt: skip
    return len(new)


def _last_seen(rule: RecallRule, today: date, zone: ZoneInfo) -> QuerySet:
    """Patients with the instant of their last finished visit of the rule, coarsely in the time that can be due."""
    latest = today + timedelta(days=rule.lead_days + 3)
    months = -rule.interval_months
    until = datetime.combine(after_months(latest, months) + timedelta(days=4), time(), tzinfo=zone)
    since = datetime.combine(after_months(today - MOST_OVERDUE, months), time(), tzinfo=zone)
    visits = Appointment.objects.filter(unit_id=rule.unit_id, state=VisitState.CHECKED_OUT)
    if rule.seen_type_id:
        visits = visits.filter(visit_type_id=rule.seen_type_id)
    mine = Appointment.objects.filter(patient_id=OuterRef("patient_id"), unit_id=rule.unit_id)
    ahead = mine.filter(state__in=MOVABLE, starts_at__gte=datetime.combine(today, time(), tzinfo=zone))
    return (
        visits.filter(~Exists(ahead))
        .values("patient_id")
        .annotate(last=Max("starts_at"))
        .filter(last__gte=since, last__lt=until)
    )


def _admitted(rule: RecallRule, due: dict[uuid.UUID, date]) -> list[Patient]:
    """The patients among those due whom the rule is for, alive and with a chart of their own."""
    rows = Patient.objects.filter(id__in=list(due), deceased_on__isnull=True, merged_into__isnull=True)
    if rule.sex:
        rows = rows.filter(sex=rule.sex)
    if rule.diagnosis:
        listed = HistoryEntry.objects.filter(
            patient_id=OuterRef("id"),
            kind=HistoryKind.PROBLEM,
            code_system=CodeSystem.ICD10CM,
            code__startswith=rule.diagnosis,
            ended_on__isnull=True,
        )
        rows = rows.filter(Exists(listed))
    return [each for each in rows if _of_age(rule, each.birth_on, due[each.id])]


def _of_age(rule: RecallRule, born: date, on: date) -> bool:
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return (rule.age_from is None or age >= rule.age_from) and (
        rule.age_below is None or age < rule.age_below
    )


def close_booked_recalls(*, by: Actor, at: datetime) -> int:
    """End the recalls whose patients have a visit of that department ahead; says how many."""
    rows = Recall.objects.filter(state__in=STANDING, unit_id__in=by.reach["recalls.work"])
    ahead = Appointment.objects.filter(
        patient_id=OuterRef("patient_id"), unit_id=OuterRef("unit_id"), state__in=MOVABLE, starts_at__gte=at
    )
    booked = rows.filter(Exists(ahead)).annotate(visit_id=ahead.order_by("starts_at").values("id")[:1])
    closed = list(booked)
    for recall in closed:
        recall.appointment_id = recall.visit_id
        _end(recall, RecallState.BOOKED, "A visit is booked", at)
    return len(closed)


def ask_due_recalls(*, by: Actor, at: datetime, limit: int = 200) -> int:
    """Ask the patients whose next attempt is due, after ending what is booked meanwhile; says how many were asked."""
    close_booked_recalls(by=by, at=at)
    rows = Recall.objects.filter(state=RecallState.OPEN, unit_id__in=by.reach["recalls.work"])
    due = (
        rows.filter(next_on__lte=at.date()).order_by("next_on", "id").values_list("id", "unit_id", "next_on")
    )
    ready = [pk for pk, unit_id, next_on in due[:limit] if next_on <= local_day(unit_id, at)]
    for recall_id in ready:
        ask_recall(recall_id=recall_id, by=by, at=at)
    return len(ready)


def ask_recall(*, recall_id: uuid.UUID, by: Actor, at: datetime) -> RecallAttempt | None:
    """Ask a patient once more to book; after the rule's last attempt somebody calls. None for a patient who died."""
    recall = _lock(recall_id, by)
    if recall.state != RecallState.OPEN:
        raise RecallRefused("This recall is not to be asked any more.")
    if recall.patient.deceased_on is not None:
        _end(recall, RecallState.ENDED, "The patient died", at)
        return None
    rule = recall.rule or RecallRule()
    recall.asked += 1
    last = recall.asked > rule.attempts
    channel = Channel.CALL if last else _channel(rule, recall.asked)
    notice = make_notice(
        kind=RECALL,
        key=f"recall:{recall.id}:{recall.asked}",
        patient=recall.patient,
        unit_id=recall.unit_id,
        subject_id=recall.id,
        words={},
        link=make_link(
            purpose="booking",
            subject_id=recall.id,
            patient=recall.patient,
            unit_id=recall.unit_id,
            expires_at=at + LINK_LASTS,
            at=at,
        ),
        channel=channel,
        by=by,
        at=at,
    )
    recall.state = RecallState.CALL if last else RecallState.OPEN
    recall.next_on = None if last else local_day(recall.unit_id, at) + timedelta(days=rule.days_between)
    recall.save(update_fields=["asked", "state", "next_on"])
    attempt = _attempt(recall, Channel(notice.channel) if notice else Channel.CALL, by, at)
    attempt.notice_id = notice.id if notice else None
    attempt.save(force_insert=True)
    record_act("recall.asked", subject_type="recall", subject_id=recall.id, patients=[recall.patient_id])
    return attempt


def _channel(rule: RecallRule, number: int) -> Channel | None:
    if not rule.channels:
        return None
    return Channel(rule.channels[min(number, len(rule.channels)) - 1])


def _attempt(recall: Recall, channel: Channel, by: Actor, at: datetime) -> RecallAttempt:
    number = recall.tries.count() + 1
    return RecallAttempt(
        organization_id=recall.organization_id,
        unit_id=recall.unit_id,
        compartment=recall.compartment,
        recall=recall,
        number=number,
        channel=channel,
        at=at,
        by_id=by.person_id,
        by_name=by.name,
    )


def note_call(*, recall_id: uuid.UUID, outcome: str, by: Actor, at: datetime) -> RecallAttempt:
    """Note what came of a call to the patient; the recall stands until a visit is booked or it is ended."""
    recall = _lock(recall_id, by)
    if not outcome.strip():
        raise RecallRefused("Say what came of the call.", field="outcome")
    attempt = _attempt(recall, Channel.CALL, by, at)
    attempt.outcome = outcome.strip()[:200]
    attempt.save(force_insert=True)
    record_act("recall.called", subject_type="recall", subject_id=recall.id, patients=[recall.patient_id])
    return attempt


def end_recall(*, recall_id: uuid.UUID, reason: str, by: Actor, at: datetime) -> Recall:
    """End a recall, saying why. Ending twice changes nothing."""
    recall = _lock(recall_id, by)
    if not reason.strip():
        raise RecallRefused("Say why the recall ends.", field="reason")
    if recall.state in STANDING:
        _end(recall, RecallState.ENDED, reason.strip()[:200], at)
    return recall


def reopen_recall(*, recall_id: uuid.UUID, by: Actor, at: datetime) -> Recall:
    """Undo the end of a recall: it is asked again from today on."""
    recall = _lock(recall_id, by)
    if recall.state in STANDING:
        return recall
    recall.state, recall.ended_at, recall.end_reason = RecallState.OPEN, None, ""
    recall.appointment_id, recall.next_on = None, local_day(recall.unit_id, at)
    try:
        with transaction.atomic():
            recall.save(update_fields=["state", "ended_at", "end_reason", "appointment_id", "next_on"])
    except IntegrityError as refused:
        raise RecallRefused("Another recall for this visit stands already.") from refused
    record_act("recall.again", subject_type="recall", subject_id=recall.id, patients=[recall.patient_id])
    return recall


def _lock(recall_id: uuid.UUID, by: Actor) -> Recall:
    rows = Recall.objects.select_for_update(of=("self",)).select_related("patient", "rule")
    recall = rows.filter(id=recall_id).first()
    if recall is None or not by.may("recalls.work", recall.unit_id):
        raise NotFound()
    return recall


def _end(recall: Recall, state: RecallState, reason: str, at: datetime) -> None:
    recall.state, recall.ended_at, recall.end_reason, recall.next_on = state, at, reason, None
    recall.save(update_fields=["state", "ended_at", "end_reason", "next_on", "appointment_id"])
    withdraw_notices(subject_id=recall.id, at=at, kinds=(RECALL,))
    record_act(f"recall.{state}", subject_type="recall", subject_id=recall.id, patients=[recall.patient_id])
