"""Where text gateways report: signed, without a session, harmless to repeat."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, public
from wellrun.platform.clock import now
from wellrun.platform.database.identity import Identity, assume
from wellrun.practice.organization.api import program_actor
from wellrun.practice.outreach.models import Channel, Gateway
from wellrun.practice.outreach.operations.gateways import password_of
from wellrun.practice.outreach.operations.hear import hear_text, report_text
from wellrun.practice.outreach.operations.letters import own_address
from wellrun.practice.outreach.rules.signatures import HEADER, is_signed


@csrf_exempt
@public
@require_POST
def text_reports(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """Take a status of a text, or a text that a patient wrote. Unsigned or wrongly signed ones find nothing here."""
    at = now()
    program = program_actor(organization_id=organization_id, name="text gateway", at=at)
    assume(program.identity())
    gateway = Gateway.objects.filter(organization_id=organization_id, channel=Channel.TEXT).first()
    form = request.POST.dict()
    said = {name: value.replace("\x00", "") for name, value in form.items()}
    url = own_address() + request.get_full_path()
    signature = request.headers.get(HEADER, "")
    if gateway is None or not is_signed(url, form, password_of(gateway), signature):
        assume(Identity(request_id=request.request_id))
        raise NotFound()
    gateway_id = said.get("MessageSid", "")[:80]
    status = said.get("MessageStatus", "").lower()
    if status:
        report_text(
            gateway=gateway,
            notice_id=_asked_notice(request),
            gateway_id=gateway_id,
            status=status,
            why=said.get("ErrorMessage", "") or said.get("ErrorCode", ""),
            at=at,
        )
    elif gateway_id and said.get("From"):
        hear_text(
            gateway=gateway, gateway_id=gateway_id, number=said["From"][:16], body=said.get("Body", ""), at=at
        )
    return HttpResponse(status=204)


def _asked_notice(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get("notice", ""))
    except ValueError:
        return None
