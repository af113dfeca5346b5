"""Sealing: a signed Merkle root over every event that can no longer be joined by another.

A transaction that is still open may yet add events with an older number. So a seal covers only transactions
older than the oldest that is still running, and the next seal begins where it ended.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from wellrun.platform.audit import merkle
from wellrun.platform.audit.heads import Head, keep_head
from wellrun.platform.audit.keys import signing_key
from wellrun.platform.audit.models import Seal

#: What is hashed of an event. The database writes instants and ids as plain numbers and texts: it does so ten times
#: faster than dates and ids are made in Python only to be written out again.
EVENT_COLUMNS = (
    "id, txid, (extract(epoch from recorded_at) * 1000000)::bigint, (extract(epoch from at) * 1000000)::bigint,"
    " kind, act, subject_type, subject_id, patients::text[], user_id::text, person_id::text, role,"
    " request_id::text, detail::text"
)
#: An arbitrary number that names the right to seal among the database's advisory locks.
SEALING = 7_301_553


#: Beyond every number that PostgreSQL gives to a transaction or an event.
BEYOND = 2**63 - 1


class AuditNotAdopted(RuntimeError):
    """The server's transaction numbers lie behind the last seal: the database came from another server."""

    def __init__(self) -> None:
        super().__init__(
            "This database was restored from another server, so nothing more can be sealed. Stop the program and run"
            " `wellrun audit adopt`, which proves what was sealed there and goes on from its last seal."
        )


def leaves_between(from_txid: int, upto_txid: int, first_id: int = 0, end_id: int = BEYOND) -> list[bytes]:
    """The hashes of the events with ids in [first, end) of all transactions in [from, upto), in order; after
    `open_audit`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {EVENT_COLUMNS} from audit_event"  # noqa: S608 (the names above)
            " where txid >= %s and txid < %s and id >= %s and id < %s order by txid, id",
            [from_txid, upto_txid, first_id or -BEYOND, end_id],
        )
        return [merkle.leaf(row) for row in cursor]


def open_audit() -> None:
    """Let the rest of the transaction read the audit: for sealing and proving it, which show nobody anything."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('wellrun.audit', 'on', true)")


def seal_events(*, at: datetime) -> Seal | None:
    """Seal what has happened since the last seal; returns it, or None when nothing had. One sealer at a time.

    Raises `AuditNotAdopted` on a database that was restored from another server and not adopted.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(%s)", [SEALING])
            if not cursor.fetchone()[0]:
                return None
        upto = oldest_running()
        last = Seal.objects.order_by("-id").first()
        if last and upto < last.upto_txid:
            raise AuditNotAdopted()
        start, first_id = (last.upto_txid, last.first_event_id) if last else (0, 0)
        if upto == start:
            return None
        open_audit()
        leaves = leaves_between(start, upto, first_id)
        if not leaves:
            return None
        return write_seal(last, start, upto, leaves, at)


def count_unsealed() -> int:
    """How many events no seal covers yet: what `verify_audit` says nothing about."""
    last = Seal.objects.order_by("-id").first()
    upto, first_id = (last.upto_txid, last.first_event_id) if last else (0, 0)
    with transaction.atomic(), connection.cursor() as cursor:
        open_audit()
        cursor.execute(
            "select count(*) from audit_event where txid >= %s and id >= %s", [upto, first_id or -BEYOND]
        )
        return int(cursor.fetchone()[0])


def oldest_running() -> int:
    """The number of the oldest transaction that is still open; all below it have ended."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def write_seal(
    last: Seal | None, start: int, upto: int, leaves: list[bytes], at: datetime, *, new_from_id: int = 0
) -> Seal:
    """Sign these leaves and chain them to the last seal; `new_from_id` begins a new epoch with that event."""
    previous = bytes(last.digest) if last else merkle.EMPTY
    epoch, first_id = (last.epoch, last.first_event_id) if last else (0, 0)
    if new_from_id:
        epoch, first_id = epoch + 1, new_from_id
    root = merkle.root(leaves)
    digest = merkle.chain(previous, root, start, upto, len(leaves), epoch=epoch, first_event_id=first_id)
    seal = Seal.objects.create(
        epoch=epoch,
        first_event_id=first_id,
        from_txid=start,
        upto_txid=upto,
        events=len(leaves),
        root=root,
        previous=previous,
        digest=digest,
        signature=signing_key().sign(digest),
        sealed_at=at,
    )
    transaction.on_commit(lambda: keep_head(Head(seal.id, digest)))
    return seal
