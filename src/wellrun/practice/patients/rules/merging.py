"""Which value of two charts stays: the choice field by field, and what is proposed before anybody chose."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.rules.details import COLUMNS, PatientDetails

#: What counts as nothing known, so that the other chart's value is proposed.
_UNKNOWN: tuple[object, ...] = ("", None, "U", False)


def differing(survivor: Patient, merged: Patient) -> list[str]:
    """The details in which two charts differ, in the order of the form."""
    return [name for name in COLUMNS if getattr(survivor, name) != getattr(merged, name)]


def proposed(survivor: Patient, merged: Patient) -> list[str]:
    """The details that had better come from the merged chart: those of which the survivor knows nothing."""
    return [name for name in differing(survivor, merged) if getattr(survivor, name) in _UNKNOWN]


def chosen_details(survivor: Patient, merged: Patient, take: Collection[str]) -> PatientDetails:
    """The survivor's details, with those named in `take` as the merged chart has them.

    Nobody answers for themselves by way of the chart that goes: such a guarantor is left out.
    """
    chosen = PatientDetails(**{name: getattr(merged if name in take else survivor, name) for name in COLUMNS})
    if chosen.guarantor_id in (survivor.id, merged.id):
        chosen = replace(chosen, guarantor_id=None)
    return chosen


def former_names(survivor: Patient, merged: Patient, kept: str) -> list[str]:
    """The family names under which either chart was known, without the one that is kept; at most five, latest last."""
    known = [
        *merged.former_family_names,
        *survivor.former_family_names,
        merged.family_name,
        survivor.family_name,
    ]
    return list(dict.fromkeys(name for name in known if name.casefold() != kept.casefold()))[-5:]


def as_json(value: Any) -> Any:
    """A detail as it is kept in the record of a merge."""
    return value if value is None or isinstance(value, bool | int | str | list) else str(value)
