"""Overbooking that somebody answers for: a rule says how much, a capability who, the visit says why."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.api import Unit, zone_of
from wellrun.practice.scheduling.models import Appointment, OverbookRule, VisitType
from wellrun.practice.scheduling.models.appointment import RELEASED
from wellrun.practice.scheduling.rules import day_bounds
from wellrun.practice.workforce.api import provider as find_provider


class NotOverbooked(Refused):
    """The rule allows no overbooking then."""

    status = 409
    field = "overbook_reason"


def set_overbook_rule(
    *, provider_id: uuid.UUID, unit: Unit, most_at_once: int, most_a_day: int, by: Actor, at: datetime
) -> OverbookRule:
    """Say how far a provider may be overbooked in a department; zeros end it. Visits that are booked stay."""
    require(by, "appointments.configure", unit.id)
    if find_provider(provider_id) is None:
        raise NotFound()
    if not (0 <= most_at_once <= 5 and 0 <= most_a_day <= 40):
        raise NotOverbooked("At most 5 at once and 40 a day.", field="most_at_once")
    rule, _ = OverbookRule.objects.update_or_create(
        provider_id=provider_id,
        unit=unit,
        defaults={
            "organization_id": unit.organization_id,
            "most_at_once": most_at_once,
            "most_a_day": most_a_day,
        },
    )
    record_act("overbooking.rule_set", subject_type="provider", subject_id=provider_id)
    return rule


def lanes_to_overbook(
    *,
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID,
    starts_at: datetime,
    but: uuid.UUID | None = None,
    by: Actor,
) -> int:
    """How many lanes above the provider's capacity a visit may take then, its rule locked until the transaction ends.
    The visit `but` does not count. Raises `NotOverbooked` without a rule or when the day has enough."""
    unit_id = VisitType.objects.filter(id=visit_type_id).values_list("unit_id", flat=True).first()
    if unit_id is None:
        raise NotFound()
    require(by, "appointments.overbook", unit_id)
    rule = OverbookRule.objects.select_for_update().filter(provider_id=provider_id, unit_id=unit_id).first()
    if rule is None or not rule.most_at_once:
        raise NotOverbooked("This provider is not overbooked here: no rule allows it.")
    zone = zone_of(unit_id)
    first_at, until_at = day_bounds(starts_at.astimezone(ZoneInfo(zone)).date(), zone)
    rows = Appointment.objects.filter(
        provider_id=provider_id, unit_id=unit_id, starts_at__gte=first_at, starts_at__lt=until_at
    )
    count = rows.exclude(overbook_reason="").exclude(state__in=RELEASED).exclude(id=but).count()
    if count >= rule.most_a_day:
        raise NotOverbooked(
            f"This provider is overbooked {count} times that day, and {rule.most_a_day} is the most."
        )
    return rule.most_at_once


def lanes_kept(visit_type_id: uuid.UUID, provider_id: uuid.UUID) -> int:
    """How many lanes above the capacity a visit may take back that had been overbooked: what was allowed once is not
    asked for again, but where a rule still stands it says how many lanes there are."""
    kinds = VisitType.objects.filter(id=visit_type_id).values("unit_id")
    rule = OverbookRule.objects.filter(provider_id=provider_id, unit_id__in=kinds).first()
    return max(rule.most_at_once, 1) if rule else 1
