"""One remittance: whether it balances at each level, claim by claim beside ours, and its exceptions."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_day
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.claims.models import Remittance, RemittanceClaim, RemittanceState
from wellrun.practice.claims.operations.post_remittance import post_remittance
from wellrun.practice.claims.operations.settle_exception import leave_unapplied, settle_exception
from wellrun.practice.claims.queries.remittances import (
    RemittedRow,
    balance_levels,
    movements_of,
    patients_remitted,
    remitted_rows,
)
from wellrun.practice.claims.queries.remittances import remittance as find_remittance
from wellrun.practice.claims.screens.forms import SettleForm

SHOWN = 500


@screen("claims.read")
def detail(request: HttpRequest, remittance_id: uuid.UUID) -> HttpResponse:
    """Show one payment."""
    found = find_remittance(remittance_id)
    if found is None:
        raise NotFound()
    return _show(request, found)


@screen("remittances.post")
@require_POST
def posting(request: HttpRequest, remittance_id: uuid.UUID) -> HttpResponse:
    """Post a staged payment."""
    found = post_remittance(remittance_id=remittance_id, by=request.actor, at=now())
    add_toast(request, f"Payment {found.trace_number} is posted.")
    return HttpResponseRedirect(reverse("claims:remittance", args=[found.id]))


@screen("remittances.post")
@require_POST
def settlement(request: HttpRequest, remitted_id: uuid.UUID) -> HttpResponse:
    """Settle an exception: name its claim, or say why its money stays unapplied."""
    member = RemittanceClaim.objects.select_related("remittance").filter(id=remitted_id).first()
    if member is None:
        raise NotFound()
    form = SettleForm(request.POST)
    if form.is_valid() and _settle(request, form, remitted_id):
        add_toast(request, "Settled.")
        return HttpResponseRedirect(reverse("claims:remittance", args=[member.remittance_id]))
    found = find_remittance(member.remittance_id)
    if found is None:
        raise NotFound()
    return _show(request, found, refused=form, refused_id=remitted_id)


def _settle(request: HttpRequest, form: SettleForm, remitted_id: uuid.UUID) -> RemittanceClaim | None:
    common: dict[str, Any] = {"remitted_id": remitted_id, "by": request.actor, "at": now()}  # type: ignore[attr-defined]
    number, because = form.cleaned_data["number"], form.cleaned_data["because"]
    if number:
        return attempt(form, settle_exception, **common, number=number)
    return attempt(form, leave_unapplied, **common, because=because)


def _show(request: HttpRequest, found: Remittance, **forms: Any) -> HttpResponse:
    rows = remitted_rows(remittance_id=found.id, by=request.actor)  # type: ignore[attr-defined]
    open_rows = [row for row in rows if row.is_exception and not row.settled]
    context = {
        "page_title": f"Payment {found.trace_number}",
        "remittance": found,
        "state": RemittanceState(found.state).label,
        "facts": _facts(found),
        "levels": balance_levels(found, rows),
        "hidden": found.claim_count - len(rows),
        "rows": rows[:SHOWN],
        "sums": _sums(rows),
        "exceptions": [(row, _form(row, forms)) for row in open_rows],
        "movements": movements_of(found.id),
        "may_post": request.actor.may("remittances.post", found.organization_id),  # type: ignore[attr-defined]
        "to_post": found.state == RemittanceState.STAGED,
    }
    return show(
        request, "claims/remittance.html", context, patients=patients_remitted(rows), subject=found.id,
        status=422 if forms else 200,
    )  # fmt: skip


def _form(row: RemittedRow, forms: dict[str, Any]) -> SettleForm:
    if forms.get("refused_id") == row.id:
        return forms["refused"]
    return SettleForm(auto_id=f"settle-{row.position}-%s")


def _facts(found: Remittance) -> list[tuple[str, object]]:
    methods = {"ACH": "Transfer", "CHK": "Check", "NON": "No payment", "FWT": "Wire"}
    return [
        ("Payer", found.payer.name if found.payer else f"{found.payer_name} (none of ours)"),
        ("Way", methods.get(found.method, found.method)),
        ("Paid on", format_day(found.paid_on) if found.paid_on else ""),
        ("Posted by", (found.posted_by_name or "Wellrun, by itself") if found.posted_at else ""),
        ("Counts to", format_day(found.posted_on) if found.posted_on else ""),
    ]


def _sums(rows: list[RemittedRow]) -> dict[str, int]:
    names = ("charge_cents", "paid_cents", "adjusted_cents", "patient_cents", "denied_cents")
    return {name: sum(getattr(row, name) for row in rows) for name in names}
