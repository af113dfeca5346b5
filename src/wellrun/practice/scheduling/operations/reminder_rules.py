"""Keeping the rules about messages."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.api import place_of
from wellrun.practice.scheduling.models import Moment, ReminderRule, TellingMark, VisitType

_DAY = 24 * 60


class WrongRule(Refused):
    """A rule that could never be followed."""

    field = "hours_before"
    sentence = "Say how long before the visit: at least one hour, at most sixty days."


class TypeElsewhere(Refused):
    """A visit type of another department."""

    field = "visit_type"
    sentence = "This visit type belongs to another department."


def add_rule(
    *,
    unit_id: uuid.UUID,
    moment: Moment,
    hours_before: int = 0,
    channel: str = "",
    confirms: bool = False,
    unconfirmed_only: bool = False,
    visit_type_id: uuid.UUID | None = None,
    by: Actor,
    at: datetime,
) -> ReminderRule:
    """Add a rule for a department, a site or the organization; what is booked by then is followed too. Raises
    `WrongRule` or `TypeElsewhere`."""
    require(by, "outreach.manage", unit_id)
    if moment == Moment.BEFORE and not 1 <= hours_before <= 60 * 24:
        raise WrongRule()
    place = place_of(unit_id)
    if visit_type_id is not None:
        kind = VisitType.objects.select_related("unit").filter(id=visit_type_id).first()
        if kind is None or unit_id not in kind.unit.lineage:
            raise TypeElsewhere()
    before = moment == Moment.BEFORE
    rule = ReminderRule.objects.create(
        organization_id=place.unit.organization_id,
        unit_id=unit_id,
        visit_type_id=visit_type_id,
        moment=moment,
        minutes_before=hours_before * 60 if before else 0,
        channel=channel,
        confirms=confirms and before,
        unconfirmed_only=unconfirmed_only and before,
    )
    _begin(place.unit.organization_id, at)
    record_act("reminder_rule.added", subject_type="reminder rule", subject_id=rule.id)
    return rule


def switch_rule(*, rule_id: uuid.UUID, active: bool, by: Actor, at: datetime) -> ReminderRule:
    """Let a rule rest, or hold again. What was made by it stays."""
    rule = ReminderRule.objects.select_for_update().filter(id=rule_id).first()
    if rule is None:
        raise NotFound()
    require(by, "outreach.manage", rule.unit_id)
    rule.active = active
    rule.save(update_fields=["active"])
    record_act("reminder_rule.switched", subject_type="reminder rule", subject_id=rule.id)
    return rule


def add_usual_rules(*, organization_id: uuid.UUID, at: datetime) -> bool:
    """Give an organization without rules the usual ones: a message when a visit is booked, moved or canceled, a request
    to confirm three days before, a reminder a day before, and a call to who has not confirmed by then. Says whether it
    did. Part of acts that have checked who asks."""
    if ReminderRule.objects.filter(organization_id=organization_id).exists():
        return False
    usual = [
        {"moment": Moment.BOOKED},
        {"moment": Moment.MOVED},
        {"moment": Moment.CANCELLED},
        {"moment": Moment.BEFORE, "minutes_before": 3 * _DAY, "confirms": True},
        {"moment": Moment.BEFORE, "minutes_before": _DAY},
        {"moment": Moment.BEFORE, "minutes_before": _DAY, "channel": "call", "unconfirmed_only": True},
    ]
    ReminderRule.objects.bulk_create(
        [ReminderRule(organization_id=organization_id, unit_id=organization_id, **each) for each in usual]
    )
    _begin(organization_id, at)
    record_act("reminder_rules.usual", subject_type="organization", subject_id=organization_id)
    return True


def _begin(organization_id: uuid.UUID, at: datetime) -> None:
    """Patients are told of what happens from now on."""
    TellingMark.objects.get_or_create(organization_id=organization_id, defaults={"looked_until": at})
