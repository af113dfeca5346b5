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
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.billing.models import Statement
from wellrun.practice.billing.operations.issue_statement import issue_statement, run_statements
from wellrun.practice.billing.queries.statements import statements_due
from wellrun.practice.billing.screens.accounts import patient_of
from wellrun.practice.billing.screens.forms import today
from wellrun.practice.billing.screens.payments import pdf
from wellrun.practice.documents.api import content_of
from wellrun.practice.patients.api import patient_rows

#: Statements made in one request: each takes about a fifth of a second to typeset.
AT_ONCE = 50


@screen("statements.send")
def due(request: HttpRequest) -> HttpResponse:
    """The accounts that it is time to ask, and what the last run left out."""
    rows = statements_due(by=request.actor, on=today())
    context = {
        "page_title": "Statements due",
        "rows": rows,
        "total_cents": sum(row.due_cents for row in rows),
        "at_once": AT_ONCE,
    }
    return show(request, "billing/statements.html", context, patients=[row.patient_id for row in rows])


@screen("statements.send")
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Issue the statements that were chosen and say what became of each."""
    chosen = [uuid.UUID(value) for value in request.POST.getlist("patient")[:AT_ONCE]]
    done = run_statements(patient_ids=chosen, by=request.actor, at=now())
    names = patient_rows(chosen)
    context = {
        "page_title": "Statements issued",
        "sent": done.sent,
        "total_cents": sum(statement.balance_cents for statement in done.sent),
        "refused": [(names[one], sentence) for one, sentence in done.refused if one in names],
    }
    return show(request, "billing/statement_run.html", context, patients=names)


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
