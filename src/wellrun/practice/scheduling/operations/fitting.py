"""Does a visit type fit the patient: some are for new patients, some for established ones, some for an age or a sex."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Refused
from wellrun.practice.patients.api import Patient
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
    within three years before the visit, or one for established patients for anybody else; and when a type is for other
    ages (on the day of the visit) or the other sex.

    A note that carries a stated reason (`keep_type`) lets the visit pass: a paper chart knows what this record does
    not. None for a type that is for anyone, else at most one query for the visits and one for age and sex.
    """
    if KEPT in note:
        return
    if visit_type.sex or visit_type.age_from is not None or visit_type.age_below is not None:
        row = Patient.objects.filter(id=patient_id).values_list("birth_on", "sex").first()
        on = starts_at.astimezone(ZoneInfo(visit_type.unit.zone)).date()
        sentence = unadmitted(visit_type, *row, on) if row else ""
        if sentence:
            raise Unfitting(
                f"{sentence} Choose another visit type, or say why it is {visit_type.name} nonetheless."
            )
    if visit_type.new_patient is None:
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


def unadmitted(visit_type: VisitType, birth_on: date, sex: str, on: date) -> str:
    """Why a visit type is not for somebody of this age on a day, or of this sex, "" when it is. A sex that is not on
    record is no hindrance."""
    age = on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))
    least, below = visit_type.age_from, visit_type.age_below
    if (least is not None and age < least) or (below is not None and age >= below):
        years = "1 year" if age == 1 else f"{age} years"
        return f"{visit_type.name} is for patients {ages_text(least, below)}; this patient is {years} old on that day."
    if visit_type.sex and sex in ("F", "M") and sex != visit_type.sex:
        whom = {"F": "female", "M": "male"}[visit_type.sex]
        return f"{visit_type.name} is for {whom} patients, and the record says otherwise."
    return ""


def ages_text(least: int | None, below: int | None) -> str:
    """Ages that are admitted: "from 18 years", "under 18 years", "from 12 to 17 years"; "" for all."""
    if least is None:
        return f"under {below} years" if below is not None else ""
    return f"from {least} years" if below is None else f"from {least} to {below - 1} years"


def _instead(visit_type: VisitType) -> str:
    others = visit_types_of([visit_type.unit_id])
    wanted = [each for each in others if each.new_patient is (not visit_type.new_patient)]
    named = [each.name for each in wanted or (each for each in others if each.new_patient is None)]
    if not named:
        return "Say why it is this type nonetheless."
    return f"Choose {' or '.join(named[:3])}, or say why it is {visit_type.name} nonetheless."
