"""Locking a case and writing what happened to it."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound, Refused, Stale, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.procedures.models import Case, CaseStep


class WrongCaseStep(Refused):
    """A case in this state does not go there."""

    status = 409


def lock_case(
    case_id: uuid.UUID, by: Actor, *, capability: str = "cases.book", expected_version: int | None = None
) -> Case:
    """The case, locked, with its patient, surgeon and facility; raises `NotFound` or `Stale`."""
    rows = Case.objects.select_for_update(of=("self",)).select_related(
        "patient", "provider", "facility", "unit"
    )
    case = rows.filter(id=case_id).first()
    if case is None:
        raise NotFound()
    require(by, capability, case.unit_id)
    if expected_version is not None and expected_version != case.version:
        raise Stale()
    return case


def write_step(case: Case, what: str, *, detail: str = "", by: Actor, at: datetime) -> None:
    """Save a locked case one version on, and write what happened to it."""
    last = CaseStep.objects.filter(case=case).order_by("-position").values_list("position", flat=True).first()
    case.version += 1 if last else 0
    case.save()
    CaseStep.objects.create(
        organization_id=case.organization_id,
        unit_id=case.unit_id,
        compartment=case.compartment,
        case=case,
        position=(last or 0) + 1,
        what=what,
        detail=detail[:300],
        state=case.state,
        starts_at=case.starts_at,
        at=at,
        by_id=by.person_id,
        by_name=by.name,
    )
    act = "case." + what.lower().replace(" ", "_")
    record_act(act, subject_type="case", subject_id=case.id, patients=[case.patient_id])
