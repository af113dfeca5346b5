"""Work at the wait list and the recalls: freed times are offered, answers are taken, patients are called back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from wellrun.platform.access.api import Actor
from wellrun.platform.clock import now
from wellrun.platform.database.identity import acting
from wellrun.platform.jobs.api import job
from wellrun.practice.organization.api import Unit, UnitKind, place_of, program_actor
from wellrun.practice.scheduling.models import Opening, OpeningState, RecallRule
from wellrun.practice.scheduling.operations.follow_waiting import (
    follow_failure,
    offer_freed_time,
    take_answer,
)
from wellrun.practice.scheduling.operations.openings import tend_opening
from wellrun.practice.scheduling.operations.recalls import (
    ask_due_recalls,
    close_booked_recalls,
    make_due_recalls,
)
from wellrun.practice.scheduling.operations.release_blocks import offer_released


@contextmanager
def _wait_list(organization_id: uuid.UUID) -> Iterator[Actor]:
    """The program at the wait list of an organization, in one transaction."""
    with transaction.atomic():
        actor = program_actor(organization_id=organization_id, name="wait list", at=now())
    with acting(actor.identity()):
        yield actor


def _organizations() -> list[uuid.UUID]:
    with transaction.atomic():
        return list(Unit.objects.filter(kind=UnitKind.ORGANIZATION).values_list("id", flat=True))


@job(name="scheduling.offer_freed_time")
def offer_time(unit_id: str, appointment_id: str, freed_at: str) -> bool:
    """Offer the time that a visit gave back to those who wait; says whether an opening was made."""
    with transaction.atomic():
        organization_id = place_of(uuid.UUID(unit_id)).unit.organization_id
    with _wait_list(organization_id) as actor:
        made = offer_freed_time(
            appointment_id=uuid.UUID(appointment_id),
            freed_at=datetime.fromisoformat(freed_at),
            by=actor,
            at=now(),
        )
        return made is not None


@job(name="scheduling.tend_opening")
def tend(organization_id: str, opening_id: str) -> str:
    """Tell those who asked for a taken time in vain, or ask the next; says where the opening stands."""
    with _wait_list(uuid.UUID(organization_id)) as actor:
        return tend_opening(opening_id=uuid.UUID(opening_id), by=actor, at=now()).state


@job(name="scheduling.offer_answered")
def answered(organization_id: str, offer_id: str, word: str) -> bool:
    """Do what a patient answered to an offer."""
    with _wait_list(uuid.UUID(organization_id)) as actor:
        return take_answer(offer_id=uuid.UUID(offer_id), word=word, by=actor, at=now()) is not None


@job(name="scheduling.offer_undelivered")
def undelivered(organization_id: str, offer_id: str) -> bool:
    """Have somebody call a patient whom an offer did not reach."""
    with _wait_list(uuid.UUID(organization_id)) as actor:
        return follow_failure(offer_id=uuid.UUID(offer_id), by=actor, at=now())


@job(name="scheduling.tend_openings", cron="* * * * *")
def tend_all(timestamp: int = 0) -> int:
    """Each minute: end batches whose time is up, openings that were booked otherwise, and recalls of patients who have
    booked. Each opening in a transaction of its own; says how many were open."""
    tended = 0
    for root in _organizations():
        with _wait_list(root) as actor:
            rows = Opening.objects.filter(organization_id=root, state=OpeningState.OPEN)
            waiting = list(rows.order_by("starts_at").values_list("id", flat=True))
            close_booked_recalls(by=actor, at=now())
        for opening_id in waiting:
            with _wait_list(root) as actor:
                tend_opening(opening_id=opening_id, by=actor, at=now())
        tended += len(waiting)
    return tended


@job(name="scheduling.offer_released_blocks", cron="7,22,37,52 * * * *")
def offer_released_blocks(timestamp: int = 0) -> int:
    """Every quarter of an hour: offer what blocks gave back and is still free to those who wait; says how much."""
    opened = 0
    for root in _organizations():
        with _wait_list(root) as actor:
            opened += len(offer_released(by=actor, at=now()))
    return opened


@job(name="scheduling.recalls", cron="10 11 * * *")
def recall_patients(timestamp: int = 0) -> int:
    """Each day: make the recalls that are due by rule and ask whoever is to be asked; says how many were asked."""
    asked = 0
    for root in _organizations():
        with _wait_list(root) as actor:
            rules = RecallRule.objects.filter(organization_id=root, active=True).select_related("visit_type")
            for rule in rules:
                make_due_recalls(rule=rule, by=actor, at=now())
        while True:
            with _wait_list(root) as actor:
                some = ask_due_recalls(by=actor, at=now())
            asked += some
            if not some:
                break
    return asked
