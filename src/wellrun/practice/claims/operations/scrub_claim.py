"""Judging a claim by the edits, and letting a named person override what is only likely to be denied."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from wellrun.engines import edits
from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.claims.models import Claim, ClaimState, EditFinding
from wellrun.practice.claims.operations.advance import advance
from wellrun.practice.claims.queries.facts import TOLD_ONCE, OfficeFacts
from wellrun.practice.claims.queries.mending import path_to_mend
from wellrun.practice.claims.queries.snapshot import snapshot_of
from wellrun.practice.claims.rules.deciding import OPEN_TO_CHANGE, holds
from wellrun.practice.claims.rules.frozen import freeze
from wellrun.practice.organization.api import Unit


class AlreadySent(Refused):
    """What was sent is frozen."""

    status = 409
    sentence = "This claim was sent and is as it was sent. Answer the payer with a replacement."


class CannotOverride(Refused):
    """Only a likely denial may be overridden, and only for a reason."""

    sentence = "Only a likely denial can be overridden. What would be rejected must be mended."


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
    claim = Claim.objects.select_for_update(of=("self",)).select_related(
        "encounter", "patient", "coverage__payer", "payer", "provider__person"
    ).filter(id=claim_id).first()  # fmt: skip
    if claim is None:
        raise NotFound()
    require(by, capability, claim.unit_id)
    return claim


def judge(claim: Claim, *, by: Actor, at: datetime) -> list[EditFinding]:
    """Evaluate the rules on a locked claim, keep the findings, freeze the snapshot, move the claim."""
    if claim.state not in OPEN_TO_CHANGE:
        raise AlreadySent()
    snapshot = snapshot_of(claim)
    on = today_of(claim, at)
    facts = OfficeFacts(snapshot, [claim.payer], claim.provider_id)
    results = [
        result
        for result in edits.evaluate(snapshot, shipped_rules(), facts, on)
        if result.asked not in TOLD_ONCE
    ]
    findings = _keep(claim, results, at)
    claim.snapshot, claim.charge_cents = freeze(snapshot), snapshot.claim.charge_cents or 0
    held = holds((found.severity, found.outcome, found.overridden_at is not None) for found in findings)
    advance(
        claim,
        ClaimState.HELD if held else ClaimState.READY,
        reason=_why(findings) if held else "",
        by=by,
        at=at,
    )
    return findings


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


def today_of(claim: Claim, at: datetime) -> date:
    """The calendar day at the claim's section."""
    return at.astimezone(ZoneInfo(Unit.objects.get(id=claim.unit_id).zone)).date()


def _keep(claim: Claim, results: list[edits.EditResult], at: datetime) -> list[EditFinding]:
    """Keep what is found; what was found before and still stands keeps its row and its override."""
    standing = {
        (f.rule_id, f.place): f for f in EditFinding.objects.filter(claim=claim, gone_at__isnull=True)
    }
    kept, new = [], []
    for result in results:
        before = standing.get((result.rule_id, result.where))
        if before is not None and _same(before, result):
            kept.append(before)
        else:
            new.append(_finding(claim, result, at))
    stays = {found.id for found in kept}
    gone = [found.id for found in standing.values() if found.id not in stays]
    EditFinding.objects.filter(id__in=gone).update(gone_at=at)
    EditFinding.objects.bulk_create(new)
    order = {"R": 0, "D": 1, "W": 2}
    return sorted(
        [*kept, *new], key=lambda found: (order[found.severity], found.outcome, found.rule_id, found.place)
    )


def _same(before: EditFinding, result: edits.EditResult) -> bool:
    return (before.rule_version, before.outcome, before.sentence) == (
        result.version, result.outcome, result.sentence[:500],
    )  # fmt: skip


def _finding(claim: Claim, result: edits.EditResult, at: datetime) -> EditFinding:
    return EditFinding(
        organization_id=claim.organization_id,
        unit_id=claim.unit_id,
        compartment=claim.compartment,
        claim=claim,
        rule_id=result.rule_id,
        rule_version=result.version,
        severity=result.severity,
        outcome=result.outcome,
        sentence=result.sentence[:500],
        link=result.link,
        place=result.where,
        path=path_to_mend(result.link, claim),
        found_at=at,
    )


def _why(findings: list[EditFinding]) -> str:
    against = [
        f.sentence for f in findings if f.outcome == "failed" and f.severity in "RD" and not f.overridden_at
    ]
    more = f" (and {len(against) - 1} more)" if len(against) > 1 else ""
    return f"{against[0]}{more}" if against else ""
