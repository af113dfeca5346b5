"""The biller's desk: queues by state with their money, the claims behind each number, and sending what is
ready.
"""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import Actor, NotFound, screen, show
from wellrun.platform.clock import now
from wellrun.platform.money import format_cents
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.claims.models import ClaimState, RemittanceState
from wellrun.practice.claims.operations.submit_claims import submit_claims
from wellrun.practice.claims.queries.claims import (
    ClaimFilters,
    WorkCount,
    claim_rows,
    claim_total,
    work_counts,
)
from wellrun.practice.claims.queries.remittances import attention_counts
from wellrun.practice.claims.screens.filters import ALL, STATES, filters_from, maybe_uuid
from wellrun.practice.claims.screens.tables import claim_table
from wellrun.practice.coverage.api import payers

PAGE = 50
#: The queues in the order in which somebody must act on them.
QUEUES = (
    ClaimState.READY, ClaimState.HELD, ClaimState.REJECTED, ClaimState.DENIED, ClaimState.PARTLY_PAID,
    ClaimState.SUBMITTED, ClaimState.ACCEPTED, ClaimState.PAID,
)  # fmt: skip
_TONES = {
    ClaimState.HELD: "warn",
    ClaimState.REJECTED: "bad",
    ClaimState.DENIED: "bad",
    ClaimState.READY: "info",
}


@screen("claims.read")
def desk(request: HttpRequest) -> HttpResponse:
    """Show the queues and, under them, the claims that the address asks for."""
    filters = filters_from(request)
    counts = work_counts(request.actor)
    total = _total(filters, counts, request.actor)
    page = Paginator(range(total.claims), PAGE).get_page(request.GET.get("page"))
    rows = claim_rows(by=request.actor, filters=filters, limit=PAGE, offset=(page.number - 1) * PAGE)
    sending = filters.state == ClaimState.READY and request.actor.may("claims.work")
    context = {
        "page_title": "Claims",
        "queues": [
            _queue(found, filters.state) for state in QUEUES for found in counts if found.state == state
        ],
        "attention": _attention(),
        "filters": filters,
        "states": STATES,
        "state": filters.state or ALL,
        "kept": [(name, request.GET[name]) for name in ("site", "sent", "answered") if request.GET.get(name)],
        "payers": payers(request.actor.organization_id),
        "rows": rows,
        "total": total,
        "page": page,
        "sending": sending and bool(rows),
        "table": claim_table(rows, filters, total),
        "here": request.get_full_path(),
        "may_enroll": request.actor.may("payers.manage"),
    }
    return show(request, "claims/desk.html", context, patients=[row.patient_id for row in rows])


@screen("claims.work")
@require_POST
def batches(request: HttpRequest) -> HttpResponse:
    """Send the chosen claims, or every ready one that the filters choose, as one batch."""
    chosen = [_uuid(text) for text in request.POST.getlist("claim")]
    payer_id = _uuid(request.POST["payer"]) if request.POST.get("payer") else None
    claim_ids = None if "all" in request.POST else chosen
    submission = submit_claims(claim_ids=claim_ids, payer_id=payer_id, by=request.actor, at=now())
    many = "1 claim" if submission.claim_count == 1 else f"{submission.claim_count} claims"
    asked = len(chosen) if claim_ids is not None else submission.claim_count
    left = (
        f" {asked - submission.claim_count} no longer passed and are held."
        if asked > submission.claim_count
        else ""
    )
    add_toast(
        request, f"Sent {many} for {format_cents(submission.charge_cents)} as {submission.reference}.{left}"
    )
    return HttpResponseRedirect(f"{reverse('claims:desk')}?{urlencode({'state': ClaimState.SUBMITTED})}")


def _total(filters: ClaimFilters, counts: list[WorkCount], by: Actor) -> WorkCount:
    """The money of the rows chosen; where only a state is, or nothing, the queues have it already."""
    if filters.payer_id or filters.unit_id or filters.text.strip() or filters.unit_ids is not None:
        return claim_total(by=by, filters=filters)
    chosen = [count for count in counts if not filters.states or count.state in filters.states]
    return WorkCount(
        filters.state,
        sum(count.claims for count in chosen),
        sum(count.charge_cents for count in chosen),
        sum(count.open_cents for count in chosen),
    )


def _queue(count: WorkCount, chosen: str) -> dict[str, object]:
    state = ClaimState(count.state)
    money = count.charge_cents if state is ClaimState.PAID else count.open_cents
    return {
        "label": state.label,
        "value": count.claims,
        "url": f"?{urlencode({'state': state.value})}",
        "hint": f"{format_cents(money)} {'charged' if state is ClaimState.PAID else 'open'}",
        "tone": _TONES.get(state, "") if count.claims else "",
        "current": state == chosen,
    }


def _attention() -> list[dict[str, object]]:
    counts = attention_counts()
    address = reverse("claims:remittances")
    return [
        {"text": "Remittances that do not balance", "count": counts.unbalanced,
         "url": f"{address}?{urlencode({'state': RemittanceState.UNBALANCED})}"},
        {"text": "Remittances with exceptions", "count": counts.exceptions, "url": f"{address}?exceptions=1"},
        {"text": "Payments that came again", "count": counts.duplicates,
         "url": f"{address}?{urlencode({'state': RemittanceState.DUPLICATE})}"},
    ]  # fmt: skip


def _uuid(text: str) -> uuid.UUID:
    found = maybe_uuid(text)
    if found is None:
        raise NotFound()
    return found
