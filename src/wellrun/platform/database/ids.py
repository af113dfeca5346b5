"""Opaque identifiers: UUID version 7 (RFC 9562 §5.7), time-ordered so that indexes stay dense.

The simulation puts a seeded source of randomness in place, so that the same seed gives the same ids.
"""

from __future__ import annotations

import random
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from wellrun.platform.clock import now

_source: ContextVar[random.Random | None] = ContextVar("wellrun_id_source", default=None)


def new_id() -> uuid.UUID:
    """A new UUIDv7: 48 bits of milliseconds by the running clock, 74 bits of randomness."""
    seeded = _source.get()
    noise = seeded.getrandbits(74) if seeded else secrets.randbits(74)
    milliseconds = int(now().timestamp() * 1000) & ((1 << 48) - 1)
    value = milliseconds << 80 | 0x7 << 76 | (noise >> 62) << 64 | 0b10 << 62 | (noise & ((1 << 62) - 1))
    return uuid.UUID(int=value)


@contextmanager
def drawn_from(source: random.Random) -> Iterator[None]:
    """Draw ids from a seeded source inside the block."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)
