"""How long to leave a gateway alone that does not answer."""

from __future__ import annotations

from datetime import timedelta

#: After so long a silence the office manager is told.
TELLS_AFTER = timedelta(minutes=15)
#: So often one message is tried that the gateway puts off, some eight hours, before it goes another way.
MOST_TRIES = 50
_LONGEST = timedelta(minutes=10)


def wait_after(failures: int) -> timedelta:
    """One minute after the first failure, doubled with each, ten at most."""
    return min(timedelta(minutes=2 ** min(failures - 1, 10)), _LONGEST)
