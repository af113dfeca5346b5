"""Finding a free time."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse

from wellrun.platform.access.api import Actor, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.organization.api import departments_among
from wellrun.practice.patients.api import patient_rows
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.operations.fitting import unadmitted, unfitting
from wellrun.practice.scheduling.queries.find_times import find_times
from wellrun.practice.scheduling.queries.seen import Seen, seen_by_specialty
from wellrun.practice.scheduling.queries.visit_types import visit_types_of
from wellrun.practice.scheduling.queries.why_none import Reason, why_none
from wellrun.practice.scheduling.screens.chips import chips_of, instant_from, place_of
from wellrun.practice.scheduling.screens.earliest import cut, desks_of, earliest_of
from wellrun.practice.scheduling.screens.forms import FindForm
from wellrun.practice.workforce.api import providers_of

OFFERS = 60
DAYS = 60


@screen("appointments.book")
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a visit, see its free times by day and provider, press one to book it."""
    by, at = request.actor, now()
    kinds = visit_types_of(by.reach["appointments.book"])
    patient = _patient(request)
    seen = seen_by_specialty(patient.id, at) if patient else None
    asked = _asked(request, kinds, seen)
    form = FindForm(asked, kinds=kinds, providers=providers_of(organization_id=by.organization_id), seen=seen)
    context: dict[str, Any] = {
        "page_title": "Find a time",
        "form": form,
        "days": None,
        "kinds": kinds,
        "patient": patient,
        "days_ahead": DAYS,
        "may_overbook": by.may("appointments.overbook"),
    }
    if kinds and form.is_valid():
        context |= _found(form.cleaned_data, kinds, seen, request.GET.dict(), by, at)
        context["unfitting"] = context["unfitting"] or _unadmitted(form.cleaned_data, kinds, patient, at)
    return show(request, "scheduling/find.html", context, patients=[patient.id] if patient else [])


def _unadmitted(asked: dict[str, Any], kinds: list[VisitType], patient: Any, at: datetime) -> str:
    """Why the visit is not for a patient of that age or sex, as of today."""
    if patient is None:
        return ""
    kind = next(each for each in kinds if str(each.id) == asked["type"])
    on = asked["starts_on"] or today_in(kind.unit.zone)
    return unadmitted(kind, patient.birth_on, patient.sex, on)


def _patient(request: HttpRequest) -> Any:
    try:
        patient_id = uuid.UUID(request.GET.get("patient", ""))
    except ValueError:
        return None
    return patient_rows([patient_id]).get(patient_id)


def _asked(request: HttpRequest, kinds: list[VisitType], seen: Mapping[str, Seen] | None) -> dict[str, str]:
    asked = request.GET.dict()
    zone = kinds[0].unit.zone if kinds else "UTC"
    asked.setdefault("starts_on", today_in(zone).isoformat())
    asked.setdefault("where", "here")
    if kinds:
        fits = (kind for kind in kinds if seen is None or not unfitting(kind, seen.get(kind.unit.name)))
        asked.setdefault("type", str(next(fits, kinds[0]).id))
    return asked


def _found(
    asked: dict[str, Any],
    kinds: list[VisitType],
    seen: Mapping[str, Seen] | None,
    query: dict[str, str],
    by: Actor,
    at: datetime,
) -> dict[str, Any]:
    kind = next(each for each in kinds if str(each.id) == asked["type"])
    anywhere, mine = asked["where"] == "any", by.reach["appointments.book"]
    reach = by.reach.get("organization.read", frozenset()) | mine if anywhere else {kind.unit_id}
    units = {unit.id: unit for unit in departments_among(reach)}
    search: dict[str, Any] = {
        "visit_type_id": kind.id,
        "provider_id": uuid.UUID(asked["provider"]) if asked["provider"] else None,
        "unit_ids": list(units) if anywhere else None,
        "starts_on": asked["starts_on"] or at.date(),
        "days": DAYS,
        "at": at,
    }
    after = instant_from(query.get("after", ""))
    if after is not None:
        search["starts_on"] = max(search["starts_on"], after.astimezone(ZoneInfo(kind.unit.zone)).date())
    offers = find_times(**search, limit=OFFERS, not_before=after, elsewhere=anywhere, by=by)
    offers, later = cut(offers, OFFERS)
    desks = desks_of(by.organization_id, [units[offer.unit_id] for offer in offers], mine)
    patient = str(asked["patient"] or "")
    carried = {name: query.get(name, "")[:300] for name in ("reason", "note", "urgency")}
    days = chips_of(offers, units, desks=desks, patient=patient, **carried)
    if days and after is not None:
        days[0].since = format_clock(offers[0].starts_at.astimezone(ZoneInfo(units[offers[0].unit_id].zone)))
    reasons = [] if offers else why_none(**search)
    misfit = unfitting(kind, seen.get(kind.unit.name)) if seen is not None else ""
    return {
        "days": days,
        "count": len(offers),
        "earliest": []
        if after
        else earliest_of(offers, units, desks, today_in(kind.unit.zone), patient, **carried),
        "after": after is not None,
        "later_query": urlencode({**query, "after": f"{later:%Y-%m-%dT%H:%MZ}"}) if later else "",
        "unfitting": misfit,
        "instead": _instead(kind, kinds, query) if misfit else None,
        "reasons": [(place_of(units[reason.unit_id]), reason.sentence) for reason in reasons],
        "next_steps": [] if offers else _next_steps(asked, kind, query, reasons),
    }


def _instead(kind: VisitType, kinds: list[VisitType], query: dict[str, str]) -> tuple[str, str] | None:
    """The visit type of the same department that is for the other patients, with the query that looks for it."""
    for each in kinds:
        if each.unit_id == kind.unit_id and each.new_patient is (not kind.new_patient):
            return each.name, urlencode(query | {"type": str(each.id)})
    return None


def _next_steps(
    asked: dict[str, Any], kind: VisitType, query: dict[str, str], reasons: list[Reason]
) -> list[tuple[str, str]]:
    """What to try next: each a label and the query that does it. Nobody else helps where it is the room that is
    missing."""
    steps = []
    if asked["provider"] and any(
        reason.missing not in ("room", "device", "staff", "closed") for reason in reasons
    ):
        steps.append(("Any provider", {"provider": ""}))
    if asked["where"] != "any":
        steps.append(("Any site", {"where": "any"}))
    later = (asked["starts_on"] or today_in(kind.unit.zone)) + timedelta(days=DAYS)
    steps.append((f"From {later:%B} {later.day} on", {"starts_on": later.isoformat()}))
    kept = {name: value for name, value in query.items() if name != "after"} | {"type": str(kind.id)}
    return [(label, urlencode(kept | change)) for label, change in steps]
