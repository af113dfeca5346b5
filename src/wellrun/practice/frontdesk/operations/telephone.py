"""What the telephone system reports, and the lines it reports about."""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.files.keys import key_file
from wellrun.practice.frontdesk.models import CallReason, Disposition, IncomingCall, TelephoneLine
from wellrun.practice.frontdesk.operations.calls import CallDetails, log_call
from wellrun.practice.organization.api import Unit

#: A report that is older or newer than this is not believed: somebody may have kept it to send it again.
BELIEVED_FOR = timedelta(minutes=5)
#: How soon whoever hung up unanswered is called back.
CALL_BACK_WITHIN = timedelta(hours=1)
EVENTS = ("ringing", "answered", "ended")


class NumberInUse(Refused):
    """Another line has the number."""

    field = "number"
    sentence = "Another line has this number."


class ReportRefused(Refused):
    """A report that was not signed with the line's key, or too long ago."""

    status = 401
    sentence = "The signature does not match, or its time is more than five minutes off."


class ReportUnreadable(Refused):
    """A report without what a report must say."""

    status = 400


@dataclass(frozen=True)
class Report:
    """One report: what happened (`ringing`, `answered` or `ended`) to which call, from whom (E.164 or ""), when."""

    event: str
    reference: str
    caller_number: str
    at: datetime


def add_line(*, unit: Unit, name: str, number: str, by: Actor, at: datetime) -> TelephoneLine:
    """Let the telephone system report about a number that this unit's desk answers."""
    require(by, "telephony.manage", unit.id)
    try:
        with transaction.atomic():
            line = TelephoneLine.objects.create(
                organization_id=unit.organization_id,
                unit=unit,
                name=name.strip()[:60],
                number=number,
                made_at=at,
            )
    except IntegrityError as refused:
        raise NumberInUse() from refused
    record_act("telephone_line.added", subject_type="telephone line", subject_id=line.id)
    return line


def renew_key(*, line_id: uuid.UUID, by: Actor, at: datetime) -> TelephoneLine:
    """Make a new key for a line; reports that are signed with the old one are refused from now on."""
    line = _line(line_id, by)
    line.key_version += 1
    line.save(update_fields=["key_version"])
    record_act("telephone_line.key_renewed", subject_type="telephone line", subject_id=line.id)
    return line


def end_line(*, line_id: uuid.UUID, by: Actor, at: datetime) -> TelephoneLine:
    """Believe no more reports about a line."""
    line = _line(line_id, by)
    line.ended_at = at
    line.save(update_fields=["ended_at"])
    record_act("telephone_line.ended", subject_type="telephone line", subject_id=line.id)
    return line


def _line(line_id: uuid.UUID, by: Actor) -> TelephoneLine:
    line = TelephoneLine.objects.select_for_update().filter(id=line_id, ended_at__isnull=True).first()
    if line is None or line.organization_id != by.organization_id:
        raise NotFound()
    require(by, "telephony.manage", line.unit_id)
    return line


def key_of(line: TelephoneLine) -> str:
    """The key with which the telephone system signs its reports about a line, 64 hexadecimal digits."""
    said = f"{line.id} {line.key_version}".encode()
    return hmac.new(key_file("telephone-lines"), said, hashlib.sha256).hexdigest()


def signature_of(key: str, seconds: int, body: bytes) -> str:
    """What a report's header says: the instant in seconds since 1970 and HMAC-SHA-256 over "seconds.body"."""
    digest = hmac.new(key.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def refuse_unsigned(*, line: TelephoneLine, header: str, body: bytes, at: datetime) -> None:
    """Raise `ReportRefused` unless a report was signed with the line's key within the last five minutes."""
    told = re.fullmatch(r"t=([0-9]{1,10}),v1=[0-9a-f]{64}", header)
    if told is None:
        raise ReportRefused()
    seconds = int(told[1])
    wanted = signature_of(key_of(line), seconds, body)
    apart = abs(at - datetime.fromtimestamp(seconds, UTC))
    if not hmac.compare_digest(wanted, header) or apart > BELIEVED_FOR:
        raise ReportRefused()


def hear_report(*, line: TelephoneLine, report: Report, by: Actor, at: datetime) -> IncomingCall:
    """Note what the telephone system says. The same report again, and reports out of order, change nothing that is
    known already; a call that ended unanswered goes into the log as abandoned, with a call-back where the number
    is known. `by` is the program."""
    require(by, "calls.log", line.unit_id)
    TelephoneLine.objects.filter(id=line.id).update(heard_at=at)
    IncomingCall.objects.bulk_create([_new(line, report)], ignore_conflicts=True)
    found = IncomingCall.objects.select_for_update(of=("self",)).get(line=line, reference=report.reference)
    _learn(found, report)
    if found.ended_at is not None and found.answered_at is None and found.call_id is None:
        _note_abandoned(found, by, at)
    return found


def _new(line: TelephoneLine, report: Report) -> IncomingCall:
    return IncomingCall(
        organization_id=line.organization_id,
        unit_id=line.unit_id,
        line=line,
        reference=report.reference,
        caller_number=report.caller_number,
        rang_at=report.at,
    )


def _learn(found: IncomingCall, report: Report) -> None:
    found.caller_number = found.caller_number or report.caller_number
    found.rang_at = min(found.rang_at, report.at)
    if report.event == "answered" and found.answered_at is None:
        found.answered_at = report.at
    if report.event == "ended" and found.ended_at is None:
        found.ended_at = report.at
    found.save(update_fields=["caller_number", "rang_at", "answered_at", "ended_at"])


def _note_abandoned(found: IncomingCall, by: Actor, at: datetime) -> None:
    details = CallDetails(
        reason=CallReason.OTHER,
        disposition=Disposition.HUNG_UP,
        caller_name="" if found.caller_number else "Number withheld",
        caller_number=found.caller_number,
        call_back_due_at=at + CALL_BACK_WITHIN if found.caller_number else None,
    )
    found.call = log_call(unit_id=found.unit_id, details=details, by=by, at=at)
    found.save(update_fields=["call"])


def take_call(*, incoming_id: uuid.UUID, by: Actor, at: datetime) -> IncomingCall:
    """Say on the page that one is talking to a caller; whoever says so first has the call."""
    found = _locked_call(incoming_id, by)
    if found.answered_by_id not in (None, by.person_id):
        raise Refused("A colleague has taken this call.", field="incoming")
    found.answered_at, found.answered_by_id = found.answered_at or at, by.person_id
    found.save(update_fields=["answered_at", "answered_by_id"])
    record_act("incoming_call.taken", subject_type="incoming call", subject_id=found.id)
    return found


def note_logged(*, incoming_id: uuid.UUID, call_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Join a reported call with its entry in the log; the first entry counts."""
    found = _locked_call(incoming_id, by)
    if found.call_id is None:
        found.call_id, found.answered_at = call_id, found.answered_at or at
        found.save(update_fields=["call", "answered_at"])


def _locked_call(incoming_id: uuid.UUID, by: Actor) -> IncomingCall:
    found = IncomingCall.objects.select_for_update(of=("self",)).filter(id=incoming_id).first()
    if found is None:
        raise NotFound()
    require(by, "calls.log", found.unit_id)
    return found
