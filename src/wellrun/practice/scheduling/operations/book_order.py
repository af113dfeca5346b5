"""Booking several visits as one order: all of them or none."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wellrun.platform.access.api import Actor, NotFound, Refused
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.ids import new_id
from wellrun.practice.scheduling.models import Appointment, BookedBy, Urgency, VisitState
from wellrun.practice.scheduling.operations.advance import cancel_appointment, undo_step
from wellrun.practice.scheduling.operations.book import book_appointment


class OrderBroken(Refused):
    """One visit of an order could not be booked, so none was."""

    status = 409


@dataclass(frozen=True)
class OrderedVisit:
    """One visit of an order as it is to be booked."""

    patient_id: uuid.UUID
    visit_type_id: uuid.UUID
    provider_id: uuid.UUID
    starts_at: datetime


def book_order(
    *,
    visits: Sequence[OrderedVisit],
    reason: str = "",
    urgency: Urgency = Urgency.ROUTINE,
    through: BookedBy = BookedBy.DESK,
    by: Actor,
    at: datetime,
) -> list[Appointment]:
    """Book every visit under one order id, in time order, or raise `OrderBroken` saying which one stands in the way;
    then nothing is booked. Each raises like `book_appointment`."""
    order_id = new_id()
    booked = []
    with transaction.atomic():
        for number, visit in enumerate(sorted(visits, key=lambda each: each.starts_at), 1):
            try:
                booked.append(
                    book_appointment(
                        patient_id=visit.patient_id,
                        visit_type_id=visit.visit_type_id,
                        provider_id=visit.provider_id,
                        starts_at=visit.starts_at,
                        reason=reason,
                        urgency=urgency,
                        through=through,
                        order_id=order_id,
                        by=by,
                        at=at,
                    )
                )
            except NotFound:
                raise
            except Refused as refusal:
                raise OrderBroken(
                    f"Visit {number} of {len(visits)} could not be booked, so none was: {refusal.sentence}"
                ) from refusal
        record_act(
            "order.booked",
            subject_type="order",
            subject_id=order_id,
            patients=sorted({visit.patient_id for visit in visits}),
        )
    return booked


def cancel_order(
    *, order_id: uuid.UUID, reason: str, code: str = "", by: Actor, at: datetime
) -> list[Appointment]:
    """Cancel what of an order has not begun, all in one act; raises `NotFound` for an order that is not theirs. `code`
    is the reason's, as for one visit."""
    with transaction.atomic():
        rows = Appointment.objects.filter(order_id=order_id, state__in=("booked", "confirmed"))
        ids = list(rows.order_by("starts_at", "id").values_list("id", flat=True))
        if not ids:
            raise NotFound()
        return [
            cancel_appointment(appointment_id=each, reason=reason, code=code, by=by, at=at) for each in ids
        ]


def restore_order(*, order_id: uuid.UUID, by: Actor, at: datetime) -> list[Appointment]:
    """Take back the last time that an order was canceled as a whole: every visit of it stands again, or none, where
    somebody has one of the times. Raises like `undo_step`, `NotFound` where nothing was canceled."""
    rows = Appointment.objects.filter(order_id=order_id, state=VisitState.CANCELLED)
    visits = list(rows.order_by("-state_at", "starts_at", "id").values_list("id", "state_at"))
    if not visits:
        raise NotFound()
    together = [visit_id for visit_id, state_at in visits if state_at == visits[0][1]]
    with transaction.atomic():
        return [undo_step(appointment_id=each, by=by, at=at) for each in together]
