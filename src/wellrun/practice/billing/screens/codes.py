"""Options for the code fields, as they are typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from wellrun.platform.access.api import screen
from wellrun.platform.clock import asked_day
from wellrun.practice.billing.queries.codes import CodeRow, diagnosis_search, procedure_search
from wellrun.practice.billing.screens.forms import today


@screen("charges.enter")
def diagnosis_options(request: HttpRequest) -> HttpResponse:
    """Billable diagnoses on `?on=`, today without it: `[{value, label, hint}]`."""
    on = asked_day(request.GET.get("on")) or today()
    return _options(diagnosis_search(request.GET.get("q", ""), on))


@screen("charges.enter")
def procedure_options(request: HttpRequest) -> HttpResponse:
    """The practice's procedure codes: `[{value, label, hint}]`."""
    return _options(procedure_search(request.GET.get("q", "")))


def _options(rows: list[CodeRow]) -> HttpResponse:
    found = [{"value": row.code, "label": f"{row.shown} {row.text}", "hint": ""} for row in rows]
    return JsonResponse(found, safe=False)
