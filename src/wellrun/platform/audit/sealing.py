"""Sealing: a signed Merkle root over every event that can no longer be joined by another.

A transaction that is still open may yet add events with an older number. So a seal covers only transactions
older than the oldest that is still running, and the next seal begins where it ended.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from wellrun.platform.audit import merkle
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
_SEALING = 7_301_553


def leaves_between(from_txid: int, upto_txid: int) -> list[bytes]:
    """The hashes of all events of the transactions in [from, upto), in order; after `open_audit`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {EVENT_COLUMNS} from audit_event where txid >= %s and txid < %s order by txid, id",  # noqa: S608
            [from_txid, upto_txid],
        )
        return [merkle.leaf(row) for row in cursor]


def open_audit() -> None:
    """Let the rest of the transaction read the audit: for sealing and proving it, which show nobody anything."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('wellrun.audit', 'on', true)")


def seal_events(*, at: datetime) -> Seal | None:
    """Seal what has happened since the last seal; returns it, or None when nothing had. One sealer at a time."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(%s)", [_SEALING])
            if not cursor.fetchone()[0]:
                return None
            cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            upto = cursor.fetchone()[0]
        last = Seal.objects.order_by("-id").first()
        start = last.upto_txid if last else 0
        if upto <= start:
            return None
        open_audit()
        leaves = leaves_between(start, upto)
        if not leaves:
            return None
        return _write_seal(last, start, upto, leaves, at)


def _write_seal(last: Seal | None, start: int, upto: int, leaves: list[bytes], at: datetime) -> Seal:
    previous = bytes(last.digest) if last else merkle.EMPTY
    root = merkle.root(leaves)
    digest = merkle.chain(previous, root, start, upto, len(leaves))
    return Seal.objects.create(
        from_txid=start,
        upto_txid=upto,
        events=len(leaves),
        root=root,
        previous=previous,
        digest=digest,
        signature=signing_key().sign(digest),
        sealed_at=at,
    )
