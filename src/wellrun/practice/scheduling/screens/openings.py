"""Freed times: which are being offered, to whom, what they answered, and what the list achieves."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import Actor, NotFound, Refused, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_phone
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import Unit, departments_among
from wellrun.practice.scheduling.models import OfferState, Opening, OpeningState, TimeOffer, WaitingEntry
from wellrun.practice.scheduling.operations.offers import accept_offer, decline_offer
from wellrun.practice.scheduling.operations.openings import offer_by_hand, rule_of, stop_opening
from wellrun.practice.scheduling.operations.waiting_rules import OFFER_FIELDS, set_offer_rule
from wellrun.practice.scheduling.queries.waiting import (
    next_in_chain,
    offer_on_behalf,
    offers_of,
    opening_for,
    opening_rows,
)
from wellrun.practice.scheduling.rules import instant_of
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.waiting_forms import HandForm, OfferRuleForm, id_of
from wellrun.practice.workforce.api import providers_of

TONES = {"open": "info", "filled": "good", "ended": "", "taken": "", "stopped": ""}


@screen("waitlist.work")
def openings(request: HttpRequest) -> HttpResponse:
    """The freed times of one's departments: those being offered, or those of the report's numbers."""
    by = request.actor
    state = request.GET.get("state", "open")
    states = [state] if state in OpeningState.values else [] if state == "all" else ["over"]
    if states == ["over"]:
        states = [each for each in OpeningState.values if each != "open"]
    since, until = asked_days(request)
    rows = opening_rows(
        by=by,
        states=states,
        unit_id=id_of(request.GET.get("unit", "")),
        since=since if "since" in request.GET else None,
        until=until if "until" in request.GET else None,
    )
    table = Table(
        caption="Freed times",
        caption_hidden=True,
        zone=by.zone,
        columns=[
            Column(label="Time", value="starts_at", kind="instant", heading=True),
            Column(label="With", value="provider.display_name", keep=True),
            Column(label="Department", value=lambda row: place_of(row.unit)),
            Column(label="Freed by", value=lambda row: row.get_freed_by_display()),
            Column(label="State", value=lambda row: row.get_state_display(), keep=True),
            Column(label="Batch", value="batch", kind="number"),
            Column(label="Asked", value="offered", kind="number"),
            Column(label="No answer yet", value="unanswered", kind="number"),
            Column(label="Batch ends", value=lambda row: row.batch_ends_at if row.state == "open" else None,
                   kind="instant"),
        ],
        rows=rows,
        row_url=lambda row: reverse("scheduling:opening", args=[row.id]),
        row_tone=lambda row: TONES[row.state],
        empty=EmptyState(
            title="No freed time is being offered" if state == "open" else "No freed times here",
            text="When a visit is canceled or moved away, its time is offered to who waits, by itself.",
            action_label="See the wait list",
            action_url=reverse("scheduling:waiting"),
            icon="calendar-time",
        ),
    )  # fmt: skip
    context = {"page_title": "Freed times", "table": table, "state": state}
    return show(request, "scheduling/openings.html", context, patients=[])


def asked_days(request: HttpRequest) -> tuple[datetime, datetime]:
    """The instants between which a report looks: the beginnings of the days `since` and `until` of the address, where
    the reader is; else the last 90 days."""
    at = now()

    def instant(name: str, otherwise: datetime) -> datetime:
        try:
            said = datetime.fromisoformat(request.GET.get(name, ""))
        except ValueError:
            return otherwise
        return said.replace(tzinfo=ZoneInfo(request.actor.zone)) if said.tzinfo is None else said

    since = instant("since", at - timedelta(days=90))
    until = instant("until", at + timedelta(days=1))
    return since, until


@screen("waitlist.work")
def opening(request: HttpRequest, opening_id: uuid.UUID) -> HttpResponse:
    """One freed time with its batches and answers, which refresh themselves."""
    found = opening_for(request.actor, opening_id)
    offers = offers_of(found)
    template = (
        "scheduling/_opening_offers.html"
        if request.GET.get("part") == "offers"
        else "scheduling/opening.html"
    )
    context = _context(found, offers, request)
    return show(
        request, template, context, patients=[offer.patient_id for offer, _ in offers], subject=found.id
    )


def _context(
    found: Opening, offers: list[tuple[TimeOffer, WaitingEntry | None]], request: HttpRequest
) -> dict[str, Any]:
    by = request.actor
    return {
        "page_title": "Freed time",
        "opening": found,
        "place": place_of(found.unit),
        "zone": found.unit.zone,
        "minutes": int((found.ends_at - found.starts_at).total_seconds()) // 60,
        "batches": [
            (number, [_line(*each) for each in batch])
            for number, batch in groupby(offers, key=lambda each: each[0].batch)
        ],
        "is_open": found.state == OpeningState.OPEN,
        "may_answer": by.may("appointments.book", found.unit_id),
        "chain": next_in_chain(found),
        "live_url": f"{reverse('scheduling:opening', args=[found.id])}?part=offers",
    }


def _line(offer: TimeOffer, entry: WaitingEntry | None) -> dict[str, Any]:
    return {
        "offer": offer,
        "entry": entry,
        "patient": offer.patient,
        "phone": format_phone(offer.patient.phone_mobile or offer.patient.phone_home),
        "waits": offer.state == OfferState.OFFERED,
        "tone": {"accepted": "good", "offered": "info", "declined": "bad"}.get(offer.state, "neutral"),
    }


@screen("waitlist.work")
@require_POST
def acceptance(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Take the time for a patient, who said yes on the telephone."""
    offer = offer_on_behalf(request.actor, offer_id)
    _answered(request, accept_offer, offer, "Booked for {name}. The others are told.")
    return HttpResponseRedirect(reverse("scheduling:opening", args=[offer.opening_id]))


