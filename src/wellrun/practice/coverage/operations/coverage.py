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
from wellrun.practice.coverage.rules.details import CoverageDetails, CoverageRefused, check_coverage
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
    if details.plan_id and not Plan.objects.filter(id=details.plan_id, payer=payer).exists():
        raise CoverageRefused(f"Choose a plan of {payer.name}.", field="plan_id")
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


def verify_coverage(*, coverage_id: uuid.UUID, result: str, by: Actor, at: datetime) -> Coverage:
    """Note what the payer answered: active, inactive or unknown."""
    require(by, "coverage.write")
    if result not in VerifiedResult.values:
        raise Refused("Choose active, inactive or not known.", field="result")
    coverage = _locked(coverage_id)
    coverage.verified_at, coverage.verified_result = at, result
    coverage.save(update_fields=["verified_at", "verified_result"])
    record_act("coverage.verified", subject_type="coverage", subject_id=coverage.id,
               patients=[coverage.patient_id], detail={"result": result})  # fmt: skip
    return coverage


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
