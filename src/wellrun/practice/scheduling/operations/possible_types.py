"""What a visit type can be, each refusal beside its field."""

from __future__ import annotations

from wellrun.platform.access.api import Refused
from wellrun.practice.facilities.api import device
from wellrun.practice.scheduling.models import VisitType

LONGEST_BUFFER_MINUTES = 120


class VisitTypeRefused(Refused):
    """A visit type that cannot be."""


def refuse_impossible_type(kind: VisitType) -> None:
    """Raise `VisitTypeRefused` for what no visit can be; a type for one device takes that device's kind."""
    _refuse_numbers(kind)
    _refuse_ages(kind)
    _refuse_forms(kind)
    if kind.telehealth and kind.room_kind:
        raise VisitTypeRefused("A telehealth visit needs no room. Choose “No room”.", field="room_kind")
    if kind.device_id is not None:
        found = device(kind.device_id)
        if found is None or found.unit_id != kind.unit_id:
            raise VisitTypeRefused("Choose a device of this department.", field="device_id")
        kind.device_kind = found.kind


def _refuse_numbers(kind: VisitType) -> None:
    for field, least, most, said in (
        ("minutes", 5, 600, "A visit takes from 5 minutes to 10 hours."),
        ("buffer_before_minutes", 0, LONGEST_BUFFER_MINUTES, "Preparing takes from 0 to 120 minutes."),
        ("buffer_after_minutes", 0, LONGEST_BUFFER_MINUTES, "Cleaning up takes from 0 to 120 minutes."),
        ("capacity", 1, 50, "A visit is for 1 to 50 patients."),
        ("online_lead_hours", 0, 2000, "Patients book from 0 to 2,000 hours ahead."),
    ):
        if not least <= getattr(kind, field) <= most:
            raise VisitTypeRefused(said, field=field)


def _refuse_ages(kind: VisitType) -> None:
    if kind.sex not in ("", "F", "M"):
        raise VisitTypeRefused("Choose for whom the visit is.", field="sex")
    bounds = [age for age in (kind.age_from, kind.age_below) if age is not None]
    if any(not 0 <= age <= 130 for age in bounds) or bounds != sorted(set(bounds)):
        raise VisitTypeRefused("The upper age is above the lower one, and both are ages.", field="age_below")


def _refuse_forms(kind: VisitType) -> None:
    kind.required_forms = list(
        dict.fromkeys(form.strip().lower() for form in kind.required_forms if form.strip())
    )
    if any(len(form) > 40 for form in kind.required_forms):
        raise VisitTypeRefused("The key of a form has at most 40 characters.", field="required_forms")
