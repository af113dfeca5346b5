"""Judging a claim by the edits, and letting a named person override what is only likely to be denied."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from wellrun.engines import edits
from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.claims.models import Claim, ClaimState, EditFinding
from wellrun.practice.claims.operations.advance import Move, advance_all
from wellrun.practice.claims.operations.keep_findings import keep_findings, why_held
from wellrun.practice.claims.queries.facts import TOLD_ONCE, OfficeFacts
from wellrun.practice.claims.queries.snapshot import snapshots_of
from wellrun.practice.claims.queries.sources import Sources, sources_of
from wellrun.practice.claims.rules.deciding import OPEN_TO_CHANGE, holds
from wellrun.practice.claims.rules.frozen import freeze
from wellrun.practice.organization.api import local_day


class AlreadySent(Refused):
    """What was sent is frozen."""

    status = 409
    sentence = "This claim was sent and is as it was sent. Answer the payer with a replacement."


class CannotOverride(Refused):
    """Only a likely denial may be overridden, and only for a reason."""

    sentence = "Only a likely denial can be overridden. What would be rejected must be mended."


#: The rows a claim points to that judging it reads.
JUDGED_WITH = ("encounter", "patient", "coverage__payer", "payer", "provider__person")


@cache
def shipped_rules() -> tuple[edits.Rule, ...]:
    """The rules every claim is judged by."""
    return edits.load_rules()


def scrub_claim(*, claim_id: uuid.UUID, by: Actor, at: datetime) -> list[EditFinding]:
    """Judge a claim anew and move it to ready or held; returns what stands against it, worst first."""
    claim = locked_claim(claim_id, by)
    return judge(claim, by=by, at=at)


def locked_claim(claim_id: uuid.UUID, by: Actor, capability: str = "claims.work") -> Claim:
    """The claim, locked, for somebody who may work on it; another section's claim is not found."""
    rows = Claim.objects.select_for_update(of=("self",)).select_related(*JUDGED_WITH)
    claim = rows.filter(id=claim_id).first()
    if claim is None:
        raise NotFound()
    require(by, capability, claim.unit_id)
    return claim


def judge(claim: Claim, *, by: Actor, at: datetime) -> list[EditFinding]:
    """Evaluate the rules on a locked claim, keep the findings, freeze the snapshot, move the claim."""
    verdict = judge_claims([claim], at=at)[0]
    if verdict.changed:
        advance_all([verdict.move], by=by, at=at)
    return verdict.findings


@dataclass(frozen=True)
class Verdict:
    """What judging said of a claim: what was judged, the findings, worst first, and the move that saves what is new.

    A ready claim that is as it was judged before has nothing to save: it is not `changed`.
    """

    claim: Claim
    snapshot: edits.ClaimSnapshot
    findings: list[EditFinding]
    move: Move

    @property
    def changed(self) -> bool:
        """Whether moving the claim would change anything."""
        move = self.move
        return bool(move.new or move.to != self.claim.state or move.reason or move.snapshot is not None)


def judge_claims(
    claims: Sequence[Claim], *, sources: Sources | None = None, new: bool = False, at: datetime
) -> list[Verdict]:
    """Judge locked claims, reading each table once, and keep the findings; the caller makes the moves.

    `new` claims are not stored yet and nothing was ever found in them.
    """
    if any(claim.state not in OPEN_TO_CHANGE for claim in claims):
        raise AlreadySent()
    sources = sources or sources_of(claims)
    snapshots = snapshots_of(claims, sources)
    results = {claim.id: _results(claim, snapshots[claim.id], sources, at) for claim in claims}
    findings = keep_findings(claims, results, new=new, at=at)
    return [_verdict(claim, snapshots[claim.id], findings[claim.id], new) for claim in claims]


def _results(
    claim: Claim, snapshot: edits.ClaimSnapshot, sources: Sources, at: datetime
) -> list[edits.EditResult]:
    facts = OfficeFacts(snapshot, claim, sources)
    results = edits.evaluate(snapshot, shipped_rules(), facts, local_day(claim.unit_id, at))
    return [result for result in results if result.asked not in TOLD_ONCE]


def _verdict(claim: Claim, snapshot: edits.ClaimSnapshot, findings: list[EditFinding], new: bool) -> Verdict:
    frozen, cents = freeze(snapshot), snapshot.claim.charge_cents or 0
    changed = frozen != claim.snapshot or cents != claim.charge_cents
    claim.charge_cents = cents
    held = holds((found.severity, found.outcome, found.overridden_at is not None) for found in findings)
    to, reason = (ClaimState.HELD, why_held(findings)) if held else (ClaimState.READY, "")
    return Verdict(claim, snapshot, findings, Move(claim, to, reason, frozen if changed else None, new))


def override_finding(*, finding_id: uuid.UUID, reason: str, by: Actor, at: datetime) -> Claim:
    """Let a claim go in spite of a likely denial, for a reason, in one's own name."""
    found = EditFinding.objects.filter(id=finding_id, gone_at__isnull=True).first()
    if found is None:
        raise NotFound()
    claim = locked_claim(found.claim_id, by)
    if found.severity != "D" or by.person_id is None:
        raise CannotOverride()
    if not reason.strip():
        raise Refused("Say why the claim should go as it is.", field="reason")
    if claim.state not in OPEN_TO_CHANGE:
        raise AlreadySent()
    found.overridden_at, found.overridden_by_id = at, by.person_id
    found.overridden_by_name, found.override_reason = by.name, reason.strip()[:300]
    found.save(update_fields=["overridden_at", "overridden_by_id", "overridden_by_name", "override_reason"])
    record_act("finding.overridden", subject_type="claim", subject_id=claim.id, patients=[claim.patient_id],
               detail={"rule": found.rule_id, "version": found.rule_version})  # fmt: skip
    judge(claim, by=by, at=at)
    return claim
