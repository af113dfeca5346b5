"""Keeping stretches of a provider's hours for some visit types, and limiting sessions."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import attempt, screen
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.scheduling.operations.configure import refuse_impossible_hours
from wellrun.practice.scheduling.operations.session_rules import (
    keep_for_types,
    lift_kept,
    lift_limit,
    limit_session,
)
from wellrun.practice.scheduling.queries.stranded import stranded_by_block
from wellrun.practice.scheduling.queries.visit_types import visit_types_of
from wellrun.practice.scheduling.screens.availability import hours_page, place_asked, saved
from wellrun.practice.scheduling.screens.week_forms import KeepForm, LimitForm


@screen("appointments.configure")
@require_POST
def keep(request: HttpRequest, unit_id: uuid.UUID, provider_id: uuid.UUID) -> HttpResponse:
    """Keep a stretch for some visit types; first shows which booked visits of other types lie in it."""
    unit, who = place_asked(request, unit_id, provider_id)
    form = KeepForm(request.POST, kinds=visit_types_of([unit.id]))
    if not form.is_valid() or not attempt(form, _checked, keeping=form):
        return hours_page(request, unit, who, keep_form=form)
    asked = {
        "hours": form.stretch(),
        "visit_type_ids": [uuid.UUID(kind) for kind in form.cleaned_data["types"]],
        "release_hours": form.release_hours(),
        "effective_from": form.cleaned_data["effective_from"],
        "effective_to": form.cleaned_data["effective_to"],
        "at": now(),
    }
    stranded = stranded_by_block(provider_id=who.id, unit_id=unit.id, zone=unit.zone, **asked)
    if stranded and "confirmed" not in request.POST:
        return hours_page(request, unit, who, keep_form=form, keep_stranded=stranded)
    kept = attempt(form, keep_for_types, provider_id=who.id, unit=unit, by=request.actor, **asked)
    if kept is None:
        return hours_page(request, unit, who, keep_form=form)
    return saved(request, unit, who, stranded)


def _checked(keeping: KeepForm) -> bool:
    told = keeping.cleaned_data
    refuse_impossible_hours([keeping.stretch()], told["effective_from"], told["effective_to"])
    return True


@screen("appointments.configure")
@require_POST
def release(
    request: HttpRequest, unit_id: uuid.UUID, provider_id: uuid.UUID, block_id: uuid.UUID
) -> HttpResponse:
    """Let everybody have a kept stretch."""
    unit, who = place_asked(request, unit_id, provider_id)
    lift_kept(block_id=block_id, by=request.actor, at=now())
    add_toast(request, "The time is everybody's now.")
    return HttpResponseRedirect(reverse("scheduling:hours", args=[unit.id, who.id]))


@screen("appointments.configure")
@require_POST
def limit(request: HttpRequest, unit_id: uuid.UUID, provider_id: uuid.UUID) -> HttpResponse:
    """Limit how many visits begin in a stretch; what is booked beyond that stays."""
    unit, who = place_asked(request, unit_id, provider_id)
    form = LimitForm(request.POST, kinds=visit_types_of([unit.id]))
    if not form.is_valid():
        return hours_page(request, unit, who, limit_form=form)
    told = form.cleaned_data
    limited = attempt(
        form,
        limit_session,
        provider_id=who.id,
        unit=unit,
        hours=form.stretch(),
        most=told["most"],
        visit_type_id=uuid.UUID(told["type"]) if told["type"] else None,
        effective_from=told["effective_from"],
        effective_to=told["effective_to"],
        by=request.actor,
        at=now(),
    )
    if limited is None:
        return hours_page(request, unit, who, limit_form=form)
    return saved(request, unit, who, [])


@screen("appointments.configure")
@require_POST
def unlimited(
    request: HttpRequest, unit_id: uuid.UUID, provider_id: uuid.UUID, limit_id: uuid.UUID
) -> HttpResponse:
    """Let a session take as many visits as fit."""
    unit, who = place_asked(request, unit_id, provider_id)
    lift_limit(limit_id=limit_id, by=request.actor, at=now())
    add_toast(request, "The session takes as many visits as fit.")
    return HttpResponseRedirect(reverse("scheduling:hours", args=[unit.id, who.id]))
