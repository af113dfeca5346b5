"""The wait list follows the news: charts that merge or move, times that are freed, answers of patients."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor
from wellrun.platform.database.identity import across
from wellrun.practice.patients.api import (
    CompartmentChanged,
    PatientsMerged,
    PatientsUnmerged,
    move_rows,
    move_rows_back,
    patient,
)
from wellrun.practice.scheduling.models import (
    Appointment,
    AppointmentStep,
    FreedBy,
    OfferState,
    Opening,
    Recall,
    RecallAttempt,
    RecallState,
    StepKind,
    TimeOffer,
    VisitState,
    WaitingEntry,
    WaitingState,
)
from wellrun.practice.scheduling.operations.offers import (
    OfferOver,
    SomebodyFaster,
    accept_offer,
    decline_offer,
)
from wellrun.practice.scheduling.operations.openings import open_freed_time
from wellrun.practice.scheduling.operations.tell_waiting import call_instead, tell_gone

MERGED = "The chart was merged; the other entry stays"


def follow_merge(event: PatientsMerged) -> None:
    """Give the survivor the merged chart's places on the list, offers and recalls; of two for the same visit the
    survivor's own stays."""
    with across(event.organization_id):
        waiting = WaitingEntry.objects.filter(state=WaitingState.WAITING)
        kept = list(waiting.filter(patient_id=event.survivor_id).values_list("visit_type_id", flat=True))
        waiting.filter(patient_id=event.merged_id, visit_type_id__in=kept).update(
            state=WaitingState.ENDED, ended_at=event.at, end_reason=MERGED
        )
        due = Recall.objects.filter(state__in=[RecallState.OPEN, RecallState.CALL], rule__isnull=True)
        kept = list(due.filter(patient_id=event.survivor_id).values_list("visit_type_id", flat=True))
        due.filter(patient_id=event.merged_id, visit_type_id__in=kept).update(
            state=RecallState.ENDED, ended_at=event.at, end_reason=MERGED
        )
        own = set(Recall.objects.filter(patient_id=event.survivor_id).values_list("rule_id", "after_on"))
        theirs = Recall.objects.filter(patient_id=event.merged_id, rule__isnull=False)
        same = [pk for pk, *period in theirs.values_list("id", "rule_id", "after_on") if tuple(period) in own]
    move_rows(event, WaitingEntry, TimeOffer)
    move_rows(event, Recall, but=same)


def follow_unmerge(event: PatientsUnmerged) -> None:
    """Give the merged chart back what had moved."""
    move_rows_back(event, WaitingEntry, TimeOffer, Recall)


def follow_chart(event: CompartmentChanged) -> None:
    """Give places on the list, offers and recalls the compartment of the chart."""
    chart = patient(event.patient_id)
    assert chart is not None
    with across(chart.organization_id):
        recalls = Recall.objects.filter(patient_id=event.patient_id)
        RecallAttempt.objects.filter(recall__in=recalls).update(compartment=event.compartment)
        for model in (WaitingEntry, TimeOffer, Recall):
            model.objects.filter(patient_id=event.patient_id).update(compartment=event.compartment)


def offer_freed_time(
    *, appointment_id: uuid.UUID, freed_at: datetime, by: Actor, at: datetime
) -> Opening | None:
    """Offer the time that a visit gave back at `freed_at`, because it was canceled or moved away; None when nothing
    of it is there to be offered. The same news twice makes one opening."""
    visit = Appointment.objects.select_related("visit_type").filter(id=appointment_id).first()
    if visit is None or visit.group_id is not None:
        return None
    freed = _freed(visit, freed_at)
    if freed is None:
        return None
    freed_by, provider_id, starts_at, ends_at = freed
    return open_freed_time(
        provider_id=provider_id,
        unit_id=visit.unit_id,
        starts_at=starts_at,
        ends_at=ends_at,
        freed_by=freed_by,
        key=f"{appointment_id}:{freed_at.isoformat()}",
        room_kind=visit.visit_type.room_kind,
        source_id=visit.id,
        by=by,
        at=at,
    )


def _freed(visit: Appointment, freed_at: datetime) -> tuple[FreedBy, uuid.UUID, datetime, datetime] | None:
    if visit.state == VisitState.CANCELLED:
        return FreedBy.CANCELLED, visit.provider_id, visit.starts_at, visit.ends_at
    moves = AppointmentStep.objects.filter(appointment_id=visit.id, kind=StepKind.MOVED)
    step = moves.filter(at=freed_at).order_by("-position").first()
    undone = moves.filter(undone_at=freed_at).order_by("-position").first()
    if undone is not None and undone.to_starts_at and undone.to_provider_id:
        starts_at, provider_id, ends_at = undone.to_starts_at, undone.to_provider_id, undone.to_ends_at
    elif step is not None and step.from_starts_at and step.from_provider_id:
        starts_at, provider_id, ends_at = step.from_starts_at, step.from_provider_id, step.from_ends_at
    else:
        return None
    if (starts_at, provider_id) == (visit.starts_at, visit.provider_id):
        return None
    ends_at = ends_at or starts_at + (visit.ends_at - visit.starts_at)
    return FreedBy.MOVED, provider_id, starts_at, ends_at


def take_answer(*, offer_id: uuid.UUID, word: str, by: Actor, at: datetime) -> TimeOffer | None:
    """Do what a patient answered to an offer by text: "yes" accepts, "no" and "stop" let it pass. Who answers too late
    is told that the time is gone."""
    offer = TimeOffer.objects.select_related("opening", "patient").filter(id=offer_id).first()
    if offer is None or word not in ("yes", "no", "stop"):
        return None
    try:
        return (accept_offer if word == "yes" else decline_offer)(offer_id=offer_id, by=by, at=at)
    except (SomebodyFaster, OfferOver):
        if word == "yes":
            tell_gone(offer, by=by, at=at)
        return None


def follow_failure(*, offer_id: uuid.UUID, by: Actor, at: datetime) -> bool:
    """Have somebody call who could not be written to, while the offer stands."""
    offer = TimeOffer.objects.select_related("opening", "patient").filter(id=offer_id).first()
    if offer is None or offer.state != OfferState.OFFERED or at >= offer.expires_at:
        return False
    call_instead(offer, by=by, at=at)
    return True
