"""What is entered of a patient's insurance, and whether it can be so."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import date

from wellrun.platform.access.refusals import Refused
from wellrun.practice.coverage.models import Payer, Rank, Relationship
from wellrun.practice.coverage.rules.member_id import LONGEST_ID, fits, in_words, tidy
from wellrun.practice.patients.api import STATES

MOST_COPAY_CENTS = 100_000


class CoverageRefused(Refused):
    """The insurance cannot be as entered; the sentence says how it should be."""


@dataclass(frozen=True, kw_only=True)
class CoverageDetails:
    """One insurance as the desk enters it. The subscriber is given where the patient is not the subscriber."""

    payer_id: uuid.UUID
    member_id: str
    starts_on: date
    plan_id: uuid.UUID | None = None
    rank: int = 1
    group_number: str = ""
    relationship: str = "18"
    subscriber_given_name: str = ""
    subscriber_family_name: str = ""
    subscriber_birth_on: date | None = None
    subscriber_sex: str = ""
    subscriber_street: str = ""
    subscriber_city: str = ""
    subscriber_state: str = ""
    subscriber_zip: str = ""
    ends_on: date | None = None
    copay_cents: int | None = None


def check_coverage(details: CoverageDetails, *, payer: Payer, today: date) -> str:
    """The member id, tidied; raises `CoverageRefused`, naming the field, for the first detail that cannot be so."""
    if details.rank not in Rank.values:
        raise CoverageRefused("Choose primary, secondary or tertiary.", field="rank")
    if details.relationship not in Relationship.values:
        raise CoverageRefused("Choose what the patient is to the subscriber.", field="relationship")
    if not payer.active:
        raise CoverageRefused(f"{payer.name} is no longer used. Choose another payer.", field="payer_id")
    if details.ends_on and details.ends_on < details.starts_on:
        raise CoverageRefused("The coverage ends before it starts.", field="ends_on")
    check_card(details.group_number, details.copay_cents)
    if details.relationship != Relationship.SELF:
        _check_subscriber(details, today)
    return check_member_id(details.member_id, payer)


def check_card(group_number: str, copay_cents: int | None) -> None:
    """Raise `CoverageRefused` for a copay or a group number that no card has."""
    if copay_cents is not None and not 0 <= copay_cents <= MOST_COPAY_CENTS:
        raise CoverageRefused("A copay lies between $0 and $1,000.", field="copay_cents")
    if len(group_number) > 30:
        raise CoverageRefused("A group number has at most 30 characters.", field="group_number")


def check_member_id(typed: str, payer: Payer) -> str:
    """A member id, tidied; raises `CoverageRefused` in words when the payer has none like it."""
    member_id = tidy(typed)
    if not member_id:
        raise CoverageRefused("Copy the member id from the card.", field="member_id")
    if len(member_id) > LONGEST_ID or not re.fullmatch(r"[A-Z0-9]+", member_id):
        raise CoverageRefused(
            f"A member id has letters and digits only, at most {LONGEST_ID}.", field="member_id"
        )
    if not fits(member_id, payer.member_id_pattern):
        raise CoverageRefused(
            f"Member ids of {payer.name} have {in_words(payer.member_id_pattern)}; {member_id} does not."
            " Look at the card again.",
            field="member_id",
        )
    return member_id


def _check_subscriber(details: CoverageDetails, today: date) -> None:
    for name, label, limit in (("given_name", "first", 35), ("family_name", "last", 60)):
        text = getattr(details, f"subscriber_{name}")
        if not any(sign.isalpha() for sign in text) or len(text) > limit:
            raise CoverageRefused(f"Give the subscriber's {label} name.", field=f"subscriber_{name}")
    if details.subscriber_birth_on is None or details.subscriber_birth_on > today:
        raise CoverageRefused(
            "Give the subscriber's birth date; it is in the past.", field="subscriber_birth_on"
        )
    if details.subscriber_sex not in ("", "F", "M", "U"):
        raise CoverageRefused("Choose female, male or unknown.", field="subscriber_sex")
    if details.subscriber_state and details.subscriber_state not in STATES:
        raise CoverageRefused("Enter the state's two letters, such as IL.", field="subscriber_state")
    if details.subscriber_zip and not re.fullmatch(r"\d{5}|\d{9}", details.subscriber_zip):
        raise CoverageRefused("A ZIP code has five digits, or nine.", field="subscriber_zip")
