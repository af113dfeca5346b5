"""Procedure codes, fee schedules and fees."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.money.cents import format_cents
from wellrun.platform.ui.formatting import format_long_day
from wellrun.practice.billing.models import Fee, FeeSchedule, ProcedureCode, ProcedureKind
from wellrun.practice.billing.rules.charges import tidy_code

#: A million dollars: no single service of an office costs that.
MAX_FEE_CENTS = 100_000_000
CODE_FORM = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
MODIFIER_FORM = re.compile(r"[0-9A-Z]{2}")


class CodeRefused(Refused):
    """The text is no procedure code."""

    field = "code"
    sentence = "A procedure code has five characters, such as 99213 or G0439."


class FeeRefused(Refused):
    """The fee cannot be set so."""

    field = "amount_cents"


class LaterFee(Refused):
    """A fee that starts later is set already."""

    field = "starts_on"

    def __init__(self, starts_on: date) -> None:
        super().__init__(
            f"A fee from {format_long_day(starts_on)} is set already. Start this one later, or change that one."
        )


class NameTaken(Refused):
    """There is a schedule like it."""

    field = "name"
    sentence = "There is a schedule of this name, or one for this payer from the same day."


def keep_procedure_code(
    *, code: str, nickname: str, kind: str = ProcedureKind.OTHER, active: bool = True, by: Actor, at: datetime
) -> ProcedureCode:
    """Add a procedure code under the practice's own nickname, or change it."""
    require(by, "fees.manage")
    code = tidy_code(code)
    if not CODE_FORM.fullmatch(code):
        raise CodeRefused()
    if not nickname.strip():
        raise Refused("Give the code a nickname that the office understands.", field="nickname")
    kept, added = ProcedureCode.objects.update_or_create(
        organization_id=by.organization_id,
        code=code,
        defaults={"nickname": nickname.strip()[:80], "kind": kind, "active": active},
    )
    record_act(
        f"procedure_code.{'added' if added else 'changed'}", subject_type="procedure code", subject_id=kept.id
    )
    return kept


def add_fee_schedule(
    *, name: str, payer_id: uuid.UUID | None = None, starts_on: date, by: Actor, at: datetime
) -> FeeSchedule:
    """Add a schedule: the practice's own, or one for a payer that comes before it."""
    require(by, "fees.manage")
    if not name.strip():
        raise Refused("Give the schedule a name.", field="name")
    alike = FeeSchedule.objects.filter(organization_id=by.organization_id)
    if (
        alike.filter(name=name.strip()).exists()
        or alike.filter(payer_id=payer_id, starts_on=starts_on).exists()
    ):
        raise NameTaken()
    schedule = FeeSchedule.objects.create(
        organization_id=by.organization_id, name=name.strip()[:80], payer_id=payer_id, starts_on=starts_on
    )
    record_act("fee_schedule.added", subject_type="fee schedule", subject_id=schedule.id)
    return schedule


def set_fee(
    *,
    schedule_id: uuid.UUID,
    code: str,
    modifier: str = "",
    amount_cents: int,
    starts_on: date,
    by: Actor,
    at: datetime,
) -> Fee:
    """Set what a unit of a code costs from a day on; the fee before it ends there and stays on record."""
    require(by, "fees.manage")
    schedule = FeeSchedule.objects.select_for_update().filter(id=schedule_id).first()
    if schedule is None:
        raise NotFound()
    code, modifier = tidy_code(code), tidy_code(modifier)
    refuse_fee(code, modifier, amount_cents)
    if not ProcedureCode.objects.filter(organization_id=by.organization_id, code=code).exists():
        raise Refused(f"{code} is not among the practice's codes. Add it first.", field="code")
    fee = _set(schedule, code, modifier, amount_cents, starts_on, by=by, at=at)
    record_act("fee.set", subject_type="fee", subject_id=fee.id)
    return fee


def refuse_fee(code: str, modifier: str, amount_cents: int) -> None:
    """Raise when a fee is not one."""
    if not CODE_FORM.fullmatch(code):
        raise CodeRefused()
    if modifier and not MODIFIER_FORM.fullmatch(modifier):
        raise Refused("A modifier has two letters or digits.", field="modifier")
    if amount_cents < 0:
        raise FeeRefused("A fee is not negative.")
    if amount_cents > MAX_FEE_CENTS:
        raise FeeRefused(f"{format_cents(amount_cents)} is too much for one service. Check the amount.")


def _set(
    schedule: FeeSchedule,
    code: str,
    modifier: str,
    amount_cents: int,
    starts_on: date,
    *,
    by: Actor,
    at: datetime,
) -> Fee:
    last = Fee.objects.filter(schedule=schedule, code=code, modifier=modifier, ends_on__isnull=True).first()
    if last and last.starts_on > starts_on:
        raise LaterFee(last.starts_on)
    if last and (last.starts_on == starts_on or last.amount_cents == amount_cents):
        last.amount_cents = amount_cents
        last.save(update_fields=["amount_cents"])
        return last
    if last:
        last.ends_on = starts_on
        last.save(update_fields=["ends_on"])
    return Fee.objects.create(
        organization_id=schedule.organization_id,
        schedule=schedule,
        code=code,
        modifier=modifier,
        amount_cents=amount_cents,
        starts_on=starts_on,
        set_at=at,
        set_by_id=by.person_id,
    )
