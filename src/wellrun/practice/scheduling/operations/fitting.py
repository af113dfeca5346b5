"""Does a visit type fit the patient: some are for new patients, some for established ones."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Refused
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.queries.seen import NEW_AFTER_YEARS, Seen, seen_by_specialty
from wellrun.practice.scheduling.queries.visit_types import visit_types_of
from wellrun.practice.scheduling.rules import day_text

#: What the note of a visit begins with when somebody who knows better kept the type.
KEPT = "Visit type kept: "


class Unfitting(Refused):
    """The visit type is for other patients."""

    field = "despite"


def refuse_unfitting(
    *, visit_type: VisitType, patient_id: uuid.UUID, starts_at: datetime, note: str = ""
) -> None:
    """Raise `Unfitting` when a type for new patients is wanted for one whom the specialty has seen (checked out)
    within three years before the visit, or one for established patients for anybody else.

    A note that carries a stated reason (`keep_type`) lets the visit pass: a paper chart knows what this record does
    not. At most one query, none for a type that is for anyone.
    """
    if visit_type.new_patient is None or KEPT in note:
        return
    sentence = unfitting(visit_type, seen_by_specialty(patient_id, starts_at).get(visit_type.unit.name))
    if sentence:
        raise Unfitting(f"{sentence} {_instead(visit_type)}")


def keep_type(note: str, reason: str) -> str:
    """The note of a visit whose type was kept for this reason, at most 300 characters; the reason comes first."""
    return f"{KEPT}{reason.strip().rstrip('.')}. {note}".strip()[:300]


def unfitting(visit_type: VisitType, seen: Seen | None) -> str:
    """Why a visit type does not fit a patient who was seen then by its specialty, "" when it does."""
    specialty = visit_type.unit.name
    if visit_type.new_patient is True and seen is not None:
        return (
            f"{visit_type.name} is for patients whom {specialty} has not seen in {NEW_AFTER_YEARS} years."
            f" {seen.provider_name} saw this patient at {seen.site} on {day_text(seen.on)}."
        )
    if visit_type.new_patient is False and seen is None:
        return (
            f"{visit_type.name} is for patients whom {specialty} has seen within {NEW_AFTER_YEARS} years,"
            " and no finished visit of this patient there is on record."
        )
    return ""


def _instead(visit_type: VisitType) -> str:
    others = visit_types_of([visit_type.unit_id])
    wanted = [each for each in others if each.new_patient is (not visit_type.new_patient)]
    named = [each.name for each in wanted or (each for each in others if each.new_patient is None)]
    if not named:
        return "Say why it is this type nonetheless."
    return f"Choose {' or '.join(named[:3])}, or say why it is {visit_type.name} nonetheless."
