"""Kiosks: opening and closing one, and serving whoever stands before it."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
import uuid
from datetime import date, datetime, timedelta

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act, record_denial
from wellrun.platform.database.identity import assume
from wellrun.platform.events import publish
from wellrun.practice.intake.events import WalkInAtKiosk
from wellrun.practice.intake.models import Kiosk, Origin, Submission, SubmissionState
from wellrun.practice.intake.operations.submit import OPEN_STATES, discard_submission, open_submission
from wellrun.practice.intake.queries.walk_in_desk import queue_at_desk
from wellrun.practice.organization.api import departments_among, local_day, units_under, zone_of
from wellrun.practice.scheduling.api import Appointment, appointment, day_bounds

#: A kiosk is opened for a day.
LIVES = timedelta(hours=14)
#: After this long without a touch nothing of a visit is shown any more, whatever the browser did.
IDLE = timedelta(seconds=90)
MOST_WRONG, PAUSE = 5, timedelta(minutes=1)
#: What is reached from a kiosk, at its site alone and in the ordinary compartment alone.
KIOSK_MAY = ("patients.read", "appointments.read", "coverage.read")


class KioskPaused(Refused):
    """Too many wrong answers in a row."""

    status = 429
    sentence = "Too many tries. Please see the front desk."


def open_kiosk(*, unit_id: uuid.UUID, by: Actor, at: datetime) -> tuple[Kiosk, str]:
    """Make a kiosk of a site or department; gives it and its token, which is nowhere stored."""
    require(by, "kiosk.run", unit_id)
    token = secrets.token_urlsafe(32)
    kiosk = Kiosk.objects.create(
        organization_id=by.organization_id,
        unit_id=unit_id,
        token_digest=_digest(token),
        opened_at=at,
        opened_by_id=by.person_id,
        expires_at=at + LIVES,
    )
    record_act("kiosk.opened", subject_type="kiosk", subject_id=kiosk.id)
    return kiosk, token


def close_kiosk(*, kiosk_id: uuid.UUID, by: Actor, at: datetime) -> Kiosk:
    """Close a kiosk: its token opens nothing any more. Closing twice changes nothing."""
    kiosk = Kiosk.objects.select_for_update().filter(id=kiosk_id).first()
    if kiosk is None:
        raise NotFound()
    require(by, "kiosk.run", kiosk.unit_id)
    if kiosk.closed_at is None:
        kiosk.closed_at, kiosk.submission_id, kiosk.step = at, None, ""
        kiosk.save(update_fields=["closed_at", "submission_id", "step"])
        record_act("kiosk.closed", subject_type="kiosk", subject_id=kiosk.id)
    return kiosk


def enter_kiosk(*, token: str, request_id: uuid.UUID | None, at: datetime) -> tuple[Kiosk, Actor]:
    """Let a kiosk's browser in: from here on the database sees a patient at that site. Whoever was served before and
    left is forgotten first. Raises `NotFound` for a token that is unknown, closed or of yesterday."""
    kiosk = Kiosk.objects.select_for_update().filter(token_digest=_digest(token)).first() if token else None
    if kiosk is None or kiosk.closed_at is not None or at >= kiosk.expires_at:
        raise NotFound()
    actor = _actor(kiosk, request_id, at)
    assume(actor.identity())
    if kiosk.submission_id and (kiosk.touched_at is None or at - kiosk.touched_at >= IDLE):
        leave(kiosk=kiosk, by=actor, at=at)
    return kiosk, actor


def find_yourself(
    *, kiosk: Kiosk, family_name: str, birth_on: date, phone_last: str, by: Actor, at: datetime
) -> tuple[Appointment | None, bool]:
    """Today's visit of whoever knows a family name and a birth date; and whether the phone's digits are needed too.

    Nothing is listed. Wrong answers are counted: after five the kiosk pauses for a minute (`KioskPaused`).
    """
    if kiosk.locked_until is not None and at < kiosk.locked_until:
        raise KioskPaused()
    found = [visit for visit in _today(kiosk, birth_on, at) if _same(visit.patient.family_name, family_name)]
    if len({visit.patient_id for visit in found}) > 1:
        if not phone_last:
            return None, True
        found = [
            visit
            for visit in found
            if len(phone_last) == 4
            and phone_last in (visit.patient.phone_mobile[-4:], visit.patient.phone_home[-4:])
        ]
    if len({visit.patient_id for visit in found}) == 1:
        kiosk.wrong, kiosk.locked_until = 0, None
        kiosk.save(update_fields=["wrong", "locked_until"])
        # Who has two visits today comes for the one that is not over, even if nobody marked the other as missed.
        return next((visit for visit in found if visit.ends_at > at), found[-1]), False
    kiosk.wrong += 1
    if kiosk.wrong % MOST_WRONG == 0:
        kiosk.locked_until = at + PAUSE
    kiosk.save(update_fields=["wrong", "locked_until"])
    record_denial("NotFoundAtKiosk", subject_type="kiosk", subject_id=kiosk.id)
    return None, False


def serve(*, kiosk: Kiosk, visit: Appointment, step: str, by: Actor, at: datetime) -> Submission:
    """Begin to serve a patient; a draft that somebody left at this kiosk for the same visit is thrown away first."""
    for left in Submission.objects.filter(
        appointment_id=visit.id, origin=Origin.KIOSK, state=SubmissionState.DRAFT
    ):
        discard_submission(submission_id=left.id, by=by, at=at)
    draft = open_submission(
        visit=visit, patient=visit.patient, origin=Origin.KIOSK, language=kiosk.language, by=by, at=at
    )
    kiosk.submission_id, kiosk.step, kiosk.touched_at = draft.id, step, at
    kiosk.save(update_fields=["submission_id", "step", "touched_at"])
    return draft


def touch(*, kiosk: Kiosk, step: str, at: datetime) -> None:
    """Note that somebody is there, and at which step."""
    kiosk.step, kiosk.touched_at = step[:60], at
    kiosk.save(update_fields=["step", "touched_at"])


def leave(*, kiosk: Kiosk, by: Actor, at: datetime) -> None:
    """Forget whoever stood here: what was not sent is thrown away."""
    if kiosk.submission_id:
        discard_submission(submission_id=kiosk.submission_id, by=by, at=at)
    kiosk.submission_id, kiosk.step, kiosk.touched_at, kiosk.language = None, "", None, "en"
    kiosk.save(update_fields=["submission_id", "step", "touched_at", "language"])


def ask_to_be_seen(*, kiosk: Kiosk, unit_id: uuid.UUID | None = None, by: Actor, at: datetime) -> str:
    """Tell the desk that somebody without a visit stands here and wants to a department of the kiosk's; gives the
    token under which they wait, "" where no room above keeps a queue. Without a department the first one it is."""
    here = departments_among(units_under(kiosk.unit_id))
    wanted = next((each for each in here if unit_id in (None, each.id)), None)
    if wanted is None:
        raise NotFound()
    record_act("kiosk.walk_in", subject_type="kiosk", subject_id=kiosk.id)
    event = WalkInAtKiosk(kiosk.id, kiosk.organization_id, wanted.id, kiosk.language, at)
    publish(event)
    return queue_at_desk(event)


def choose_language(*, kiosk: Kiosk, language: str) -> None:
    """Speak another language until the next patient."""
    kiosk.language = language
    kiosk.save(update_fields=["language"])


def _today(kiosk: Kiosk, birth_on: date, at: datetime) -> list[Appointment]:
    departments = departments_among(units_under(kiosk.unit_id))
    zone = zone_of(kiosk.unit_id)
    starts_at, ends_at = day_bounds(local_day(kiosk.unit_id, at), zone)
    rows = Appointment.objects.filter(
        unit_id__in=[each.id for each in departments],
        starts_at__gte=starts_at,
        starts_at__lt=ends_at,
        state__in=OPEN_STATES,
        patient__birth_on=birth_on,
    )
    ids = rows.order_by("starts_at").values_list("id", flat=True)
    return [visit for visit in (appointment(each) for each in ids) if visit is not None]


def _same(known: str, typed: str) -> bool:
    return bool(_plain(typed)) and _plain(known) == _plain(typed)


def _plain(name: str) -> str:
    """A name without case, accents, spaces and hyphens, as people type it at a screen."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in bare if sign.isalnum())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _actor(kiosk: Kiosk, request_id: uuid.UUID | None, at: datetime) -> Actor:
    here = frozenset(units_under(kiosk.unit_id))
    return Actor(
        user_id=None,
        person_id=None,
        name="Patient, at the kiosk",
        roles=("patient at kiosk",),
        organization_id=kiosk.organization_id,
        home_unit_id=kiosk.unit_id,
        reach=dict.fromkeys(KIOSK_MAY, here),
        compartments=frozenset({"normal"}),
        request_id=request_id,
        zone=zone_of(kiosk.unit_id),
        at=at,
    )
