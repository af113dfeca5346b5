"""Adopting the audit of a database that was restored into another server.

Transaction numbers start anew there, so no seal could go on. Adopting proves all that was sealed, seals what had
happened after the last seal there, and begins a new epoch whose first seal is chained to that head.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from wellrun.platform.audit.models import AuditEvent, Seal
from wellrun.platform.audit.recording import record_act
from wellrun.platform.audit.sealing import (
    BEYOND,
    SEALING,
    leaves_between,
    oldest_running,
    open_audit,
    write_seal,
)
from wellrun.platform.audit.verifying import verify_audit


class AdoptionRefused(RuntimeError):
    """There is nothing to adopt, or what there is is not whole; the sentence says which."""


@transaction.atomic
def adopt_audit(*, because: str, at: datetime) -> tuple[Seal, int]:
    """Begin a new epoch on this server; returns its first seal, and how many events of before were proven.

    Raises `AdoptionRefused` when the numbers here go on after the last seal, when no reason is given, or when
    anything sealed before is not as it was. The act itself is the first thing that the new epoch seals.
    """
    if not because.strip():
        raise AdoptionRefused("Say why the database was restored here.")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [SEALING])
    last = Seal.objects.order_by("-id").first()
    upto = oldest_running()
    if last is None or upto >= last.upto_txid:
        raise AdoptionRefused("This server's numbers go on after the last seal. There is nothing to adopt.")
    open_audit()
    begins_at = _first_of_this_server(last)
    late = leaves_between(last.upto_txid, BEYOND, last.first_event_id, begins_at)
    if late:
        ends = AuditEvent.objects.filter(id__lt=begins_at, id__gte=last.first_event_id).order_by("-txid")
        last = write_seal(last, last.upto_txid, ends[0].txid + 1, late, at)
    new = write_seal(last, 0, upto, leaves_between(0, upto, begins_at), at, new_from_id=begins_at)
    broken, checked = verify_audit()
    if broken:
        raise AdoptionRefused(
            f"What was sealed before is not whole, at seal {broken[0].seal_id}: {broken[0].sentence}"
        )
    proven = checked - new.events
    told = {"because": because.strip()[:200], "events": proven, "head": bytes(last.digest).hex()}
    record_act("audit.adopted", subject_type="seal", subject_id=new.id, detail=told, privileged=True)
    return new, proven


def _first_of_this_server(last: Seal) -> int:
    """The id of the first event that is this server's own.

    Ids go on where the other server's ended. Its events are those that its seals count, and those with numbers that
    this server has not reached, which came after its last seal; so many, in the order of ids, are of before.
    """
    sealed = sum(Seal.objects.filter(epoch=last.epoch).values_list("events", flat=True))
    events = AuditEvent.objects.filter(id__gte=last.first_event_id)
    many = sealed + events.filter(txid__gte=last.upto_txid).count()
    ids = list(events.order_by("id").values_list("id", flat=True)[many - 1 : many])
    if not ids:
        raise AdoptionRefused("Events that were sealed on the other server are missing here.")
    return int(ids[0]) + 1
