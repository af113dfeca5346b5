"""Addresses of merged charts: whoever opens one arrives at the survivor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.patients.queries.patients import chart, survivor_of


class FollowMergedCharts:
    """Lead every address with a `patient_id`, in whatever room, from a merged chart to its survivor.

    A page is asked for anew at the survivor's address; what is posted by a page that was open before is done to
    the survivor. The door has let the request in before. One narrow query for each request about one patient.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Redirect, or put the survivor in the place of the merged chart."""
        patient_id = kwargs.get("patient_id")
        survivor_id = survivor_of(patient_id) if patient_id else None
        if survivor_id is None:
            return None
        if request.method != "GET":
            kwargs["patient_id"] = survivor_id
            return None
        merged = chart(patient_id)
        if merged is not None and not request.headers.get("HX-Request"):
            add_toast(request, f"Chart {merged.number} was merged into this one.", level="info")
        return HttpResponseRedirect(request.get_full_path().replace(str(patient_id), str(survivor_id)))
