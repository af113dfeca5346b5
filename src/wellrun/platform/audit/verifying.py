"""Proving that no event was changed, removed, added late or reordered since it was sealed."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from django.db import transaction

from wellrun.platform.audit import merkle
from wellrun.platform.audit.keys import verifying_key
from wellrun.platform.audit.models import Seal
from wellrun.platform.audit.sealing import leaves_between, open_audit


@dataclass(frozen=True)
class AuditBroken:
    """A seal that no longer fits: which, and what is wrong, in a sentence."""

    seal_id: int
    sentence: str


@transaction.atomic
def verify_audit(*, since: Seal | None = None) -> tuple[list[AuditBroken], int]:
    """Check every seal against the events it covers; returns what is broken and how many events were checked.

    With `since`, which the caller has proven before, only the seals that follow it.
    """
    broken: list[AuditBroken] = []
    checked, upto, previous = 0, 0, merkle.EMPTY
    open_audit()
    seals = Seal.objects.order_by("id")
    if since is not None:
        upto, previous, seals = since.upto_txid, bytes(since.digest), seals.filter(id__gt=since.id)
    for seal in seals.iterator():
        leaves = leaves_between(seal.from_txid, seal.upto_txid)
        checked += len(leaves)
        sentence = _fault(seal, leaves, upto, previous)
        if sentence:
            broken.append(AuditBroken(seal.id, sentence))
        upto, previous = seal.upto_txid, bytes(seal.digest)
    return broken, checked


def _fault(seal: Seal, leaves: list[bytes], upto: int, previous: bytes) -> str:
    if seal.from_txid != upto or bytes(seal.previous) != previous:
        return "A seal before this one was removed, or this one was moved."
    if len(leaves) < seal.events:
        return f"{seal.events - len(leaves)} event(s) were removed after they were sealed."
    if len(leaves) > seal.events:
        return f"{len(leaves) - seal.events} event(s) were added among events already sealed."
    if merkle.root(leaves) != bytes(seal.root):
        return "An event was changed or moved after it was sealed."
    expected = merkle.chain(previous, bytes(seal.root), seal.from_txid, seal.upto_txid, seal.events)
    if expected != bytes(seal.digest):
        return "The seal itself was changed."
    try:
        verifying_key().verify(bytes(seal.signature), expected)
    except InvalidSignature:
        return "The seal's signature is not ours."
    return ""
