"""Everything that happened to one claim: findings, steps, answers, batches, and its part of the 837P as
sent.
"""

from __future__ import annotations

import uuid

from wellrun.engines.x12 import Segment, read_segments
from wellrun.practice.claims.models import ClaimAnswer, ClaimStep, EditFinding, Submission, SubmissionClaim
from wellrun.practice.exchange.api import content_of, transmission


def standing_findings(claim_id: uuid.UUID) -> list[EditFinding]:
    """What stands against a claim, worst first."""
    order = {"R": 0, "D": 1, "W": 2}
    found = EditFinding.objects.filter(claim_id=claim_id, gone_at__isnull=True)
    return sorted(found, key=lambda f: (f.outcome != "failed", order[f.severity], f.rule_id, f.place))


def steps_of(claim_id: uuid.UUID) -> list[ClaimStep]:
    """The steps of a claim, newest first."""
    return list(ClaimStep.objects.filter(claim_id=claim_id).order_by("-at", "-id"))


def answers_of(claim_id: uuid.UUID) -> list[ClaimAnswer]:
    """The acknowledgements of a claim, newest first."""
    return list(ClaimAnswer.objects.filter(claim_id=claim_id).order_by("-at", "-id"))


def submissions_of(claim_id: uuid.UUID) -> list[Submission]:
    """The batches a claim went in, newest first."""
    rows = SubmissionClaim.objects.filter(claim_id=claim_id).select_related("submission")
    return sorted((row.submission for row in rows), key=lambda found: found.submitted_at, reverse=True)


def sent_segments(number: str, transmission_id: uuid.UUID) -> list[str]:
    """The segments of one claim in the file it was sent in, from its subscriber on; none when it is not
    there.
    """
    found = transmission(transmission_id)
    if found is None:
        return []
    subscriber: list[Segment] = []
    claim: list[Segment] = []
    ours = False
    for segment in read_segments(content_of(found)):
        if segment.id in ("HL", "CLM", "SE"):
            if ours:
                break
            if segment.id == "HL" and segment.element(3) != "23":
                subscriber, claim = [], []
            ours = segment.id == "CLM" and segment.element(1) == number
        target = claim if ours else subscriber
        if ours or segment.id != "CLM":
            target.append(segment)
    if not ours and not claim:
        return []
    head = [segment for segment in subscriber if segment.id in ("HL", "SBR", "NM1", "N3", "N4", "DMG", "PAT")]
    return [segment.text for segment in [*head, *claim]]
