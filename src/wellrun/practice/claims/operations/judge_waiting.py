"""Judging what waits: the world around a claim changes while nobody looks at it."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.database.identity import acting
from wellrun.practice.claims.models import Claim, ClaimState
from wellrun.practice.claims.operations.scrub_claim import judge, locked_claim
from wellrun.practice.organization.api import Unit, UnitKind, program_actor

WAITING = (ClaimState.HELD, ClaimState.READY)


def judge_all(*, at: datetime, patient_id: uuid.UUID | None = None) -> int:
    """Judge every claim that waits, or those of one patient, each in a transaction of its own; says how many.

    A license that lapsed holds what it touches; a birth date that was mended lets its claims go.
    """
    judged = 0
    for root in Unit.objects.filter(kind=UnitKind.ORGANIZATION).values_list("id", flat=True):
        program = program_actor(organization_id=root, name="claims", at=at)
        with acting(program.identity()):
            waiting = Claim.objects.filter(organization_id=root, state__in=WAITING)
            if patient_id is not None:
                waiting = waiting.filter(patient_id=patient_id)
            ids = list(waiting.order_by("id").values_list("id", flat=True))
        for claim_id in ids:
            with acting(program.identity()):
                claim = locked_claim(claim_id, program)
                if claim.state in WAITING:
                    judge(claim, by=program, at=at)
                    judged += 1
    return judged
