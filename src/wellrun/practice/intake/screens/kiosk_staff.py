"""Turning a browser into a kiosk, and back."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.intake.models import Kiosk
from wellrun.practice.intake.operations.kiosk import LIVES, close_kiosk, open_kiosk
from wellrun.practice.intake.screens.kiosk import COOKIE
from wellrun.practice.organization.api import departments_among, sites_of, units_by_id


@screen("kiosk.run")
def kiosks(request: HttpRequest) -> HttpResponse:
    """The kiosks that stand open, and a new one. Opening ends the staff member's own session on this browser."""
    reach = request.actor.reach.get("kiosk.run", frozenset())
    if request.method == "POST":
        return _open(request, reach)
    rows = Kiosk.objects.filter(unit_id__in=reach, closed_at__isnull=True, expires_at__gt=now())
    found = list(rows.order_by("-opened_at"))
    units = units_by_id({each.unit_id for each in found})
    places = [each for each in sites_of(request.actor.organization_id) if each.id in reach]
    context = {
        "page_title": "Kiosks",
        "kiosks": [(each, units[each.unit_id].name) for each in found],
        "places": [(each.id, each.name) for each in places]
        + [(each.id, f"{each.name}, {each.parent.name}") for each in departments_among(reach)],
        "zone": request.actor.zone,
        "hours": int(LIVES.total_seconds() // 3600),
    }
    return show(request, "intake/staff/kiosks.html", context)


def _open(request: HttpRequest, reach: frozenset[uuid.UUID]) -> HttpResponse:
    wanted = request.POST.get("unit", "")
    unit_id = next((each for each in reach if str(each) == wanted), None)
    if unit_id is None:
        raise NotFound()
    _, token = open_kiosk(unit_id=unit_id, by=request.actor, at=now())
    logout(request)
    answer = HttpResponseRedirect(reverse("intake:kiosk"))
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(LIVES.total_seconds()),
        path=reverse("intake:kiosk"),
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


@screen("kiosk.run")
@require_POST
def closing(request: HttpRequest, kiosk_id: uuid.UUID) -> HttpResponse:
    """Close a kiosk, from any browser."""
    close_kiosk(kiosk_id=kiosk_id, by=request.actor, at=now())
    add_toast(request, "The kiosk is closed.")
    answer = HttpResponseRedirect(reverse("intake:kiosks"))
    answer.delete_cookie(COOKIE, path=reverse("intake:kiosk"))
    return answer
