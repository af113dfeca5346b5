"""Running the line: sending what is queued, fetching what waits, and telling the rooms."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime
from functools import partial

from django.db import transaction

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.refusals import Refused
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.identity import acting
from wellrun.platform.events import publish
from wellrun.practice.exchange.events import TransmissionReceived
from wellrun.practice.exchange.models import Direction, Transmission, TransmissionState
from wellrun.practice.exchange.operations.adapters import Adapter, Artifact, line_of
from wellrun.practice.exchange.operations.queue import CLEARINGHOUSE, keep_received
from wellrun.practice.exchange.operations.settle import mark_handled, quarantine
from wellrun.practice.exchange.queries.transmissions import content_of
from wellrun.practice.exchange.rules import UNKNOWN, sniff_transmission
from wellrun.practice.organization.api import Unit, UnitKind, program_actor

log = logging.getLogger(__name__)
#: After so many failures a file waits for a person instead of being tried every minute.
MOST_ATTEMPTS = 5


def send_queued(*, at: datetime, organization_id: uuid.UUID | None = None) -> list[Transmission]:
    """Send what is queued, oldest first, each in a transaction of its own, as the program; returns what was
    sent.

    A file that was delivered just before a crash is delivered again under the same name, which changes
    nothing. Raises OSError when the line is down; what was not sent stays queued.
    """
    sent = []
    for program in _programs(organization_id, at):
        line = line_of(program.organization_id)
        for waiting in _waiting(program, TransmissionState.QUEUED):
            with acting(program.identity()):
                found = Transmission.objects.select_for_update(skip_locked=True).filter(
                    id=waiting, state=TransmissionState.QUEUED
                ).first()  # fmt: skip
                if found is None:
                    continue
                line.submit(found.name, content_of(found))
                found.state, found.ended_at, found.attempts = TransmissionState.SENT, at, found.attempts + 1
                found.save(update_fields=["state", "ended_at", "attempts"])
                record_act("transmission.sent", subject_type="transmission", subject_id=found.id)
                sent.append(found)
    return sent


def fetch_new(*, at: datetime, organization_id: uuid.UUID | None = None) -> list[Transmission]:
    """Keep what waits at the other side and let the rooms deal with it; returns the files that were new.

    Keeping comes first and commits alone: a file that a room cannot deal with is still kept. Run as the
    program, whose identity stays in place when the caller is in a transaction.
    """
    new = []
    for program in _programs(organization_id, at):
        line = line_of(program.organization_id)
        for artifact in line.fetch():
            with acting(program.identity()):
                found, is_new = _keep(artifact, program, line, at)
            new += [found] if is_new else []
        for waiting in _waiting(program, TransmissionState.RECEIVED):
            handle_received(transmission_id=waiting, by=program, at=at)
    return new


def handle_received(*, transmission_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Tell the rooms of one file, in one transaction: all of what it says takes effect, or nothing.

    A room that refuses has the file set aside with its sentence; a fault is noted and tried again, five
    times.
    """
    try:
        with acting(by.identity()):
            found = Transmission.objects.select_for_update(skip_locked=True).filter(
                id=transmission_id, state=TransmissionState.RECEIVED
            ).first()  # fmt: skip
            if found is None:
                return
            publish(TransmissionReceived(found.id, found.kind, found.organization_id, at, found))
            found.refresh_from_db(fields=["state"])
            if found.state == TransmissionState.RECEIVED:
                mark_handled(transmission_id=found.id, at=at)
    except Refused as refusal:
        with acting(by.identity()):
            quarantine(transmission_id=transmission_id, sentence=refusal.sentence, at=at)
    except Exception:
        log.exception("The transmission %s could not be handled.", transmission_id)
        with acting(by.identity()):
            _count_failure(transmission_id, at)


def _keep(artifact: Artifact, program: Actor, line: Adapter, at: datetime) -> tuple[Transmission, bool]:
    sniffed = sniff_transmission(artifact.content)
    found, is_new = keep_received(
        kind=sniffed.kind,
        name=artifact.name,
        content=artifact.content,
        control_number=sniffed.control_number,
        organization_id=program.organization_id,
        at=at,
    )
    if is_new and sniffed.kind == UNKNOWN:
        sentence = "This file is not one that Wellrun reads: 999, 277CA and 835 files of X12 are."
        quarantine(transmission_id=found.id, sentence=sentence, at=at)
    transaction.on_commit(partial(line.ack, artifact.remote_id))
    return found, is_new


def _count_failure(transmission_id: uuid.UUID, at: datetime) -> None:
    found = Transmission.objects.select_for_update().get(id=transmission_id)
    found.attempts += 1
    found.save(update_fields=["attempts"])
    if found.attempts >= MOST_ATTEMPTS:
        sentence = f"This file could not be handled in {MOST_ATTEMPTS} attempts; the log says why."
        quarantine(transmission_id=transmission_id, sentence=sentence, at=at)


def _waiting(program: Actor, state: TransmissionState) -> list[uuid.UUID]:
    direction = Direction.OUT if state == TransmissionState.QUEUED else Direction.IN
    with acting(program.identity()):
        rows = Transmission.objects.filter(
            organization_id=program.organization_id, direction=direction, state=state
        )
        if direction == Direction.OUT:
            # What leaves by another channel is sent by the room that has the wire.
            rows = rows.filter(channel=CLEARINGHOUSE)
        return list(rows.order_by("begun_at", "id").values_list("id", flat=True))


def _programs(organization_id: uuid.UUID | None, at: datetime) -> list[Actor]:
    roots = [organization_id] if organization_id else list(
        Unit.objects.filter(kind=UnitKind.ORGANIZATION).order_by("id").values_list("id", flat=True)
    )  # fmt: skip
    return [program_actor(organization_id=root, name="exchange", at=at) for root in roots]
