"""Proving to be the patient whom a link is for: by the birth date, five times wrongly at most."""

from __future__ import annotations

from datetime import date, datetime

from wellrun.platform.access.api import Actor
from wellrun.platform.audit.api import record_act, record_denial
from wellrun.practice.intake.models import LinkTrial
from wellrun.practice.outreach.api import Link, LinkDead, end_link
from wellrun.practice.patients.api import Patient

MOST_WRONG = 5


def prove_birth(*, link: Link, patient: Patient, given: date, by: Actor, at: datetime) -> bool:
    """Whether this is the patient's birth date. The fifth wrong one ends the link, after which nothing is compared
    any more (`LinkDead`). A wrong one is counted, not refused: the count must outlive the answer."""
    LinkTrial.objects.get_or_create(
        link_id=link.id,
        defaults={
            "organization_id": link.organization_id,
            "unit_id": link.unit_id,
            "compartment": link.compartment,
            "last_at": at,
        },
    )
    # Guesses sent at once are counted one after the other.
    trial = LinkTrial.objects.select_for_update().get(link_id=link.id)
    if trial.wrong >= MOST_WRONG:
        raise LinkDead(link)
    if given == patient.birth_on:
        record_act("link.proven", subject_type="link", subject_id=link.id, patients=[patient.id])
        return True
    trial.wrong, trial.last_at = trial.wrong + 1, at
    trial.save(update_fields=["wrong", "last_at"])
    record_denial("WrongBirthDate", subject_type="link", subject_id=link.id)
    if trial.wrong >= MOST_WRONG:
        end_link(link=link, at=at)
    return False
