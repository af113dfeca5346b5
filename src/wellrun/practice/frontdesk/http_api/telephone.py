"""The address that a telephone system reports calls to."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import phonenumbers
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import Refused, public
from wellrun.platform.clock import now
from wellrun.platform.database.identity import assume
from wellrun.practice.frontdesk.operations.telephone import (
    EVENTS,
    Report,
    ReportUnreadable,
    hear_report,
    refuse_unsigned,
)
from wellrun.practice.frontdesk.queries.telephone import line as find_line
from wellrun.practice.organization.api import program_actor

LONGEST_BODY = 4096
#: Systems deliver late what they could not deliver; nothing that is further off than this is a call of today.
HAPPENED_WITHIN = timedelta(days=1)
HEADER = "X-Wellrun-Signature"


@csrf_exempt
@public
@require_POST
def report(request: HttpRequest, line_id: uuid.UUID) -> JsonResponse:
    """Take one report: JSON with `event` (ringing, answered, ended), `call`, `from` and `at`, signed in the header.

    Answers with a sentence for whoever connects the systems: 200, 400 for what cannot be read, 401 for a signature
    that does not match, 404 for no such line.
    """
    at, line = now(), find_line(line_id)
    if line is None:
        return JsonResponse({"error": "There is no such line."}, status=404)
    try:
        refuse_unsigned(line=line, header=request.headers.get(HEADER, ""), body=request.body, at=at)
        told = _read(request.body, at)
    except Refused as refusal:
        return JsonResponse({"error": refusal.sentence}, status=refusal.status)
    program = program_actor(organization_id=line.organization_id, name="telephone", at=at)
    assume(program.identity())
    hear_report(line=line, report=told, by=program, at=at)
    return JsonResponse({"heard": True})


def _read(body: bytes, at: datetime) -> Report:
    try:
        told: Any = json.loads(body[: LONGEST_BODY + 1])
    except (ValueError, RecursionError) as broken:
        raise ReportUnreadable("The report is not JSON of at most 4096 bytes.") from broken
    if not isinstance(told, dict) or told.get("event") not in EVENTS:
        raise ReportUnreadable("`event` is ringing, answered or ended.")
    reference = told.get("call")
    if not isinstance(reference, str) or not 0 < len(reference) <= 80 or not reference.isprintable():
        raise ReportUnreadable("`call` names the call in 1 to 80 characters.")
    return Report(told["event"], reference, _number(told.get("from")), _instant(told.get("at"), at))


def _number(said: Any) -> str:
    """The E.164 form of a US or foreign number; "" for one that is withheld or none."""
    try:
        parsed = phonenumbers.parse(str(said or ""), "US")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)[:16]


def _instant(said: Any, now_at: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(str(said))
    except ValueError as broken:
        raise ReportUnreadable("`at` is an instant like 2026-06-02T14:05:09Z.") from broken
    if at.tzinfo is None:
        raise ReportUnreadable("`at` says its offset from UTC, such as a Z at its end.")
    if abs(at - now_at) > HAPPENED_WITHIN:
        raise ReportUnreadable("`at` is more than a day away from now.")
    return at