@screen("waitlist.work")
@require_POST
def refusal(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Let the time pass for a patient, who said no."""
    offer = offer_on_behalf(request.actor, offer_id)
    _answered(request, decline_offer, offer, "{name} lets it pass and keeps the place on the list.")
    return HttpResponseRedirect(reverse("scheduling:opening", args=[offer.opening_id]))


def _answered(request: HttpRequest, act: Callable[..., TimeOffer], offer: TimeOffer, said: str) -> None:
    try:
        with transaction.atomic():
            done = act(offer_id=offer.id, by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as refused:
        add_toast(request, refused.sentence, level="error")
        return
    undo = reverse("scheduling:undo", args=[done.appointment_id]) if done.appointment_id else None
    add_toast(request, said.format(name=offer.patient.spoken_name), undo_url=undo)


@screen("waitlist.work")
@require_POST
def stop(request: HttpRequest, opening_id: uuid.UUID) -> HttpResponse:
    """Stop offering a time; those who were asked are told."""
    try:
        stop_opening(opening_id=opening_id, by=request.actor, at=now())
        add_toast(request, "Not offered any more. Those who were asked are told.")
    except NotFound:
        raise
    except Refused as refused:
        add_toast(request, refused.sentence, level="error")
    return HttpResponseRedirect(reverse("scheduling:opening", args=[opening_id]))


@screen("waitlist.work")
def new(request: HttpRequest) -> HttpResponse:
    """Offer a free time by hand: a gap of the calendar, a block that was released."""
    by = request.actor
    units = departments_among(by.reach["waitlist.work"])
    form = HandForm(
        request.POST or None, units=units, providers=providers_of(organization_id=by.organization_id)
    )
    if request.method == "POST" and form.is_valid():
        unit = next(unit for unit in units if str(unit.id) == form.cleaned_data["unit"])
        made = attempt(form, _offer_by_hand, told=form.cleaned_data, unit=unit, by=by, at=now())
        if made is not None:
            add_toast(request, "Offered to who waits; they are asked in a moment.")
            return HttpResponseRedirect(reverse("scheduling:opening", args=[made.id]))
    context = {"page_title": "Offer a time", "form": form}
    return show(
        request, "scheduling/opening_new.html", context, patients=[], status=422 if form.errors else 200
    )


def _offer_by_hand(*, told: dict[str, Any], unit: Unit, by: Actor, at: datetime) -> Opening:
    return offer_by_hand(
        provider_id=uuid.UUID(told["provider"]),
        unit_id=unit.id,
        starts_at=instant_of(told["starts_at"], unit.zone),
        minutes=told["minutes"],
        by=by,
        at=at,
    )


@screen("outreach.manage")
def offer_rules(request: HttpRequest) -> HttpResponse:
    """How each of one's departments offers freed times."""
    rows = [(unit, rule_of(unit.id)) for unit in departments_among(request.actor.reach["outreach.manage"])]
    table = Table(
        caption="Rules of offers",
        caption_hidden=True,
        columns=[
            Column(label="Department", value=lambda row: place_of(row[0]), heading=True),
            Column(
                label="Offers", value=lambda row: "active" if row[1].active else "inactive", kind="status"
            ),
            Column(label="Asked at once", value=lambda row: row[1].batch_size, kind="number"),
            Column(label="Minutes to answer", value=lambda row: row[1].batch_minutes, kind="number"),
            Column(label="Near within hours", value=lambda row: row[1].near_hours, kind="number"),
            Column(label="Minutes when near", value=lambda row: row[1].near_minutes, kind="number"),
        ],
        rows=rows,
        row_url=lambda row: reverse("scheduling:offer_rule", args=[row[0].id]),
        empty=EmptyState(title="No departments", text="You manage no department.", icon="settings"),
    )
    context = {"page_title": "Rules of offers", "table": table}
    return show(request, "scheduling/offer_rules.html", context)


@screen("outreach.manage")
def offer_rule(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Change how a department offers freed times."""
    units = {unit.id: unit for unit in departments_among(request.actor.reach["outreach.manage"])}
    if unit_id not in units:
        raise NotFound()
    rule = rule_of(unit_id)
    initial = {name: getattr(rule, name) for name in OFFER_FIELDS}
    initial["version"] = 0 if rule._state.adding else rule.version
    form = OfferRuleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        version = told.pop("version")
        saved = attempt(
            form,
            set_offer_rule,
            unit_id=unit_id,
            changes=told,
            expected_version=version,
            by=request.actor,
            at=now(),
        )
        if saved is not None:
            add_toast(request, "Saved. It holds from the next batch on.")
            return HttpResponseRedirect(reverse("scheduling:offer_rules"))
    context = {"page_title": f"Offers of {place_of(units[unit_id])}", "form": form}
    return show(request, "scheduling/offer_rule.html", context, status=422 if form.errors else 200)
