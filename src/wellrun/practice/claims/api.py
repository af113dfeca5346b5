"""The claims room's door for other rooms."""

from wellrun.practice.claims.events import ClaimAdvanced, RemittancePosted
from wellrun.practice.claims.models import (
    Claim,
    ClaimState,
    EditFinding,
    Exchanged,
    Outcome,
    PayerEnrollment,
    Remittance,
    RemittanceClaim,
    RemittanceState,
    Submission,
)
from wellrun.practice.claims.operations.judge_waiting import judge_all
from wellrun.practice.claims.operations.keep_enrollment import EnrollmentRefused, keep_enrollment
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
from wellrun.practice.claims.operations.tell_unchecked import tell_unchecked
from wellrun.practice.claims.operations.work_denial import bill_patient, replace_claim, write_off_refusal
from wellrun.practice.claims.queries.claims import (
    ClaimFilters,
    ClaimRow,
    WorkCount,
    claim,
    claim_by_number,
    claim_rows,
    claim_total,
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
from wellrun.practice.claims.queries.unchecked import (
    EnrollmentRow,
    Unchecked,
    enrollment_rows,
    unchecked_edits,
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
    "EnrollmentRefused",
    "EnrollmentRow",
    "Exchanged",
    "FileUnreadable",
    "NoPayment",
    "NotToPost",
    "NothingReady",
    "Outcome",
    "PayerEnrollment",
    "ReceivedBefore",
    "Remittance",
    "RemittanceClaim",
    "RemittancePosted",
    "RemittanceRow",
    "RemittanceState",
    "RemittedRow",
    "Submission",
    "Unchecked",
    "WorkCount",
    "bill_patient",
    "claim",
    "claim_by_number",
    "claim_rows",
    "claim_total",
    "enrollment_rows",
    "judge_all",
    "keep_enrollment",
    "leave_unapplied",
    "make_claim",
    "override_finding",
    "post_remittance",
    "receive",
    "remittance",
    "remittance_rows",
    "remitted_rows",
    "replace_claim",
    "scrub_claim",
    "sent_and_answered",
    "settle_exception",
    "stage_remittance",
    "submit_claims",
    "take_upload",
    "tell_unchecked",
    "unchecked_edits",
    "unposted_remittances",
    "work_counts",
    "write_off_refusal",
]
