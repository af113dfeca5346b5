"""Statements: one on its own, those that are due, and the filed pages."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, screen, show
from wellrun.platform.audit.api import record_read
from wellrun.platform.clock import now
from wellrun.platform.money.cents import format_cents
from wellrun.platform.ui.papers import pdf
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.billing.jobs import issue_statements
from wellrun.practice.billing.models import Statement
from wellrun.practice.billing.operations.issue_statement import issue_statement
from wellrun.practice.billing.operations.statement_runs import begin_statement_run
from wellrun.practice.billing.queries.statement_runs import (
    RunProgress,
    left_out_of_run,
    recent_runs,
    run_progress,
    statements_of_run,
)
from wellrun.practice.billing.queries.statements import statements_due
from wellrun.practice.billing.screens.accounts import patient_of
from wellrun.practice.billing.screens.forms import today
from wellrun.practice.documents.api import content_of

#: Accounts of a run that its page lists of each kind; all of them are counted.
LISTED = 200
#: More accounts than any practice has to ask.
EVERYONE = 1_000_000


@screen("statements.send")
def due(request: HttpRequest) -> HttpResponse:
    """The accounts that it is time to ask, and the last runs."""
    rows = statements_due(by=request.actor, on=today())
    context = {
        "page_title": "Statements due",
        "rows": rows,
        "total_cents": sum(row.due_cents for row in rows),
        "runs": recent_runs(request.actor.organization_id),
        "zone": request.actor.zone,
    }
    return show(request, "billing/statements.html", context, patients=[row.patient_id for row in rows])


@screen("statements.send")
@require_POST
def runs(request: HttpRequest) -> HttpResponse:
    """Begin a run for the accounts that were chosen, or for everyone who is due; a job issues the statements."""
    by = request.actor
    if request.POST.get("whom") == "everyone":
        chosen = [row.patient_id for row in statements_due(by=by, on=today(), limit=EVERYONE)]
    else:
        chosen = [uuid.UUID(value) for value in request.POST.getlist("patient")]
    begun = begin_statement_run(patient_ids=chosen, by=by, at=now())
    issue_statements.defer(organization_id=str(by.organization_id), run_id=str(begun.id))
    return HttpResponseRedirect(reverse("billing:statement-run", args=[begun.id]))


@screen("statements.send")
def run(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """A run: how far it is, or, once it is done, what became of each account."""
    found = _run(run_id)
    sent = statements_of_run(run_id, limit=LISTED) if found.run.finished_at else []
    left_out = left_out_of_run(run_id, limit=LISTED) if found.run.finished_at else []
    context = {
        "page_title": "Statement run",
        "progress": found,
        "sent": sent,
        "left_out": left_out,
    }
    patients = [statement.account.patient_id for statement in sent] + [one.patient_id for one in left_out]
    return show(request, "billing/statement_run.html", context, patients=patients, subject=run_id)


@screen("statements.send")
def progress(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """How far a run is, in numbers alone; once it is done, the page is asked to show itself anew."""
    found = _run(run_id)
    answer = show(request, "billing/_statement_progress.html", {"progress": found}, patients=[])
    if found.run.finished_at:
        answer["HX-Refresh"] = "true"
    return answer


def _run(run_id: uuid.UUID) -> RunProgress:
    found = run_progress(run_id)
    if found is None:
        raise NotFound()
    return found


@screen("statements.send")
@require_POST
def issue(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Issue one statement; with `again` even within the usual time."""
    patient = patient_of(patient_id)
    again = request.GET.get("again") == "yes"
    statement = issue_statement(patient_id=patient.id, again=again, by=request.actor, at=now())
    add_toast(request, f"Statement {statement.number} over {format_cents(statement.balance_cents)} is filed.")
    return HttpResponseRedirect(reverse("billing:account", args=[patient.id]))


@screen("accounts.read")
def statement(request: HttpRequest, statement_id: uuid.UUID) -> HttpResponse:
    """A statement as it was sent."""
    found = Statement.objects.filter(id=statement_id).select_related("account", "document").first()
    if found is None:
        raise NotFound()
    record_read("accounts.read", subject_type="statement", subject_id=found.id,
                patients=[found.account.patient_id])  # fmt: skip
    return pdf(content_of(found.document), f"statement-{found.number}.pdf")
