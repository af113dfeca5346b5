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
    refusal = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                booked = book_visits(
                    case_id=case.id, chosen=_chosen(request, case), by=request.actor, at=now()
                )
        except NotFound:
            raise
        except Refused as refused:
            refusal = refused.sentence
        else:
            add_toast(request, f"{len(booked)} visit{'s' if len(booked) > 1 else ''} booked with the case.")
            return HttpResponseRedirect(reverse("procedures:case", args=[case.id]))
    context = {
        "page_title": "Visits around the case",
        "case": case,
        "when": when_text(case),
        "kinds": [(str(one.id), f"{one.name} ({one.minutes} min)") for one in kinds],
        "parts": _parts(request, case) if case.starts_at and kinds else [],
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return show(request, "procedures/visits.html", context, patients=[case.patient_id], status=status)


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
            starts_at = datetime.fromisoformat(starts)
            one = Chosen(uuid.UUID(kind), uuid.UUID(provider), starts_at)
        except ValueError:
            raise Refused("Choose one of the times that are shown.") from None
        if starts_at.tzinfo is None:
            raise Refused("Choose one of the times that are shown.")
        chosen.append(one)
    return chosen
