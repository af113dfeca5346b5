"""The typed writers: bytes of one or more interchanges out of typed views, or an `Unwritable` that says why
not.

Control numbers and the time of writing come with each envelope; nothing here reads a clock. Items that share
an interchange and a group control number, and stand together, are written into one interchange and one group.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeVar

from .acknowledgement import Acknowledgement
from .check import check
from .claim import ClaimBatch
from .claim_status import ClaimAcknowledgement
from .envelope import Envelope
from .remittance import Remittance
from .writing import acknowledgements, claim_statuses, claims, remittances
from .writing.interchange import InterchangeWriter, Unwritable

T = TypeVar("T")

__all__ = ["Unwritable", "write_277ca", "write_835", "write_837p", "write_999"]


def write_837p(batches: ClaimBatch | Sequence[ClaimBatch], *, verify: bool = True) -> bytes:
    """Professional claims as 005010X222A1, one ST for each batch.

    HLs are numbered here, lines are numbered in order, names and notes are brought into the basic character
    set. With `verify` the bytes are checked before they are returned, and syntax or guide faults (SNIP 1 and
    2) raise `Unwritable` with the findings; sums and code sets are the caller's to judge with `check`.
    """
    return _write(
        batches, lambda batch: batch.header.envelope, "HC", claims.VERSION, claims.write_batch, verify
    )


def write_835(payments: Remittance | Sequence[Remittance], *, verify: bool = True) -> bytes:
    """Remittances as 005010X221A1, one ST for each. `verify` as for `write_837p`."""
    version = remittances.VERSION
    return _write(payments, lambda found: found.envelope, "HP", version, remittances.write_remittance, verify)


def write_999(found: Acknowledgement | Sequence[Acknowledgement], *, verify: bool = True) -> bytes:
    """Acknowledgements as 005010X231A1, one ST for each. `verify` as for `write_837p`."""
    version = acknowledgements.VERSION
    return _write(
        found, lambda one: one.envelope, "FA", version, acknowledgements.write_acknowledgement, verify
    )


def write_277ca(
    found: ClaimAcknowledgement | Sequence[ClaimAcknowledgement], *, verify: bool = True
) -> bytes:
    """Claim acknowledgements as 005010X214, one ST for each. `verify` as for `write_837p`."""
    version = claim_statuses.VERSION
    return _write(
        found, lambda one: one.envelope, "HN", version, claim_statuses.write_claim_acknowledgement, verify
    )


def _write(
    items: T | Sequence[T], envelope_of: Callable[[T], Envelope], functional_group: str, version: str,
    write: Callable[[InterchangeWriter, T], None], verify: bool,
) -> bytes:  # fmt: skip
    every: Sequence[T] = items if isinstance(items, Sequence) else [items]
    if not every:
        raise Unwritable("There is nothing to write.")
    written = []
    for _, interchange in groupby(every, lambda item: envelope_of(item).interchange_control):
        together = list(interchange)
        out = InterchangeWriter(envelope_of(together[0]))
        for _, group in groupby(together, lambda item: envelope_of(item).group_control):
            members = list(group)
            out.open_group(envelope_of(members[0]), functional_group, version)
            for item in members:
                write(out, item)
        written.append(out.finish())
    result = b"".join(written)
    if verify:
        _verify(result)
    return result


def _verify(result: bytes) -> None:
    faults = [found for found in check(result) if found.severity == "error" and found.snip < 3]
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise Unwritable(f"At {faults[0].place}: {faults[0].sentence}{more}", faults)
