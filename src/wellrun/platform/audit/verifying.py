"""Proving that no event was changed, removed, added late or reordered since it was sealed."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from django.db import transaction

from wellrun.platform.audit import merkle
from wellrun.platform.audit.heads import kept_head
from wellrun.platform.audit.keys import verifying_key
from wellrun.platform.audit.models import Seal
from wellrun.platform.audit.sealing import BEYOND, leaves_between, open_audit


@dataclass(frozen=True)
class AuditBroken:
    """A seal that no longer fits: which, and what is wrong, in a sentence."""

    seal_id: int
    sentence: str


@dataclass(frozen=True)
class _Proven:
    """How far the chain of seals was followed."""

    epoch: int = 0
    first_id: int = 0
    upto: int = 0
    digest: bytes = merkle.EMPTY


@transaction.atomic
def verify_audit(*, since: Seal | None = None) -> tuple[list[AuditBroken], int]:
    """Check every seal against the events it covers; returns what is broken and how many events were checked.

    With `since`, which the caller has proven before, only the seals that follow it.
    """
    broken: list[AuditBroken] = []
    checked, proven, seals = 0, _Proven(), Seal.objects.order_by("id")
    open_audit()
    if since is not None:
        proven, seals = _after(since), seals.filter(id__gt=since.id)
    begins = dict(Seal.objects.filter(epoch__gt=0).order_by("-id").values_list("epoch", "first_event_id"))
    for seal in seals.iterator():
        end_id = begins.get(seal.epoch + 1, BEYOND)
        leaves = leaves_between(seal.from_txid, seal.upto_txid, seal.first_event_id, end_id)
        checked += len(leaves)
        sentence = _misplaced(seal, proven) or _fault(seal, leaves)
        if sentence:
            broken.append(AuditBroken(seal.id, sentence))
        proven = _after(seal)
    # Who goes on from a seal may look at the past of a database that is sealed further meanwhile.
    return broken + (_cut_off() if since is None else []), checked


def _cut_off() -> list[AuditBroken]:
    head = kept_head()
    if head is None:
        return []
    seal = Seal.objects.filter(id=head.seal_id).first()
    if seal is not None and bytes(seal.digest) == head.digest:
        return []
    return [
        AuditBroken(head.seal_id, "The newest seals were removed, and what they covered cannot be proven.")
    ]


def _after(seal: Seal) -> _Proven:
    return _Proven(seal.epoch, seal.first_event_id, seal.upto_txid, bytes(seal.digest))


def _misplaced(seal: Seal, proven: _Proven) -> str:
    """What is wrong with a seal's place in the chain: after the one before it, or first of the next epoch."""
    follows = (seal.epoch, seal.first_event_id, seal.from_txid) == (
        proven.epoch,
        proven.first_id,
        proven.upto,
    )
    begins = seal.epoch == proven.epoch + 1 and seal.from_txid == 0 and seal.first_event_id > proven.first_id
    if bytes(seal.previous) != proven.digest or not (follows or begins):
        return "A seal before this one was removed, or this one was moved."
    if begins and (late := leaves_between(proven.upto, BEYOND, proven.first_id, seal.first_event_id)):
        return f"{len(late)} event(s) were added to what another server had sealed."
    return ""


def _fault(seal: Seal, leaves: list[bytes]) -> str:
    if len(leaves) < seal.events:
        return f"{seal.events - len(leaves)} event(s) were removed after they were sealed."
    if len(leaves) > seal.events:
        return f"{len(leaves) - seal.events} event(s) were added among events already sealed."
    if merkle.root(leaves) != bytes(seal.root):
        return "An event was changed or moved after it was sealed."
    expected = merkle.chain(
        bytes(seal.previous),
        bytes(seal.root),
        seal.from_txid,
        seal.upto_txid,
        seal.events,
        epoch=seal.epoch,
        first_event_id=seal.first_event_id,
    )
    if expected != bytes(seal.digest):
        return "The seal itself was changed."
    try:
        verifying_key().verify(bytes(seal.signature), expected)
    except InvalidSignature:
        return "The seal's signature is not ours."
    return ""
