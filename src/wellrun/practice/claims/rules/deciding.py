"""Small decisions of the claims room, without a database.

Sources: group and reason codes of the remittance as used in guide 005010X221A1; what a practice does with
each is our own and stands in docs/algorithms/remittances.md. A denial is never written off by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from wellrun.practice.claims.models.claim import ClaimState
from wellrun.practice.ledger.api import Account

#: Reasons by which a contract or a law lowers the price: the fee schedule, sequestration, rules of multiple
#: procedures, incentive and penalty programs. These are written off at once; all other reasons wait for a
#: person.
CONTRACTUAL_REASONS = frozenset({"24", "44", "45", "59", "94", "104", "105", "144", "161", "237", "253"})
#: What an earlier payer did, told again by a later one: it was posted when the earlier payer told it.
PRIOR_PAYER_REASON = "23"
#: What a plan leaves to its member: deductible, coinsurance, copayment.
SHARE_REASONS = frozenset({"1", "2", "3"})


class Destination(StrEnum):
    """Where an adjustment's amount goes."""

    CONTRACTUAL = "contractual"
    OTHER = "other"
    PATIENT = "patient"
    DENIED = "denied"
    NOWHERE = "nowhere"


def destination(group: str, reason: str, *, line_paid_cents: int) -> Destination:
    """Where an adjustment goes: to the patient, to a write-off, or to nobody because a person must decide.

    Group PR goes to the patient. CO for a contractual reason is written off; OA and PI are, when the line was
    paid at all. Anything else is a refusal: its amount stays owed by the insurer until somebody has worked
    it.
    """
    if group == "PR":
        return Destination.PATIENT
    if reason == PRIOR_PAYER_REASON:
        return Destination.NOWHERE
    if reason in CONTRACTUAL_REASONS:
        return Destination.CONTRACTUAL if group == "CO" else Destination.OTHER
    if group in ("OA", "PI") and line_paid_cents:
        return Destination.OTHER
    return Destination.DENIED


def is_refusal(group: str, reason: str, *, line_paid_cents: int) -> bool:
    """Whether an adjustment means that somebody should look: a denial, or the patient made to pay all of
    it.
    """
    if group == "PR":
        return reason not in SHARE_REASONS
    return destination(group, reason, line_paid_cents=line_paid_cents) is Destination.DENIED


def state_after(*, paid_cents: int, refused: bool) -> ClaimState:
    """Where a decided claim stands. A claim that left everything to deductible and contract counts as
    paid.
    """
    if not refused:
        return ClaimState.PAID
    return ClaimState.PARTLY_PAID if paid_cents else ClaimState.DENIED


_MOVED_TO = {"L6": Account.INTEREST_INCOME}
_RECOUPED = frozenset({"WO", "FB", "72", "J1", "AP", "B2", "LE", "IR", "E3"})


def account_of_movement(reason: str) -> Account:
    """The account that money moved outside any claim belongs to, by its PLB reason."""
    if reason in _MOVED_TO:
        return _MOVED_TO[reason]
    return Account.PAYER_RECOUPMENTS if reason in _RECOUPED else Account.OTHER_ADJUSTMENT


def holds(findings: Iterable[tuple[str, str, bool]]) -> bool:
    """Whether findings (severity, outcome, overridden) keep a claim back: any R, and any D nobody has
    overridden.
    """
    return any(
        outcome == "failed" and (severity == "R" or (severity == "D" and not overridden))
        for severity, outcome, overridden in findings
    )


#: States in which a claim may be changed and judged anew; afterwards it is as it was sent.
OPEN_TO_CHANGE = (ClaimState.DRAFT, ClaimState.HELD, ClaimState.READY, ClaimState.REJECTED)
#: States in which an insurer has the claim and has not decided.
WITH_PAYER = (ClaimState.SUBMITTED, ClaimState.ACCEPTED)
#: States in which the patient must not be billed for the claim's charges, because somebody still works on
#: them.
UNDECIDED = (*OPEN_TO_CHANGE, *WITH_PAYER, ClaimState.DENIED, ClaimState.PARTLY_PAID)
#: States that a decision of the payer leads to.
DECIDED = (ClaimState.PAID, ClaimState.PARTLY_PAID, ClaimState.DENIED)
