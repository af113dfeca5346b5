"""Messages of senders that no facility had, dealt with once one has them."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.database.identity import acting
from wellrun.practice.exchange.api import Transmission, TransmissionState, content_of, mark_handled
from wellrun.practice.exchange.events import TransmissionReceived
from wellrun.practice.organization.api import program_actor
from wellrun.practice.procedures.models import CaseMessage
from wellrun.practice.procedures.operations.receive_message import SIU, sender_of, take_message
from wellrun.practice.procedures.operations.tell_hospital import CHANNEL
from wellrun.practice.procedures.rules.hl7 import read_message


def unmatched_messages(organization_id: uuid.UUID) -> list[Transmission]:
    """The scheduling messages that wait because no facility has their sender, the oldest first."""
    rows = Transmission.objects.filter(
        organization_id=organization_id, kind=SIU, channel=CHANNEL, state=TransmissionState.QUARANTINED
    )
    known = CaseMessage.objects.filter(transmission_id__in=rows.values("id")).values_list(
        "transmission_id", flat=True
    )
    return [row for row in rows.order_by("begun_at", "id") if row.id not in set(known)]


def take_up_messages(*, organization_id: uuid.UUID, at: datetime) -> int:
    """Deal with the messages whose sender has become known, each in a transaction of its own, as the program; says how
    many there were."""
    by = program_actor(organization_id=organization_id, name="hospital messages", at=at)
    with acting(by.identity()):
        waiting = [row.id for row in unmatched_messages(organization_id)]
    taken = 0
    for transmission_id in waiting:
        with acting(by.identity()):
            taken += _take_up(transmission_id, organization_id, at)
    return taken


def _take_up(transmission_id: uuid.UUID, organization_id: uuid.UUID, at: datetime) -> bool:
    rows = Transmission.objects.select_for_update(skip_locked=True)
    kept = rows.filter(id=transmission_id, state=TransmissionState.QUARANTINED).first()
    if kept is None or sender_of(read_message(content_of(kept)), organization_id) is None:
        return False
    mark_handled(transmission_id=kept.id, at=at)
    take_message(TransmissionReceived(kept.id, SIU, organization_id, at, kept))
    return True
