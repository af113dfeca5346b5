"""Canonical bytes of an event, and the Merkle tree over them (RFC 6962 §2.1: leaves and nodes hashed apart)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()


_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def leaf(row: Sequence[int | str | list[str] | None]) -> bytes:
    """The hash of one event given its columns in order: instants as microseconds since 1970, so that no time zone
    matters, ids as text."""
    return hashlib.sha256(b"\x00" + _canonical(row).encode()).digest()


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


def chain(
    previous: bytes,
    root_hash: bytes,
    from_txid: int,
    upto_txid: int,
    events: int,
    *,
    epoch: int = 0,
    first_event_id: int = 0,
) -> bytes:
    """The digest of a seal, which binds it to the one before; from the second epoch on it names epoch and start."""
    text = f"{from_txid}:{upto_txid}:{events}" + (f":{epoch}:{first_event_id}" if epoch else "")
    return hashlib.sha256(b"\x02" + previous + root_hash + text.encode()).digest()
