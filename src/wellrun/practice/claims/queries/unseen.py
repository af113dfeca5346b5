"""Whether a file speaks of claims that lie beyond what a person may see."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from wellrun.platform.access.api import Actor
from wellrun.platform.database.identity import assume
from wellrun.practice.claims.models import ClaimAnswer, RemittanceClaim, SubmissionClaim
from wellrun.practice.organization.api import program_actor


def speaks_of_unseen(transmission_id: uuid.UUID, by: Actor, at: datetime) -> bool:
    """Whether a file holds a claim of a section or a chart that does not exist for `by`.

    Row-level security cannot cut a file, so its parts are counted as `by` and again as the program.
    """
    seen = _parts(transmission_id)
    program = program_actor(organization_id=by.organization_id, name="claims", at=at).identity()
    assume(replace(by.identity(), units=program.units, compartments=program.compartments))
    there = _parts(transmission_id)
    assume(by.identity())
    return there > seen


def _parts(transmission_id: uuid.UUID) -> int:
    sent = SubmissionClaim.objects.filter(submission__transmission_id=transmission_id)
    answered = ClaimAnswer.objects.filter(transmission_id=transmission_id)
    remitted = RemittanceClaim.objects.filter(remittance__transmission_id=transmission_id)
    return sent.values_list("id").union(answered.values_list("id"), remitted.values_list("id")).count()
