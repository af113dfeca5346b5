"""Canonical bytes of an event, and the Merkle tree over them (RFC 6962 §2.1: leaves and nodes hashed apart)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime

EMPTY = hashlib.sha256(b"").digest()


def leaf(row: Sequence[object]) -> bytes:
    """The hash of one event given its columns in order; instants count as microseconds, so no time zone matters."""
    canonical = json.dumps([_plain(value) for value in row], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"\x00" + canonical.encode()).digest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        since = value.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
        return since.days * 86_400_000_000 + since.seconds * 1_000_000 + since.microseconds
    if isinstance(value, list):
        return [str(item) for item in value]
    return value if value is None or isinstance(value, int | str) else str(value)


def root(leaves: Sequence[bytes]) -> bytes:
    """The Merkle root of leaves in order; an odd one moves up unpaired."""
    level = list(leaves)
    if not level:
        return EMPTY
    while len(level) > 1:
        paired = [
            hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)
        ]
        level = paired + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def chain(previous: bytes, root_hash: bytes, from_txid: int, upto_txid: int, events: int) -> bytes:
    """The digest of a seal, which binds it to the one before."""
    text = f"{from_txid}:{upto_txid}:{events}".encode()
    return hashlib.sha256(b"\x02" + previous + root_hash + text).digest()
