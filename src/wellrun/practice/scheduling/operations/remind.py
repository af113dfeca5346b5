"""Reminding patients of their visits, and asking them to confirm."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import F

from wellrun.platform.access.api import Actor
from wellrun.platform.database.identity import acting
from wellrun.practice.outreach.api import Channel, made_keys, make_notice, on_call_list, reach_of
from wellrun.practice.scheduling.models import Appointment, Moment, ReminderRule, VisitState
from wellrun.practice.scheduling.operations import visit_words as words
from wellrun.practice.scheduling.operations.tell_patient import link_to, words_of
from wellrun.practice.scheduling.queries.reminders import rules_of

_BATCH = 200


def remind_visits(*, organization_id: uuid.UUID, by: Actor, at: datetime) -> int:
    """Make every reminder that is due, each once for a visit, a rule and a start: a visit that is moved is reminded of
    anew. Opens its own transactions, at most 200 visits each; says how many were made.

    A visit that was booked when its reminder should have gone out already needs none.
    """
    with acting(by.identity()):
        rules = [rule for rule in rules_of(organization_id) if rule.active and rule.moment == Moment.BEFORE]
    made = 0
    for rule in rules:
        for ids in _due(rule, by, at):
            with acting(by.identity()):
                made += _remind(rule, ids, by, at)
    return made


def _due(rule: ReminderRule, by: Actor, at: datetime) -> Iterator[Sequence[uuid.UUID]]:
    before = timedelta(minutes=rule.minutes_before)
    asks = rule.confirms or rule.unconfirmed_only
    states = (VisitState.BOOKED,) if asks else (VisitState.BOOKED, VisitState.CONFIRMED)
    with acting(by.identity()):
        rows = Appointment.objects.filter(
            organization_id=rule.organization_id,
            unit__lineage__contains=[rule.unit_id],
            state__in=states,
            starts_at__gt=at,
            starts_at__lte=at + before,
            booked_at__lte=F("starts_at") - before,
        )
        if rule.visit_type_id:
            rows = rows.filter(visit_type_id=rule.visit_type_id)
        found = list(rows.order_by("starts_at", "id").values_list("id", "starts_at"))
        keys = {_key(rule, visit_id, starts_at): visit_id for visit_id, starts_at in found}
        wanted = list(keys)
        known: set[str] = set()
        for first in range(0, len(wanted), 1000):
            known |= made_keys(rule.organization_id, wanted[first : first + 1000])
    ids = [visit_id for key, visit_id in keys.items() if key not in known]
    for first in range(0, len(ids), _BATCH):
        yield ids[first : first + _BATCH]


def _remind(rule: ReminderRule, ids: Sequence[uuid.UUID], by: Actor, at: datetime) -> int:
    made = 0
    kind = words.CONFIRM if rule.confirms or rule.unconfirmed_only else words.REMINDER
    rows = Appointment.objects.select_related("patient", "unit").filter(id__in=list(ids))
    # One call says it all: who is on the call list for a visit is not put there again by the next rule.
    called = on_call_list(ids)
    for visit in rows.order_by("starts_at", "id"):
        if visit.patient.deceased_on or visit.id in called or _only_by_call(rule, kind, visit):
            continue
        notice = make_notice(
            kind=kind,
            key=_key(rule, visit.id, visit.starts_at),
            patient=visit.patient,
            unit_id=visit.unit_id,
            subject_id=visit.id,
            words=words_of(visit),
            link=link_to(visit, at),
            channel=Channel(rule.channel) if rule.channel else None,
            not_before=visit.starts_at - timedelta(minutes=rule.minutes_before),
            lapses_at=visit.starts_at,
            by=by,
            at=at,
        )
        made += notice is not None
    return made


def _only_by_call(rule: ReminderRule, kind: str, visit: Appointment) -> bool:
    """Nobody is called only to be reminded, unless the rule says so: the call that asks for a confirmation does it."""
    if kind == words.CONFIRM or rule.channel:
        return False
    return reach_of(visit.patient)[0] == Channel.CALL


def _key(rule: ReminderRule, visit_id: uuid.UUID, starts_at: datetime) -> str:
    return f"visit:{visit_id}:{rule.id}:{int(starts_at.timestamp())}"
