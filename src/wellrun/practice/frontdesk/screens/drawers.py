"""One's cash drawer: open with a float, see what came in, count it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.money import format_cents
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.frontdesk.models import CashDrawer
from wellrun.practice.frontdesk.operations.drawers import count_drawer, open_drawer, reopen_drawer
from wellrun.practice.frontdesk.queries.drawers import drawer as find_drawer
from wellrun.practice.frontdesk.queries.drawers import drawer_lines, expected_cents, open_drawer_of
from wellrun.practice.frontdesk.rules import deposit_after_float
from wellrun.practice.frontdesk.screens.forms import CountForm, FloatForm
from wellrun.practice.organization.api import person_names, units_by_id


@screen("cash.take")
def drawer(request: HttpRequest) -> HttpResponse:
    """Show one's open drawer, or offer to open one; a POST opens it."""
    by = request.actor
    found = open_drawer_of(by.person_id)
    if found is not None and request.method != "POST":
        return show_drawer(request, found, CountForm())
    form = FloatForm(request.POST or None, by=by, initial={"float_cents": 20000})
    if request.method == "POST" and form.is_valid():
        opened = attempt(form, open_drawer, unit_id=uuid.UUID(form.cleaned_data["unit_id"]),
                         float_cents=form.cleaned_data["float_cents"], by=by, at=now())  # fmt: skip
        if opened:
            add_toast(request, f"Your drawer is open with {format_cents(opened.float_cents)}.")
            return HttpResponseRedirect(reverse("frontdesk:drawer"))
    context = {"page_title": "My drawer", "form": form}
    return show(
        request, "frontdesk/drawer_open.html", context, patients=[], status=422 if form.errors else 200
    )


def _one(request: HttpRequest, drawer_id: uuid.UUID) -> CashDrawer:
    by, found = request.actor, find_drawer(drawer_id)
    if found is None or not (found.person_id == by.person_id or by.may("day.close", found.unit_id)):
        raise NotFound()
    return found


@screen("cash.take")
def one_drawer(request: HttpRequest, drawer_id: uuid.UUID) -> HttpResponse:
    """Show one drawer: one's own, or another's at a site whose day one may close."""
    return show_drawer(request, _one(request, drawer_id), CountForm())


def show_drawer(request: HttpRequest, found: CashDrawer, form: CountForm) -> HttpResponse:
    """The drawer with its lines, and its count or the form for it."""
    site = units_by_id([found.unit_id])[found.unit_id]
    expected = expected_cents(found.id)
    own = found.person_id == request.actor.person_id
    context = {
        "page_title": "My drawer" if own else f"Drawer of {person_names([found.person_id])[found.person_id]}",
        "drawer": found,
        "site": site,
        "expected": expected if found.closed_at is None else found.counted_cents - found.over_short_cents,
        "taken": expected - found.float_cents,
        "lines": drawer_lines(found),
        "pieces": [(int(value), number, int(value) * number) for value, number in found.counted.items()],
        "form": form,
        "tally": _tally(found, form, expected),
        "zone": site.zone,
    }
    return show(request, "frontdesk/drawer.html", context, patients=[], subject=found.id,
                status=422 if form.errors else 200)  # fmt: skip


def _tally(found: CashDrawer, form: CountForm, expected: int) -> dict[str, int]:
    counted = form.cents if form.is_bound and form.is_valid() else 0
    return {
        "counted": counted,
        "expected": expected,
        "over_short": counted - expected,
        "deposit": deposit_after_float(counted_cents=counted, float_cents=found.float_cents),
    }


@screen("cash.take")
@require_POST
def tally(request: HttpRequest, drawer_id: uuid.UUID) -> HttpResponse:
    """What the pieces typed so far come to; changes nothing."""
    found = _one(request, drawer_id)
    context = {"tally": _tally(found, CountForm(request.POST), expected_cents(found.id))}
    return show(request, "frontdesk/tally.html", context, patients=[])


@screen("cash.take")
@require_POST
def count(request: HttpRequest, drawer_id: uuid.UUID) -> HttpResponse:
    """Count and close a drawer."""
    found = _one(request, drawer_id)
    form = CountForm(request.POST)
    counted = form.is_valid() and attempt(
        form,
        count_drawer,
        drawer_id=drawer_id,
        counted_cents=form.cents,
        counted={str(value): number for value, number in form.pieces.items()},
        by=request.actor,
        at=now(),
    )
    if not counted:
        return show_drawer(request, found, form)
    add_toast(request, _said(counted), undo_url=reverse("frontdesk:drawer-count-undo", args=[drawer_id]))
    return HttpResponseRedirect(reverse("frontdesk:one-drawer", args=[drawer_id]))


def _said(counted: CashDrawer) -> str:
    difference = counted.over_short_cents or 0
    ends = (
        "even"
        if not difference
        else f"{format_cents(abs(difference))} {'over' if difference > 0 else 'short'}"
    )
    return f"Drawer counted, {ends}. {format_cents(counted.deposit_cents or 0)} to deposit."


@screen("cash.take")
@require_POST
def undo_count(request: HttpRequest, drawer_id: uuid.UUID) -> HttpResponse:
    """Open a counted drawer again."""
    reopen_drawer(drawer_id=drawer_id, by=request.actor, at=now())
    add_toast(request, "The drawer is open again.", level="info")
    return HttpResponseRedirect(reverse("frontdesk:one-drawer", args=[drawer_id]))
