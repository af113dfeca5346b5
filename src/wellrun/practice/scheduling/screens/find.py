"""Finding a free time."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict

from wellrun.platform.access.api import Actor, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.organization.api import departments_among
from wellrun.practice.patients.api import PatientRow, patient_rows
from wellrun.practice.patients.api import patient as find_patient
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.operations.fitting import unadmitted, unfitting
from wellrun.practice.scheduling.queries.find_times import find_times
from wellrun.practice.scheduling.queries.seen import Seen, seen_by_specialty
from wellrun.practice.scheduling.queries.visit_types import visit_types_of
from wellrun.practice.scheduling.queries.waiting import waiting_for
from wellrun.practice.scheduling.queries.why_none import Reason, why_none
from wellrun.practice.scheduling.screens.chips import chips_of, instant_from, place_of
from wellrun.practice.scheduling.screens.earliest import cut, desks_of, earliest_of
from wellrun.practice.scheduling.screens.forms import FindForm
from wellrun.practice.scheduling.screens.wish_forms import WISHES, usual_wishes
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
    _remember(asked, patient)
    form = FindForm(asked, kinds=kinds, providers=providers_of(organization_id=by.organization_id), seen=seen)
    today = today_in(kinds[0].unit.zone if kinds else by.zone).isoformat()
    context: dict[str, Any] = {
        "page_title": "Find a time",
        "form": form,
        "days": None,
        "kinds": kinds,
        "patient": patient,
        "urgent_query": altered(request.GET, starts_on=today, ahead="1", where="any", urgency="urgent"),
        "may_overbook": by.may("appointments.overbook"),
    }
    if kinds and form.is_valid():
        context |= _found(form, kinds, seen, asked if asked.get("wished") else request.GET, by, at)
        context["unfitting"] = context["unfitting"] or _unadmitted(form.cleaned_data, kinds, patient, at)
    return show(request, "scheduling/find.html", context, patients=[patient.id] if patient else [])


def _unadmitted(asked: dict[str, Any], kinds: list[VisitType], patient: Any, at: datetime) -> str:
    """Why the visit is not for a patient of that age or sex, as of today."""
    if patient is None:
        return ""
    kind = next(each for each in kinds if str(each.id) == asked["type"])
    on = asked["starts_on"] or today_in(kind.unit.zone)
    return unadmitted(kind, patient.birth_on, patient.sex, on)


def _patient(request: HttpRequest) -> PatientRow | None:
    patient_id = id_from(request.GET.get("patient", ""))
    return patient_rows([patient_id]).get(patient_id) if patient_id else None


def id_from(text: str) -> uuid.UUID | None:
    """The id in an address, None for anything else."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _remember(asked: QueryDict, patient: PatientRow | None) -> None:
    """Preset what is known of the patient's wishes, until the form has been used."""
    if patient is None or "wished" in asked:
        return
    kind = id_from(asked.get("type", ""))
    entry = waiting_for(patient.id, kind) if kind else None
    for name, values in usual_wishes(find_patient(patient.id), entry).items():
        if name not in asked:
            asked.setlist(name, values)
            asked["wished"] = "1"


def _asked(request: HttpRequest, kinds: list[VisitType], seen: Mapping[str, Seen] | None) -> QueryDict:
    """The address, with what is not said: today, here, and of the desk's own department the first type that fits."""
    asked, home = request.GET.copy(), request.actor.home_unit_id
    zone = kinds[0].unit.zone if kinds else "UTC"
    asked.setdefault("starts_on", today_in(zone).isoformat())
    asked.setdefault("where", "here")
    if kinds:
        own = sorted(kinds, key=lambda kind: home not in kind.unit.lineage)
        fits = (kind for kind in own if seen is None or not unfitting(kind, seen.get(kind.unit.name)))
        asked.setdefault("type", str(next(fits, own[0]).id))
    return asked


def _found(
    form: FindForm,
    kinds: list[VisitType],
    seen: Mapping[str, Seen] | None,
    query: QueryDict,
    by: Actor,
    at: datetime,
) -> dict[str, Any]:
    asked, wishes = form.cleaned_data, form.wishes()
    kind = next(each for each in kinds if str(each.id) == asked["type"])
    anywhere = asked["where"] == "any" or wishes.near_site_id is not None
    mine = by.reach["appointments.book"]
    reach = by.reach.get("organization.read", frozenset()) | mine if anywhere else {kind.unit_id}
    units = {unit.id: unit for unit in departments_among(reach)}
    search: dict[str, Any] = {
        "visit_type_id": kind.id,
        "provider_id": uuid.UUID(asked["provider"]) if asked["provider"] else None,
        "unit_ids": list(units) if anywhere else None,
        "starts_on": asked["starts_on"] or at.date(),
        "days": form.days(),
        "wishes": wishes,
        "at": at,
    }
    after = instant_from(query.get("after", ""))
    if after is not None:
        search["starts_on"] = max(search["starts_on"], after.astimezone(ZoneInfo(kind.unit.zone)).date())
    order = "distance" if asked["order"] == "distance" else "time"
    offers = find_times(**search, limit=OFFERS, not_before=after, elsewhere=anywhere, order=order, by=by)
    # Nearest first there is no instant after which the rest begins.
    offers, later = cut(offers, OFFERS) if order == "time" else (offers, None)
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
        "days_ahead": form.days(),
        "count": len(offers),
        "earliest": []
        if after
        else earliest_of(offers, units, desks, today_in(kind.unit.zone), patient, **carried),
        "after": after is not None,
        "later_query": altered(query, after=f"{later:%Y-%m-%dT%H:%MZ}") if later else "",
        "unfitting": misfit,
        "instead": _instead(kind, kinds, query) if misfit else None,
        "reasons": [(place_of(units[reason.unit_id]), reason.sentence) for reason in reasons],
        "next_steps": [] if offers else _next_steps(asked, kind, query, reasons),
    }


def altered(query: QueryDict, **changes: str) -> str:
    """An address's query with some of it said otherwise."""
    other = query.copy()
    for name, value in changes.items():
        other[name] = value
    return other.urlencode()


def _instead(kind: VisitType, kinds: list[VisitType], query: QueryDict) -> tuple[str, str] | None:
    """The visit type of the same department that is for the other patients, with the query that looks for it."""
    for each in kinds:
        if each.unit_id == kind.unit_id and each.new_patient is (not kind.new_patient):
            return each.name, altered(query, type=str(each.id))
    return None


def _next_steps(
    asked: dict[str, Any], kind: VisitType, query: QueryDict, reasons: list[Reason]
) -> list[tuple[str, str]]:
    """What to try next: each a label and the query that does it. Nobody else helps where it is the room that is
    missing."""
    steps: list[tuple[str, dict[str, str]]] = []
    kept = query.copy()
    kept.pop("after", None)
    kept["type"] = str(kind.id)
    found = []
    if any(reason.missing == "wishes" for reason in reasons):
        bare = kept.copy()
        for name in (*WISHES, "wished"):
            bare.pop(name, None)
        found.append(("Without the wishes", altered(bare, wished="1")))
    if asked["provider"] and any(
        reason.missing not in ("room", "device", "staff", "closed", "wishes") for reason in reasons
    ):
        steps.append(("Any provider", {"provider": ""}))
    if asked["where"] != "any":
        steps.append(("Any site", {"where": "any"}))
    later = (asked["starts_on"] or today_in(kind.unit.zone)) + timedelta(days=int(asked["ahead"] or DAYS))
    steps.append((f"From {later:%B} {later.day} on", {"starts_on": later.isoformat()}))
    return found + [(label, altered(kept, **change)) for label, change in steps]
