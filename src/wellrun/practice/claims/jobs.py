"""Jobs of the claims room: what waits is judged anew every night, because the world around a claim
changes.
"""

from __future__ import annotations

from datetime import datetime

from wellrun.platform.clock import now
from wellrun.platform.database.identity import acting
from wellrun.platform.jobs.api import job
from wellrun.practice.claims.models import Claim, ClaimState
from wellrun.practice.claims.operations.scrub_claim import judge, locked_claim
from wellrun.practice.organization.api import Unit, UnitKind, program_actor


@job(name="claims.judge_waiting", queue="claims", cron="15 5 * * *")
def judge_waiting(timestamp: int) -> None:
    """Judge held and ready claims by today's rules and facts, each in a transaction of its own."""
    judge_all(at=now())


def judge_all(*, at: datetime) -> int:
    """Judge every claim that waits; says how many there were. A license that lapsed holds what it touches."""
    judged = 0
    for root in Unit.objects.filter(kind=UnitKind.ORGANIZATION).values_list("id", flat=True):
        program = program_actor(organization_id=root, name="claims", at=at)
        with acting(program.identity()):
            waiting = Claim.objects.filter(state__in=[ClaimState.HELD, ClaimState.READY])
            ids = list(waiting.order_by("id").values_list("id", flat=True))
        for claim_id in ids:
            with acting(program.identity()):
                claim = locked_claim(claim_id, program)
                if claim.state in (ClaimState.HELD, ClaimState.READY):
                    judge(claim, by=program, at=at)
                    judged += 1
    return judged
