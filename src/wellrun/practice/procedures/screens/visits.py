"""The visits around a case: proposed together, booked in one act."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, Refused, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_clock, format_day, in_zone
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.procedures.models import Case
from wellrun.practice.procedures.operations.book_visits import (
    AFTER,
    BEFORE,
    Chosen,
    Wanted,
    book_visits,
    propose_visits,
)
from wellrun.practice.procedures.operations.bring_visits import (
    bring_visits,
    is_before,
    other_times,
    visits_ahead,
)
from wellrun.practice.procedures.operations.request_case import when_text
from wellrun.practice.procedures.queries.cases import case_for
from wellrun.practice.scheduling.api import Offer, visit_types_of

NAMES = (("before", "Before the case", BEFORE), ("after", "After the case", AFTER))


@screen("cases.book")
def visits(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Choose a visit type before and after, see the surgeon's times, book what was chosen in one act."""
    case = case_for(request.actor, case_id, "cases.book")
    kinds = [one for one in visit_types_of(request.actor.reach.get("appointments.book", frozenset()))
             if one.unit_id == case.unit_id]  # fmt: skip
    refusal, asks_why = "", False
    if request.method == "POST":
        try:
            with transaction.atomic():
                said = _brought(request, case) if "bring" in request.POST else _booked(request, case)
        except NotFound:
            raise
        except Refused as refused:
            refusal, asks_why = refused.sentence, refused.field == "despite"
        else:
            add_toast(request, said)
            return HttpResponseRedirect(reverse("procedures:case", args=[case.id]))
    context = {
        "page_title": "Visits around the case",
        "case": case,
        "when": when_text(case),
        "kinds": [(str(one.id), f"{one.name} ({one.minutes} min)") for one in kinds],
        "parts": _parts(request, case) if case.starts_at and kinds else [],
        "standing": _standing(request, case),
        "refusal": refusal,
        "asks_why": asks_why,
    }
    status = 422 if refusal else 200
    return show(request, "procedures/visits.html", context, patients=[case.patient_id], status=status)


def _booked(request: HttpRequest, case: Case) -> str:
    booked = book_visits(
        case_id=case.id,
        chosen=_chosen(request, case),
        despite=request.POST.get("despite", "")[:200],
        by=request.actor,
        at=now(),
    )
    return f"{len(booked)} visit{'s' if len(booked) > 1 else ''} booked with the case."


def _brought(request: HttpRequest, case: Case) -> str:
    acts: dict[uuid.UUID, datetime | None] = {}
    for visit in visits_ahead(case, at=now()):
        text = request.POST.get(f"act_{visit.id}", "")
        if text == "cancel":
            acts[visit.id] = None
        elif text:
            acts[visit.id] = _instant(text)
    brought = bring_visits(case_id=case.id, acts=acts, by=request.actor, at=now())
    return f"Brought along: {brought.moved} moved, {brought.canceled} canceled."


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Refused("Choose one of the times that are shown.")
    return found


def _standing(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    """The visits that are booked with the case already, each with the times to which it could go."""
    booked = visits_ahead(case, at=now())
    if not booked or case.starts_at is None:
        return []
    offers = other_times(case, booked, by=request.actor, at=now())
    return [
        {
            "visit": visit,
            "wrong": is_before(visit) != (visit.starts_at < case.starts_at),
            "side": "before" if is_before(visit) else "after",
            "offers": [(one.starts_at.isoformat(), _said(one, case)) for one in own],
        }
        for visit, own in zip(booked, offers, strict=True)
    ]


def _asked(request: HttpRequest, name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _parts(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    found = []
    for name, label, (from_day, days) in NAMES:
        kind, offers = _asked(request, name), []
        if kind:
            wanted = [Wanted(kind, from_day, days)]
            (offers,) = propose_visits(case, wanted, by=request.actor, at=now())
        found.append(
            {
                "name": name,
                "label": label,
                "kind": str(kind or ""),
                "offers": [(_value(one), _said(one, case)) for one in offers],
                "chosen": request.POST.get(f"time_{name}", _value(offers[0]) if offers else ""),
            }
        )
    return found


def _value(offer: Offer) -> str:
    return f"{offer.visit_type_id},{offer.provider_id},{offer.starts_at.isoformat()}"


def _said(offer: Offer, case: Case) -> str:
    wall = in_zone(offer.starts_at, case.unit.zone)
    return f"{wall:%A}, {format_day(wall)}, {format_clock(wall)}"


def _chosen(request: HttpRequest, case: Case) -> list[Chosen]:
    chosen = []
    for name, _, _ in NAMES:
        text = request.POST.get(f"time_{name}", "")
        if not text:
            continue
        try:
            kind, provider, starts = text.split(",")
            one = Chosen(uuid.UUID(kind), uuid.UUID(provider), _instant(starts))
        except ValueError:
            raise Refused("Choose one of the times that are shown.") from None
        chosen.append(one)
    return chosen
