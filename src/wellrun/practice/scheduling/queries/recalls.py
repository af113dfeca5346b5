"""Reading recalls and their rules."""

from __future__ import annotations

import uuid
from datetime import date

from wellrun.platform.access.api import Actor, NotFound
from wellrun.practice.scheduling.models import Recall, RecallAttempt, RecallRule, RecallState

MOST_ROWS = 300
#: The views of the page: due and not asked, overdue, asked at least once, to be called, booked, ended.
VIEWS = ("due", "overdue", "asked", "call", "booked", "ended")


def recall_rows(*, by: Actor, view: str, on: date, unit_id: uuid.UUID | None = None) -> list[Recall]:
    """The recalls of one view that `by` works, by the day they are due; at most `MOST_ROWS`; one query. A day is
    overdue once it is over."""
    rows = Recall.objects.filter(unit_id__in=by.reach["recalls.work"])
    if unit_id:
        rows = rows.filter(unit_id=unit_id)
    if view == "due":
        rows = rows.filter(state=RecallState.OPEN, asked=0, due_on__gte=on)
    elif view == "overdue":
        rows = rows.filter(state__in=[RecallState.OPEN, RecallState.CALL], due_on__lt=on)
    elif view == "asked":
        rows = rows.filter(state=RecallState.OPEN, asked__gt=0)
    else:
        rows = rows.filter(state=view)
    rows = rows.select_related("patient", "visit_type", "unit__parent", "rule")
    return list(rows.order_by("due_on", "patient__family_name")[:MOST_ROWS])


def recall_for(by: Actor, recall_id: uuid.UUID) -> Recall:
    """One recall for its page; `NotFound` where `by` works none."""
    rows = Recall.objects.select_related("patient", "visit_type", "unit__parent", "rule")
    recall = rows.filter(id=recall_id).first()
    if recall is None or not by.may("recalls.work", recall.unit_id):
        raise NotFound()
    return recall


def attempts_of(recall: Recall) -> list[RecallAttempt]:
    """How often the patient was asked, the last in front."""
    return list(recall.tries.order_by("-number"))


def recalls_of(patient_id: uuid.UUID) -> list[Recall]:
    """The recalls that stand for a patient."""
    rows = Recall.objects.filter(patient_id=patient_id, state__in=[RecallState.OPEN, RecallState.CALL])
    return list(rows.select_related("visit_type", "unit").order_by("due_on"))


def recall_rules_of(by: Actor) -> list[RecallRule]:
    """The rules of the departments whose outreach `by` manages."""
    rows = RecallRule.objects.filter(unit_id__in=by.reach["outreach.manage"])
    rows = rows.select_related("unit__parent", "visit_type", "seen_type")
    return list(rows.order_by("unit__parent__name", "unit__name", "name"))
