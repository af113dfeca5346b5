"""Keeping what the edits found: what still stands keeps its row and its override, the rest is new or gone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from wellrun.engines import edits
from wellrun.practice.claims.models import Claim, EditFinding
from wellrun.practice.claims.queries.mending import path_to_mend

_WORST_FIRST = {"R": 0, "D": 1, "W": 2}


def keep_findings(
    claims: Sequence[Claim],
    results: Mapping[uuid.UUID, Sequence[edits.EditResult]],
    *,
    new: bool = False,
    at: datetime,
) -> dict[uuid.UUID, list[EditFinding]]:
    """Keep the results of claims, by claim id; at most three statements. What stands against each, worst first.

    `new` claims have no findings yet, so that none are looked for.
    """
    standing: dict[uuid.UUID, list[EditFinding]] = {claim.id: [] for claim in claims}
    for found in EditFinding.objects.filter(claim__in=claims, gone_at__isnull=True) if not new else ():
        standing[found.claim_id].append(found)
    stands: dict[uuid.UUID, list[EditFinding]] = {}
    made: list[EditFinding] = []
    gone: list[uuid.UUID] = []
    for claim in claims:
        kept, fresh = _sorted_out(claim, standing[claim.id], results[claim.id], at)
        stays = {found.id for found in kept}
        gone += [found.id for found in standing[claim.id] if found.id not in stays]
        made += fresh
        stands[claim.id] = sorted([*kept, *fresh], key=_order)
    if gone:
        EditFinding.objects.filter(id__in=gone).update(gone_at=at)
    EditFinding.objects.bulk_create(made, batch_size=500)
    return stands


def why_held(findings: Sequence[EditFinding]) -> str:
    """The first sentence that keeps a claim back, and how many more there are."""
    against = [
        f.sentence for f in findings if f.outcome == "failed" and f.severity in "RD" and not f.overridden_at
    ]
    more = f" (and {len(against) - 1} more)" if len(against) > 1 else ""
    return f"{against[0]}{more}" if against else ""


def _order(found: EditFinding) -> tuple[int, str, str, str]:
    return _WORST_FIRST[found.severity], found.outcome, found.rule_id, found.place


def _sorted_out(
    claim: Claim, standing: Sequence[EditFinding], results: Sequence[edits.EditResult], at: datetime
) -> tuple[list[EditFinding], list[EditFinding]]:
    known = {(found.rule_id, found.place): found for found in standing}
    kept, fresh = [], []
    for result in results:
        before = known.get((result.rule_id, result.where))
        if before is not None and _same(before, result):
            kept.append(before)
        else:
            fresh.append(_finding(claim, result, at))
    return kept, fresh


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
