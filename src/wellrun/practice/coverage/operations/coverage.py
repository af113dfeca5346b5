"""Entering, ending and verifying patients' coverage."""

from __future__ import annotations

import uuid
from dataclasses import asdict, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import NotFound, Refused
from wellrun.platform.audit.api import record_act
from wellrun.platform.ui.formatting import format_day
from wellrun.practice.coverage.models import Coverage, Payer, Plan, Rank, Relationship, VerifiedResult
from wellrun.practice.coverage.rules.details import (
    CoverageDetails,
    CoverageRefused,
    check_card,
    check_coverage,
    check_member_id,
)
from wellrun.practice.organization.api import local_day
from wellrun.practice.patients.api import patient as find_patient


class RankTaken(CoverageRefused):
    """The patient has a coverage of this rank on some of these days."""

    status = 409
    field = "rank"


def add_coverage(*, patient_id: uuid.UUID, details: CoverageDetails, by: Actor, at: datetime) -> Coverage:
    """Enter a patient's insurance; raises `CoverageRefused`, `RankTaken` or `NotFound`.

    Spaces and hyphens of the member id are taken out. A subscriber is kept only where the patient is not one.
    """
    require(by, "coverage.write")
    patient = find_patient(patient_id)
    payer = Payer.objects.filter(id=details.payer_id).first()
    if patient is None:
        raise NotFound()
    if payer is None:
        raise CoverageRefused("Choose a payer of the list.", field="payer_id")
    member_id = check_coverage(details, payer=payer, today=local_day(by.organization_id, at))
    _require_plan(details.plan_id, payer)
    kept = _without_subscriber(details) if details.relationship == Relationship.SELF else details
    try:
        with transaction.atomic():
            coverage = Coverage.objects.create(
                organization_id=patient.organization_id,
                compartment=patient.compartment,
                patient=patient,
                added_at=at,
                **(asdict(kept) | {"member_id": member_id}),
            )
    except IntegrityError as refusal:
        if "coverage_rank_once" not in str(refusal):
            raise
        raise RankTaken(_who_holds(patient_id, details)) from None
    record_act("coverage.added", subject_type="coverage", subject_id=coverage.id, patients=[patient_id])
    return coverage


def correct_coverage(
    *,
    coverage_id: uuid.UUID,
    member_id: str,
    group_number: str,
    plan_id: uuid.UUID | None,
    copay_cents: int | None,
    by: Actor,
    at: datetime,
) -> Coverage:
    """Mend what was read wrongly off a card. Another payer, rank or subscriber is another coverage: end this one.

    A member id that changes is no longer verified. Claims keep what they were submitted with.
    """
    require(by, "coverage.write")
    coverage = _locked(coverage_id)
    payer = Payer.objects.get(id=coverage.payer_id)
    tidied = check_member_id(member_id, payer)
    check_card(group_number, copay_cents)
    _require_plan(plan_id, payer)
    if tidied != coverage.member_id:
        coverage.verified_at, coverage.verified_result = None, ""
    coverage.member_id, coverage.group_number = tidied, group_number
    coverage.plan_id, coverage.copay_cents = plan_id, copay_cents
    coverage.save(
        update_fields=["member_id", "group_number", "plan", "copay_cents", "verified_at", "verified_result"]
    )
    record_act("coverage.corrected", subject_type="coverage", subject_id=coverage.id,
               patients=[coverage.patient_id])  # fmt: skip
    return coverage


def end_coverage(*, coverage_id: uuid.UUID, on: date, by: Actor, at: datetime) -> Coverage:
    """End a coverage: `on` is the first day without it. The day it started undoes it altogether."""
    require(by, "coverage.write")
    coverage = _locked(coverage_id)
    if on < coverage.starts_on:
        raise CoverageRefused(
            f"It started on {format_day(coverage.starts_on)} and cannot end before.", field="ends_on"
        )
    coverage.ends_on = on
    try:
        with transaction.atomic():
            coverage.save(update_fields=["ends_on"])
    except IntegrityError as refusal:
        if "coverage_rank_once" not in str(refusal):
            raise
        raise RankTaken("Another coverage of this rank begins before that day.", field="ends_on") from None
    record_act(
        "coverage.ended", subject_type="coverage", subject_id=coverage.id, patients=[coverage.patient_id]
    )
    return coverage


def verify_coverage(
    *, coverage_id: uuid.UUID, result: str, patient_id: uuid.UUID | None = None, by: Actor, at: datetime
) -> Coverage:
    """Note what the payer answered: active, inactive or unknown. With `patient_id`, raises `NotFound` unless the
    coverage is that patient's."""
    require(by, "coverage.write")
    if result not in VerifiedResult.values:
        raise Refused("Choose active, inactive or not known.", field="result")
    coverage = _locked(coverage_id)
    if patient_id not in (None, coverage.patient_id):
        raise NotFound()
    coverage.verified_at, coverage.verified_result = at, result
    coverage.save(update_fields=["verified_at", "verified_result"])
    record_act("coverage.verified", subject_type="coverage", subject_id=coverage.id,
               patients=[coverage.patient_id], detail={"result": result})  # fmt: skip
    return coverage


def _require_plan(plan_id: uuid.UUID | None, payer: Payer) -> None:
    if plan_id and not Plan.objects.filter(id=plan_id, payer=payer).exists():
        raise CoverageRefused(f"Choose a plan of {payer.name}.", field="plan_id")


def _locked(coverage_id: uuid.UUID) -> Coverage:
    coverage = Coverage.objects.select_for_update().filter(id=coverage_id).first()
    if coverage is None:
        raise NotFound()
    return coverage


def _without_subscriber(details: CoverageDetails) -> CoverageDetails:
    return replace(
        details,
        subscriber_given_name="",
        subscriber_family_name="",
        subscriber_birth_on=None,
        subscriber_sex="",
        subscriber_street="",
        subscriber_city="",
        subscriber_state="",
        subscriber_zip="",
    )


def _who_holds(patient_id: uuid.UUID, details: CoverageDetails) -> str:
    held = Coverage.objects.filter(patient_id=patient_id, rank=details.rank).exclude(
        ends_on__lte=details.starts_on
    )
    if details.ends_on:
        held = held.filter(starts_on__lt=details.ends_on)
    found = held.select_related("payer").order_by("starts_on").first()
    rank = Rank(details.rank).label.lower()
    if found is None:
        return f"There is a {rank} coverage on these days already."
    return (
        f"{found.payer.name} is {rank} from {format_day(found.starts_on)}"
        + (f" to {format_day(found.ends_on)}" if found.ends_on else "")
        + ". End it first, or choose another rank."
    )
