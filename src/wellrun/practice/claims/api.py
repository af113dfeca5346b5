"""The claims room's door for other rooms."""

from wellrun.practice.claims.events import ClaimAdvanced, RemittancePosted
from wellrun.practice.claims.models import (
    Claim,
    ClaimState,
    EditFinding,
    Outcome,
    Remittance,
    RemittanceClaim,
    RemittanceState,
    Submission,
)
from wellrun.practice.claims.operations.judge_waiting import judge_all
from wellrun.practice.claims.operations.make_claim import make_claim
from wellrun.practice.claims.operations.post_remittance import NotToPost, post_remittance
from wellrun.practice.claims.operations.receive import FileUnreadable, ReceivedBefore, receive, take_upload
from wellrun.practice.claims.operations.scrub_claim import (
    AlreadySent,
    CannotOverride,
    override_finding,
    scrub_claim,
)
from wellrun.practice.claims.operations.settle_exception import leave_unapplied, settle_exception
from wellrun.practice.claims.operations.stage_remittance import NoPayment, stage_remittance
from wellrun.practice.claims.operations.submit_claims import NothingReady, submit_claims
from wellrun.practice.claims.operations.work_denial import bill_patient, replace_claim, write_off_refusal
from wellrun.practice.claims.queries.claims import (
    ClaimFilters,
    ClaimRow,
    WorkCount,
    claim,
    claim_by_number,
    claim_rows,
    claim_total,
    claims_of,
    sent_and_answered,
    work_counts,
)
from wellrun.practice.claims.queries.remittances import (
    RemittanceRow,
    RemittedRow,
    remittance,
    remittance_rows,
    remitted_rows,
    unposted_remittances,
)

__all__ = [
    "AlreadySent",
    "CannotOverride",
    "Claim",
    "ClaimAdvanced",
    "ClaimFilters",
    "ClaimRow",
    "ClaimState",
    "EditFinding",
    "FileUnreadable",
    "NoPayment",
    "NotToPost",
    "NothingReady",
    "Outcome",
    "ReceivedBefore",
    "Remittance",
    "RemittanceClaim",
    "RemittancePosted",
    "RemittanceRow",
    "RemittanceState",
    "RemittedRow",
    "Submission",
    "WorkCount",
    "claim",
    "claim_by_number",
    "claim_rows",
    "claim_total",
    "claims_of",
    "judge_all",
    "make_claim",
    "override_finding",
    "post_remittance",
    "receive",
    "remittance",
    "remittance_rows",
    "remitted_rows",
    "scrub_claim",
    "stage_remittance",
    "submit_claims",
    "take_upload",
    "sent_and_answered",
    "unposted_remittances",
    "work_counts",
    "settle_exception",
    "leave_unapplied",
    "write_off_refusal",
    "replace_claim",
    "bill_patient",
]
