"""Fee schedules: reading them, changing them with their history, and bringing in a spreadsheet."""

from __future__ import annotations

import csv
import io
import uuid

from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, Refused, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_long_day
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.billing.models import Fee, FeeSchedule
from wellrun.practice.billing.operations.fees import add_fee_schedule, keep_procedure_code, set_fee
from wellrun.practice.billing.operations.import_fees import COLUMNS, FeeImport, import_fees
from wellrun.practice.billing.queries.codes import procedure_codes
from wellrun.practice.billing.queries.fees import fee_schedule, fee_schedules, fees_of
from wellrun.practice.billing.rules.charges import tidy_code
from wellrun.practice.billing.screens.forms import CodeForm, FeeFileForm, FeeForm, ScheduleForm, today
from wellrun.practice.coverage.api import payers

PAGE_ROWS = 100
MOST_BYTES = 5_000_000


@screen("charges.read")
def schedules(request: HttpRequest) -> HttpResponse:
    """Every schedule, and the forms that add one."""
    organization_id = request.actor.organization_id
    may_change = request.actor.may("fees.manage")
    form = None
    if may_change:
        form = ScheduleForm(
            request.POST or None,
            payers=[(payer.id, payer.name) for payer in payers(organization_id)],
            initial={"starts_on": today()},
        )
    if request.method == "POST" and form is not None and form.is_valid():
        added = attempt(form, add_fee_schedule, **form.cleaned_data, by=request.actor, at=now())
        if added:
            add_toast(request, f"{added.name} is there. Now set its fees.")
            return HttpResponseRedirect(reverse("billing:fees", args=[added.id]))
    context = {
        "page_title": "Fee schedules",
        "rows": fee_schedules(organization_id),
        "form": form,
        "may_change": may_change,
    }
    return show(request, "billing/schedules.html", context, patients=[], status=_status(form))


@screen("charges.read")
def fees(request: HttpRequest, schedule_id: uuid.UUID) -> HttpResponse:
    """The fees of a schedule in force today, or with `?code=` the whole history of one code."""
    schedule = _schedule(schedule_id)
    code = tidy_code(request.GET.get("code", ""))[:5]
    may_change = request.actor.may("fees.manage")
    form = FeeForm(request.POST or None, initial={"starts_on": today(), "code": code}) if may_change else None
    if request.method == "POST" and form is not None and form.is_valid():
        done = attempt(
            form, set_fee, schedule_id=schedule.id, **form.cleaned_data, by=request.actor, at=now()
        )
        if done:
            add_toast(request, f"{done.code} is set from {format_long_day(done.starts_on)} on.")
            address = reverse("billing:fees", args=[schedule.id])
            return HttpResponseRedirect(f"{address}?code={done.code}")
    names = {row.code: row.nickname for row in procedure_codes(request.actor.organization_id)}
    rows = [(fee, names.get(fee.code, "")) for fee in _found(schedule, code)]
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page_title": schedule.name,
        "schedule": schedule,
        "page": page,
        "code": code,
        "form": form,
        "may_change": may_change,
    }
    return show(request, "billing/fees.html", context, patients=[], status=_status(form))


@screen("charges.read")
def codes(request: HttpRequest) -> HttpResponse:
    """The practice's procedure codes with their nicknames; the form adds one or changes it."""
    may_change = request.actor.may("fees.manage")
    form = CodeForm(request.POST or None) if may_change else None
    if request.method == "POST" and form is not None and form.is_valid():
        kept = attempt(form, keep_procedure_code, **form.cleaned_data, by=request.actor, at=now())
        if kept:
            add_toast(request, f"{kept.code} is “{kept.nickname}”.")
            return HttpResponseRedirect(reverse("billing:codes"))
    rows = procedure_codes(request.actor.organization_id)
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {"page_title": "Procedure codes", "page": page, "form": form, "may_change": may_change}
    return show(request, "billing/codes.html", context, patients=[], status=_status(form))


@screen("fees.manage")
def fee_file(request: HttpRequest) -> HttpResponse:
    """Bring in a CSV file: what each row would do, or has done."""
    form = FeeFileForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        report = _import(request, form)
        if report and report.written:
            add_toast(request, f"{len(report.rows)} rows are in.")
    context = {"page_title": "Import fees", "form": form, "report": report, "columns": ", ".join(COLUMNS)}
    return show(request, "billing/fee_file.html", context, patients=[], status=_status(form))


def _import(request: HttpRequest, form: FeeFileForm) -> FeeImport | None:
    file = form.cleaned_data["file"]
    try:
        if file.size > MOST_BYTES:
            raise Refused("The file is larger than 5 MB. Save only the fees.", field="file")
        rows = list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        form.add_error("file", "This is no CSV file. Save the spreadsheet as CSV (UTF-8).")
        return None
    except Refused as refused:
        form.add_error("file", refused.sentence)
        return None
    if not rows or "code" not in rows[0]:
        form.add_error("file", f"The first line must name the columns: {', '.join(COLUMNS)}.")
        return None
    dry_run = not form.cleaned_data["write"]
    return attempt(form, import_fees, rows=rows, dry_run=dry_run, by=request.actor, at=now())


def _found(schedule: FeeSchedule, code: str) -> list[Fee]:
    return fees_of(schedule.id, code=code) if code else fees_of(schedule.id, on=today())


def _schedule(schedule_id: uuid.UUID) -> FeeSchedule:
    found = fee_schedule(schedule_id)
    if found is None:
        raise NotFound()
    return found


def _status(form: BaseForm | None) -> int:
    return 422 if form is not None and form.errors else 200
