"""What intake adds to a patient's page: the links of the visits to come and what waits for a review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wellrun.platform.access.api import Actor
from wellrun.practice.intake.queries.submissions import waiting_submissions
from wellrun.practice.organization.api import departments_among
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.api import appointments_of, visit_types_of

MOST_VISITS = 5


def panel(actor: Actor, patient: Patient, at: datetime) -> Mapping[str, Any] | None:
    """The visits to come in departments where the actor books, and those where a patient may book online."""
    reach = actor.reach.get("appointments.book", frozenset())
    visits = [
        each
        for each in appointments_of(patient.id, since=at, limit=20)
        if each.unit_id in reach and each.state in ("booked", "confirmed")
    ][-MOST_VISITS:]
    online = {kind.unit_id for kind in visit_types_of(reach) if kind.online}
    units = [(each.id, f"{each.name}, {each.parent.name}") for each in departments_among(online)]
    if not visits and not units:
        return None
    waiting = waiting_submissions([each.id for each in visits])
    lines = [(each, waiting.get(each.id)) for each in reversed(visits)]
    return {"visits": lines, "units": units, "patient": patient}
