"""The booking page's own hold of a time: taken while its form is open, kept longer, given back on leaving."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, screen
from wellrun.platform.clock import now
from wellrun.practice.scheduling.models import Hold
from wellrun.practice.scheduling.operations.hold import extend_hold, hold_time, release_hold
from wellrun.practice.scheduling.screens.chips import instant_from


@screen("appointments.book")
@require_POST
def holds(request: HttpRequest) -> HttpResponse:
    """Hold a time; answers where it is kept longer and given back, and how many seconds it has."""
    starts_at = instant_from(request.POST.get("at", ""))
    kind, whom = _id(request, "type"), _id(request, "provider")
    if starts_at is None or kind is None or whom is None:
        raise NotFound()
    asked = {"visit_type_id": kind, "provider_id": whom, "starts_at": starts_at}
    return _answer(hold_time, patient_id=_id(request, "patient"), by=request.actor, at=now(), **asked)


@screen("appointments.book")
@require_POST
def hold(request: HttpRequest, hold_id: uuid.UUID) -> HttpResponse:
    """Keep a held time longer."""
    return _answer(extend_hold, hold_id=hold_id, by=request.actor, at=now())


@screen("appointments.book")
@require_POST
def release(request: HttpRequest, hold_id: uuid.UUID) -> HttpResponse:
    """Give a held time back."""
    release_hold(hold_id=hold_id, by=request.actor, at=now())
    return HttpResponse(status=204)


def _answer(operation: Any, **asked: Any) -> HttpResponse:
    try:
        with transaction.atomic():
            held: Hold = operation(**asked)
    except NotFound:
        raise
    except Refused as refused:
        return JsonResponse({"sentence": refused.sentence}, status=409)
    return JsonResponse(
        {
            "id": str(held.id),
            "url": reverse("scheduling:hold", args=[held.id]),
            "release_url": reverse("scheduling:hold_release", args=[held.id]),
            "seconds": int((held.expires_at - asked["at"]).total_seconds()),
        }
    )


def _id(request: HttpRequest, name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        return None
