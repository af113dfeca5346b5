"""Adding and changing payers and plans."""

from __future__ import annotations

import re
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import NotFound, Refused, Stale
from wellrun.platform.audit.api import record_act
from wellrun.practice.coverage.models import FilingIndicator, Payer, PayerKind, Plan
from wellrun.practice.coverage.rules.member_id import check_pattern
from wellrun.practice.patients.api import STATES


class PayerRefused(Refused):
    """The payer or plan cannot be as entered."""


@dataclass(frozen=True, kw_only=True)
class PayerDetails:
    """A payer as the biller enters it; see `Payer` for what the fields mean."""

    name: str
    electronic_id: str
    filing_indicator: str = "CI"
    kind: str = "commercial"
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    phone: str = ""
    timely_filing_days: int = 90
    member_id_pattern: str = ""
    sends_secondary_crossover: bool = False
    active: bool = True


def add_payer(*, details: PayerDetails, by: Actor, at: datetime) -> Payer:
    """Add a payer; its name is unique in the organization."""
    require(by, "payers.manage")
    _check(details)
    try:
        with transaction.atomic():
            payer = Payer.objects.create(organization_id=by.organization_id, **asdict(details))
    except IntegrityError:
        raise PayerRefused("There is a payer of this name already.", field="name") from None
    record_act("payer.added", subject_type="payer", subject_id=payer.id)
    return payer


def change_payer(
    *, payer_id: uuid.UUID, details: PayerDetails, expected_version: int, by: Actor, at: datetime
) -> Payer:
    """Change a payer as a whole; raises `Stale` when somebody else did meanwhile."""
    require(by, "payers.manage")
    _check(details)
    payer = Payer.objects.select_for_update().filter(id=payer_id).first()
    if payer is None:
        raise NotFound()
    if payer.version != expected_version:
        raise Stale()
    for name, value in asdict(details).items():
        setattr(payer, name, value)
    payer.version += 1
    try:
        with transaction.atomic():
            payer.save()
    except IntegrityError:
        raise PayerRefused("There is a payer of this name already.", field="name") from None
    record_act("payer.changed", subject_type="payer", subject_id=payer.id)
    return payer


def add_plan(
    *, payer_id: uuid.UUID, name: str, copay_cents: int | None = None, by: Actor, at: datetime
) -> Plan:
    """Add a plan to a payer; its name is unique there."""
    require(by, "payers.manage")
    payer = Payer.objects.filter(id=payer_id).first()
    if payer is None:
        raise NotFound()
    if not name.strip() or len(name.strip()) > 60:
        raise PayerRefused("Give the plan a name of at most 60 characters.", field="plan_name")
    if copay_cents is not None and copay_cents < 0:
        raise PayerRefused("A copay is not negative.", field="copay_cents")
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                organization_id=payer.organization_id, payer=payer, name=name.strip(), copay_cents=copay_cents
            )
    except IntegrityError:
        raise PayerRefused("This payer has a plan of this name already.", field="plan_name") from None
    record_act("plan.added", subject_type="plan", subject_id=plan.id)
    return plan


def change_plan(
    *, plan_id: uuid.UUID, copay_cents: int | None, active: bool, by: Actor, at: datetime
) -> Plan:
    """Change a plan's copay, or say that it is used no more."""
    require(by, "payers.manage")
    plan = Plan.objects.select_for_update().filter(id=plan_id).first()
    if plan is None:
        raise NotFound()
    plan.copay_cents, plan.active = copay_cents, active
    plan.save(update_fields=["copay_cents", "active"])
    record_act("plan.changed", subject_type="plan", subject_id=plan.id)
    return plan


def _check(details: PayerDetails) -> None:
    check_pattern(details.member_id_pattern)
    if not details.name.strip() or len(details.name) > 60:
        raise PayerRefused("Give the payer a name of at most 60 characters.", field="name")
    if not re.fullmatch(r"[A-Z0-9]{2,15}", details.electronic_id):
        raise PayerRefused("A payer id has 2 to 15 capital letters and digits.", field="electronic_id")
    if details.filing_indicator not in FilingIndicator.values:
        raise PayerRefused("Choose a filing indicator of the list.", field="filing_indicator")
    if details.kind not in PayerKind.values:
        raise PayerRefused("Choose a kind of the list.", field="kind")
    if not 1 <= details.timely_filing_days <= 1100:
        raise PayerRefused("Timely filing is between 1 and 1,100 days.", field="timely_filing_days")
    if details.state and details.state not in STATES:
        raise PayerRefused("Enter the state's two letters, such as IL.", field="state")
    if details.zip and not re.fullmatch(r"\d{5}|\d{9}", details.zip):
        raise PayerRefused("A ZIP code has five digits, or nine.", field="zip")
