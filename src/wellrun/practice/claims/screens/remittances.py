"""The list of remittances, and taking one from disk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import attempt, require, screen, show
from wellrun.platform.clock import now
from wellrun.platform.money import format_cents
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.claims.models import Remittance, RemittanceState
from wellrun.practice.claims.operations.receive import take_upload
from wellrun.practice.claims.queries.remittances import UNPOSTED, remittance_rows
from wellrun.practice.claims.screens.forms import UploadForm
from wellrun.practice.claims.screens.tables import remittance_table


@screen("claims.read")
def index(request: HttpRequest) -> HttpResponse:
    """List payments, newest first."""
    return _show(request, UploadForm())


@screen("remittances.post")
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take a remittance file from disk and deal with it as with one from the clearinghouse."""
    require(request.actor, "remittances.post", request.actor.organization_id)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        staged = attempt(form, take_upload, content=file.read(), name=file.name, by=request.actor, at=now())
        if staged:
            return _told(request, staged)
    return _show(request, form, status=422)


def _told(request: HttpRequest, staged: list[Remittance]) -> HttpResponse:
    posted = [one for one in staged if one.state == RemittanceState.POSTED]
    if posted:
        total = format_cents(sum(one.amount_cents for one in posted))
        many = "1 payment" if len(posted) == 1 else f"{len(posted)} payments"
        add_toast(request, f"Posted {many}, {total}.")
    for one in staged:
        if one.state != RemittanceState.POSTED:
            more = f" and {len(one.findings) - 1} more" if len(one.findings) > 1 else ""
            add_toast(request, f"Not posted: {one.findings[0]}{more}", level="error")
    if len(staged) == 1:
        return HttpResponseRedirect(reverse("claims:remittance", args=[staged[0].id]))
    return HttpResponseRedirect(reverse("claims:remittances"))


def _show(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in (UNPOSTED, *RemittanceState.values) else ""
    exceptions = request.GET.get("exceptions") == "1"
    rows = remittance_rows(state=state, exceptions=exceptions)
    context = {
        "page_title": "Remittances",
        "table": remittance_table(rows, narrowed=bool(state or exceptions)),
        "state": state,
        "exceptions": exceptions,
        "states": ((UNPOSTED, "Not posted"), *RemittanceState.choices),
        "form": form,
        "may_post": request.actor.may("remittances.post", request.actor.organization_id),  # type: ignore[attr-defined]
    }
    return show(request, "claims/remittances.html", context, patients=[], status=status)
