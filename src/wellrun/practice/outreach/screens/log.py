"""What was sent to patients: the log, one message, and taking it back."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import Refused, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.outreach.models import Channel, Notice, NoticeState
from wellrun.practice.outreach.operations.configure import clear_bad_address
from wellrun.practice.outreach.operations.notices import withdraw_notice
from wellrun.practice.outreach.queries.log import TROUBLE, log_rows, notice_for
from wellrun.practice.outreach.rules.waking import SECOND_THOUGHTS
from wellrun.practice.outreach.rules.wording import kind_said, kinds_of_notices

PAGE = 50


@screen("outreach.read")
def log(request: HttpRequest) -> HttpResponse:
    """Every message, the latest first; the filters stand in the address."""
    chosen = {name: request.GET.get(name, "") for name in ("state", "channel", "kind")}
    page = Paginator(log_rows(by=request.actor, **chosen), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    at = now()
    context = {
        "page_title": "Sent to patients",
        "rows": [(row, seconds_left(row, at)) for row in rows],
        "page": page,
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "states": [*NoticeState.choices, (TROUBLE, "With trouble")],
        "channels": Channel.choices,
        "kinds": [(kind, kind_said(kind)) for kind, _ in kinds_of_notices()],
        "zone": request.actor.zone,
    }
    return show(request, "outreach/log.html", context, patients={row.patient_id for row in rows})


def seconds_left(notice: Notice, at: datetime) -> int:
    """How long a message is in its three minutes of second thoughts yet; 0 after."""
    if notice.state != NoticeState.WAITING:
        return 0
    return max(int((notice.made_at + SECOND_THOUGHTS - at).total_seconds()), 0)


@screen("outreach.read")
def notice(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """One message with what it says and what became of it."""
    row = notice_for(request.actor, notice_id)
    context = {
        "page_title": "Message",
        "row": row,
        "left": seconds_left(row, now()),
        "calls": row.calls.order_by("at") if row.channel == Channel.CALL else [],
        "zone": row.unit.zone,
    }
    return show(request, "outreach/notice.html", context, patients=[row.patient_id], subject=row.id)


@screen("outreach.read", background=True)
def countdown(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """The state of one message and how long it can be taken back, asked for by the page itself."""
    row = notice_for(request.actor, notice_id)
    context = {"row": row, "left": seconds_left(row, now()), "zone": request.actor.zone}
    return show(request, "outreach/_state.html", context, patients=[row.patient_id], subject=row.id)


@screen("outreach.read")
@require_POST
def withdrawal(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Take a message back before it leaves."""
    try:
        withdraw_notice(notice_id=notice_id, by=request.actor, at=now())
    except Refused as refused:
        if refused.status == 404:
            raise
        add_toast(request, refused.sentence, level="error")
    else:
        add_toast(request, "Taken back. The message does not leave.", level="info")
    return HttpResponseRedirect(_back(request))


@screen("patients.register")
@require_POST
def clearing(request: HttpRequest, bad_id: uuid.UUID) -> HttpResponse:
    """Say that an address works after all."""
    clear_bad_address(bad_id=bad_id, by=request.actor, at=now())
    add_toast(request, "Messages go there again.")
    return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("back", "") or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return reverse("outreach:log")
