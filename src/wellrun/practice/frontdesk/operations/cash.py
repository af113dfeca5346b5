"""Money into a drawer: taken through billing, and never into a drawer that is closed, foreign or of another day."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor, Refused
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.events import PaymentTaken, PaymentVoided
from wellrun.practice.frontdesk.models import CashDrawer
from wellrun.practice.frontdesk.operations.drawers import DrawerCounted
from wellrun.practice.frontdesk.queries.drawers import drawer_of


class NoDrawer(Refused):
    """Cash goes into a drawer."""

    status = 409
    field = "method"
    sentence = "Open your drawer before you take cash."
    leads_to = ("frontdesk:drawer", "Open my drawer")


class DrawerOfAnotherDay(Refused):
    """A drawer holds one day's cash."""

    status = 409
    field = "method"
    sentence = "Your drawer is of an earlier day. Count it, and open one for today, before you take cash."
    leads_to = ("frontdesk:drawer", "Go to my drawer")


def take_money(
    *,
    patient_id: uuid.UUID,
    amount_cents: int,
    method: str,
    reference: str = "",
    for_appointment_id: uuid.UUID | None = None,
    unit_id: uuid.UUID,
    key: uuid.UUID | None = None,
    by: Actor,
    at: datetime,
) -> billing.Payment:
    """Take a payment at the desk; cash goes into the drawer that `by` has open, and is refused without one."""
    drawer_id = None
    if method == billing.Method.CASH:
        drawer_id = drawer_of(by=by, unit_id=unit_id)
        if drawer_id is None:
            raise NoDrawer()
    return billing.take_payment(
        patient_id=patient_id,
        amount_cents=amount_cents,
        method=method,
        reference=reference,
        drawer_id=drawer_id,
        for_appointment_id=for_appointment_id,
        unit_id=unit_id,
        key=key,
        by=by,
        at=at,
    )


def check_drawer(event: PaymentTaken) -> None:
    """Refuse cash without a drawer, or into one that cannot take it, whichever page it came from.

    Locks the drawer, so that a count under way is waited for and its payment then refused. Cash that no person
    took (what an import brings) lies in no drawer.
    """
    if event.drawer_id is None:
        if event.method == billing.Method.CASH and event.taken_by_id is not None:
            raise NoDrawer()
        return
    locked = CashDrawer.objects.select_for_update().filter(id=event.drawer_id)
    drawer = locked.values_list("person_id", "closed_at", "opened_on").first()
    if drawer is None:
        # Not one of the desk's drawers: nobody opened it here and nobody counts it here.
        return
    person_id, closed_at, opened_on = drawer
    if person_id != event.taken_by_id:
        raise NoDrawer()
    if closed_at is not None:
        raise DrawerCounted()
    if opened_on != event.effective_on:
        raise DrawerOfAnotherDay()


def check_voided(event: PaymentVoided) -> None:
    """Refuse to void cash out of a drawer that is counted: the money is in the deposit."""
    payment = billing.payment(event.payment_id)
    if payment is None or payment.drawer_id is None:
        return
    drawer = CashDrawer.objects.select_for_update().filter(id=payment.drawer_id).first()
    if drawer is not None and drawer.closed_at is not None:
        raise DrawerCounted("The drawer that took this cash is counted. Undo its count first.")
