"""Changing how departments offer freed times and whom they recall."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from wellrun.platform.access.api import Actor, NotFound, Refused, Stale, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.outreach.api import Channel
from wellrun.practice.scheduling.models import OfferRule, RecallRule, VisitType

OFFER_FIELDS = ("batch_size", "batch_minutes", "near_hours", "near_minutes", "least_minutes", "active")
RECALL_FIELDS = (
    "name", "seen_type_id", "diagnosis", "age_from", "age_below", "sex", "interval_months", "lead_days", "channels",
    "attempts", "days_between", "active",
)  # fmt: skip


class RuleRefused(Refused):
    """A rule that cannot be."""


def set_offer_rule(
    *, unit_id: uuid.UUID, changes: Mapping[str, object], expected_version: int, by: Actor, at: datetime
) -> OfferRule:
    """Say how a department offers freed times, from the next batch on. A department without a rule has version 0."""
    require(by, "outreach.manage", unit_id)
    rule = OfferRule.objects.select_for_update().filter(unit_id=unit_id).first()
    if (rule.version if rule else 0) != expected_version:
        raise Stale()
    fresh = rule is None
    rule = rule or OfferRule(unit_id=unit_id, organization_id=by.organization_id, version=0)
    _set(rule, changes, OFFER_FIELDS)
    rule.version += 1
    rule.save(force_insert=fresh)
    record_act("offer_rule.set", subject_type="offer rule", subject_id=rule.id)
    return rule


def add_recall_rule(
    *, visit_type_id: uuid.UUID, changes: Mapping[str, object], by: Actor, at: datetime
) -> RecallRule:
    """Let a department recall patients by rule, for this type of visit."""
    kind = VisitType.objects.filter(id=visit_type_id).first()
    if kind is None:
        raise NotFound()
    require(by, "outreach.manage", kind.unit_id)
    rule = RecallRule(organization_id=kind.organization_id, unit_id=kind.unit_id, visit_type=kind)
    _set(rule, changes, RECALL_FIELDS)
    _save(rule, insert=True)
    record_act("recall_rule.added", subject_type="recall rule", subject_id=rule.id)
    return rule


def change_recall_rule(
    *, rule_id: uuid.UUID, changes: Mapping[str, object], expected_version: int, by: Actor, at: datetime
) -> RecallRule:
    """Change a rule for what is found due from now on; recalls that stand keep their days."""
    rule = RecallRule.objects.select_for_update().filter(id=rule_id).first()
    if rule is None:
        raise NotFound()
    require(by, "outreach.manage", rule.unit_id)
    if rule.version != expected_version:
        raise Stale()
    _set(rule, changes, RECALL_FIELDS)
    rule.version += 1
    _save(rule, insert=False)
    record_act("recall_rule.changed", subject_type="recall rule", subject_id=rule.id)
    return rule


def _set(rule: OfferRule | RecallRule, changes: Mapping[str, object], fields: tuple[str, ...]) -> None:
    for name, value in changes.items():
        if name not in fields:
            raise ValueError(f"{name} is no field of this rule.")
        setattr(rule, name, value)


def _save(rule: RecallRule, *, insert: bool) -> None:
    if not set(rule.channels) <= set(Channel.values):
        raise RuleRefused("Choose email, text message or telephone call.", field="channels")
    if rule.age_from is not None and rule.age_below is not None and rule.age_below <= rule.age_from:
        raise RuleRefused("The upper age must be above the lower.", field="age_below")
    if (
        rule.seen_type_id
        and not VisitType.objects.filter(id=rule.seen_type_id, unit_id=rule.unit_id).exists()
    ):
        raise RuleRefused("Choose a visit of the same department.", field="seen_type")
    try:
        with transaction.atomic():
            rule.save(force_insert=insert)
    except IntegrityError as refused:
        if "recall_rule_name_once_in_unit" not in str(refused):
            raise
        raise RuleRefused("This department has a rule of that name.", field="name") from refused
