"""Several visits at once: what is wanted, the ways to have it, and booking one of them whole."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.formatting import format_clock
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.patients.api import PatientRow, patient_rows
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.operations.book_order import (
    OrderedVisit,
    book_order,
    cancel_order,
    restore_order,
)
from wellrun.practice.scheduling.queries.attendance import cancel_reasons
from wellrun.practice.scheduling.queries.find_orders import OrderOffer, OrderStep, find_orders
from wellrun.practice.scheduling.queries.visit_types import visit_types_of
from wellrun.practice.scheduling.rules import day_text
from wellrun.practice.scheduling.screens.forms import CancelForm
from wellrun.practice.scheduling.screens.order_forms import OrderForm
from wellrun.practice.workforce.api import providers_of

WAYS = 8


@dataclass(frozen=True)
class DrawnStep:
    """One visit of a way, as the page says it."""

    when: str
    what: str
    who: str
    where: str


@dataclass(frozen=True)
class DrawnWay:
    """One way to have an order, and what the button sends to book it."""

    title: str
    steps: list[DrawnStep]
    sent: str


@screen("appointments.book")
def orders(request: HttpRequest) -> HttpResponse:
    """Say which visits are wanted and see the ways to have them."""
    by, at = request.actor, now()
    kinds = visit_types_of(by.reach["appointments.book"])
    asked = request.GET.copy()
    asked.setdefault("starts_on", today_in(by.zone).isoformat())
    searched = "type_1" in asked
    form = OrderForm(
        asked if searched else None,
        kinds=kinds,
        providers=providers_of(organization_id=by.organization_id),
        rows=int(asked["rows"]) if asked.get("rows", "").isdigit() else 3,
        initial=asked.dict(),
    )
    people = _people(form, asked)
    context: dict[str, Any] = {
        "page_title": "Several visits",
        "form": form,
        "rows": [row | {"patient_name": people[row["number"]]} for row in form.rows()],
        "ways": None,
        "typeahead_url": f"{reverse('patients:typeahead')}?q=",
        "reason": asked.get("reason", ""),
    }
    patients: list[uuid.UUID] = []
    if searched and form.is_valid():
        steps = form.steps()
        patients = sorted({step.patient_id for step in steps})
        found = find_orders(
            steps=steps,
            starts_on=form.cleaned_data["starts_on"],
            limit=WAYS,
            wishes=form.wishes(),
            by=by,
            at=at,
        )
        names = patient_rows(patients)
        context["ways"] = [_drawn(each, steps, {kind.id: kind for kind in kinds}, names) for each in found]
    return show(
        request, "scheduling/orders.html", context, patients=patients, status=422 if form.errors else 200
    )


def _people(form: OrderForm, asked: QueryDict) -> dict[int, str]:
    ids = {}
    for number in form.numbers:
        try:
            ids[number] = uuid.UUID(asked.get(f"patient_{number}", ""))
        except ValueError:
            continue
    rows = patient_rows(ids.values())
    return {number: rows[ids[number]].name if ids.get(number) in rows else "" for number in form.numbers}


def _drawn(
    way: OrderOffer,
    steps: list[OrderStep],
    kinds: dict[uuid.UUID, VisitType],
    names: dict[uuid.UUID, PatientRow],
) -> DrawnWay:
    drawn, sent = [], []
    several = len({step.patient_id for step in steps}) > 1
    for step, offer in zip(steps, way.offers, strict=True):
        kind = kinds[offer.visit_type_id]
        wall = offer.starts_at.astimezone(ZoneInfo(kind.unit.zone))
        who = f"{names[step.patient_id].name}: " if several and step.patient_id in names else ""
        drawn.append(
            DrawnStep(
                when=f"{day_text(wall.date())}, {format_clock(wall)}",
                what=f"{who}{kind.name}",
                who=offer.provider_name,
                where=kind.unit.parent.name if kind.unit.parent else kind.unit.name,
            )
        )
        sent.append([str(step.patient_id), str(kind.id), str(offer.provider_id), offer.starts_at.isoformat()])
    return DrawnWay(drawn[0].when, drawn, json.dumps(sent))


@screen("appointments.book")
@require_POST
def book(request: HttpRequest) -> HttpResponse:
    """Book a way whole."""
    try:
        booked = book_order(visits=_sent(request.POST.get("way", "")), reason=request.POST.get("reason", "")[:200],
                            by=request.actor, at=now())  # fmt: skip
    except NotFound:
        raise
    except Refused as refusal:
        add_toast(request, refusal.sentence, level="error")
        return HttpResponseRedirect(f"{reverse('scheduling:orders')}?{request.GET.urlencode()}")
    order_id = booked[0].order_id
    add_toast(
        request, f"{len(booked)} visits booked.", undo_url=reverse("scheduling:order-undo", args=[order_id])
    )
    return HttpResponseRedirect(reverse("scheduling:appointment", args=[booked[0].id]))


def _sent(text: str) -> list[OrderedVisit]:
    try:
        return [
            OrderedVisit(
                uuid.UUID(patient), uuid.UUID(kind), uuid.UUID(provider), datetime.fromisoformat(starts)
            )
            for patient, kind, provider, starts in json.loads(text)
        ]
    except (ValueError, TypeError) as broken:
        raise NotFound() from broken


@screen("appointments.book")
@require_POST
def undo(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Cancel every visit of an order that has not begun."""
    cancelled = cancel_order(order_id=order_id, reason="Order undone", by=request.actor, at=now())
    add_toast(request, f"{len(cancelled)} visits of the order were canceled.", level="info")
    return HttpResponseRedirect(reverse("scheduling:orders"))


@screen("appointments.book")
@require_POST
def cancellation(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Cancel all of an order for a reason of the list, back to the visit from which it was asked."""
    form = CancelForm(request.POST, reasons=cancel_reasons(request.actor.organization_id))
    back = _visit_or_orders(request)
    if not form.is_valid():
        add_toast(request, "Choose a reason of the list.", level="error")
        return back
    try:
        with transaction.atomic():
            done = cancel_order(order_id=order_id, reason=form.sentence(), code=form.code(), by=request.actor,
                                at=now())  # fmt: skip
    except NotFound:
        raise
    except Refused as refusal:
        add_toast(request, refusal.sentence, level="error")
        return back
    undo_url = reverse("scheduling:order-restore", args=[order_id])
    add_toast(request, f"{len(done)} visits of the order were canceled.", undo_url=undo_url)
    return back


@screen("appointments.book")
@require_POST
def restoring(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Take back that an order was canceled."""
    try:
        with transaction.atomic():
            visits = restore_order(order_id=order_id, by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as refusal:
        add_toast(request, refusal.sentence, level="error")
        return HttpResponseRedirect(reverse("scheduling:orders"))
    add_toast(request, f"{len(visits)} visits of the order stand again.", level="info")
    return HttpResponseRedirect(reverse("scheduling:appointment", args=[visits[0].id]))


def _visit_or_orders(request: HttpRequest) -> HttpResponseRedirect:
    try:
        visit_id = uuid.UUID(request.POST.get("visit", ""))
    except ValueError:
        return HttpResponseRedirect(reverse("scheduling:orders"))
    return HttpResponseRedirect(reverse("scheduling:appointment", args=[visit_id]))
