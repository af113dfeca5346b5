"""The auditor's page: who did or saw what, narrowed by person, patient, kind and day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse

from wellrun.platform.access.api import screen, show
from wellrun.platform.clock import today_in
from wellrun.platform.ui.forms import KitForm
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.practice.organization.api import people_of, zone_of
from wellrun.practice.workspaces.queries.audit import PAGE, AuditFilter, audit_rows

KINDS = {
    "": "Everything",
    "read": "Health information seen",
    "act": "Acts",
    "row": "Rows written",
    "denial": "Denials",
}


class AuditForm(KitForm):
    """What to look for."""

    kind = forms.ChoiceField(label="What", choices=list(KINDS.items()), required=False)
    person = forms.ChoiceField(label="Who", required=False)
    patient = forms.UUIDField(
        label="Patient",
        required=False,
        error_messages={"invalid": "Paste the id from the address of the chart."},
    )
    act = forms.CharField(label="Act begins with", required=False, max_length=80)
    starts_on = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label="Through", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    before = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)

    def wanted(self, zone: str) -> AuditFilter:
        """The filter in instants; a day begins at midnight in the office's zone."""
        data = self.cleaned_data
        return AuditFilter(
            kind=data["kind"],
            act=data["act"],
            person_id=data["person"] or None,
            patient_id=data["patient"],
            starts_at=_midnight(data["starts_on"], zone),
            ends_at=_midnight(data["ends_on"] and data["ends_on"] + timedelta(days=1), zone),
            before_id=data["before"],
        )


def _midnight(on, zone: str) -> datetime | None:
    return datetime.combine(on, time(), ZoneInfo(zone)) if on else None


@screen("audit.read")
def audit(request: HttpRequest) -> HttpResponse:
    """The newest events first; the page before is one link away."""
    zone = zone_of(request.actor.organization_id)
    form = AuditForm(request.GET or {"starts_on": today_in(zone)})
    people = [(str(person.id), str(person)) for person in people_of(request.actor.organization_id)]
    form.fields["person"].choices = [("", "Anybody"), *people]
    rows = audit_rows(form.wanted(zone)) if form.is_valid() else []
    more = ""
    if len(rows) == PAGE:
        more = "?" + urlencode({**request.GET.dict(), "before": rows[-1].id})
    table = Table(
        caption="Events",
        columns=[
            Column(label="When", value="at", kind="instant"),
            Column(label="Who", value="who", heading=True),
            Column(label="As", value="role"),
            Column(label="What", value="act"),
            Column(label="On", value="subject"),
            Column(label="Patients", value="patients", kind="number"),
            Column(label="Fields", value="fields"),
        ],
        rows=rows,
        empty=EmptyState(
            title="Nothing was recorded that fits", text="Widen the days, or choose everything."
        ),
        zone=zone,
        tall=True,
    )
    context = {"page_title": "Audit", "form": form, "table": table, "more": more}
    return show(request, "workspaces/audit.html", context, status=200 if form.is_valid() else 422)
