"""How far statement runs have come, and what became of each account."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from wellrun.practice.billing.models import RunState, Statement, StatementRun, StatementRunItem
from wellrun.practice.patients.api import patient_rows


@dataclass(frozen=True)
class RunProgress:
    """Where a run stands: accounts by what became of them, and the cents asked for so far."""

    run: StatementRun
    sent: int
    left_out: int
    waiting: int
    asked_cents: int

    @property
    def done(self) -> int:
        """Accounts that are dealt with."""
        return self.sent + self.left_out


@dataclass(frozen=True)
class LeftOut:
    """An account that a run left out, and why."""

    patient_id: uuid.UUID
    patient_name: str
    sentence: str


def run_progress(run_id: uuid.UUID) -> RunProgress | None:
    """Where a run stands, or None when there is none in reach."""
    found = _with_counts().filter(id=run_id).first()
    return _progress(found) if found else None


def recent_runs(organization_id: uuid.UUID, *, limit: int = 5) -> list[RunProgress]:
    """The newest runs."""
    rows = _with_counts().filter(organization_id=organization_id).order_by("-begun_at")
    return [_progress(run) for run in rows[:limit]]


def statements_of_run(run_id: uuid.UUID, *, limit: int) -> list[Statement]:
    """The statements that a run issued, in their order."""
    sent = StatementRunItem.objects.filter(run_id=run_id, state=RunState.SENT).order_by("position")
    rows = sent.select_related("statement__account__patient")[:limit]
    return [item.statement for item in rows if item.statement]


def left_out_of_run(run_id: uuid.UUID, *, limit: int) -> list[LeftOut]:
    """The accounts that a run left out, in their order."""
    rows = StatementRunItem.objects.filter(run_id=run_id, state=RunState.LEFT_OUT).order_by("position")
    found = list(rows.values_list("account__patient_id", "sentence")[:limit])
    names = patient_rows([patient_id for patient_id, _ in found])
    return [LeftOut(one, names[one].name, sentence) for one, sentence in found if one in names]


def _with_counts():  # noqa: ANN202 (a queryset)
    return StatementRun.objects.annotate(
        **{state.name.lower(): Count("items", filter=Q(items__state=state)) for state in RunState},
        asked=Sum("items__statement__balance_cents"),
    )


def _progress(run) -> RunProgress:  # noqa: ANN001 (a run with its counts)
    return RunProgress(run, run.sent, run.left_out, run.waiting, run.asked or 0)
