"""People and their roles: the list, a new role, the end of one."""

from __future__ import annotations

import uuid
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.access.matrix import Role
from wellrun.platform.clock import today_in
from wellrun.platform.ui.forms import KitForm
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.models import Membership
from wellrun.practice.organization.operations.people import end_membership, grant_role, renew_password
from wellrun.practice.organization.queries.people import people_of
from wellrun.practice.organization.queries.roles import (
    membership,
    roles_held,
    unit_label,
    units_of,
)
from wellrun.practice.organization.queries.units import zone_of


class GrantForm(KitForm):
    """Who gets which role where, from when to when."""

    person = forms.ChoiceField(label="Person")
    role = forms.ChoiceField(label="Role", choices=[(role.value, role.value.capitalize()) for role in Role])
    unit = forms.ChoiceField(label="Where", help_text="The role reaches this unit and what lies below it.")
    starts_on = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(
        label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Leave empty for a lasting role; a deputy has an end.",
    )  # fmt: skip

    def __init__(self, *arguments, organization_id: uuid.UUID, **options) -> None:
        super().__init__(*arguments, **options)
        self.people = {str(person.id): person for person in people_of(organization_id)}
        self.units = {str(unit.id): unit for unit in units_of(organization_id)}
        self.fields["person"].choices = [(key, str(person)) for key, person in self.people.items()]
        self.fields["unit"].choices = [(key, unit_label(unit)) for key, unit in self.units.items()]


def _today(request: HttpRequest) -> date:
    return today_in(zone_of(request.actor.organization_id))


def _list(request: HttpRequest, form: GrantForm | None, on: date, status: int = 200) -> HttpResponse:
    rows = roles_held(organization_id=request.actor.organization_id, on=on)
    table = Table(
        caption="Roles in force",
        columns=[
            Column(label="Name", value="name", heading=True),
            Column(label="Role", value=lambda row: row.role.capitalize()),
            Column(label="Where", value="unit"),
            Column(label="Signs in as", value="username"),
            Column(label="From", value="starts_on", kind="day"),
            Column(label="Until", value="ends_on", kind="day"),
            Column(label="Granted by", value="granted_by"),
        ],
        rows=rows,
        empty=EmptyState(title="Nobody holds a role yet", text="Give the first one below."),
        row_url=(lambda row: reverse("organization:role", args=[row.membership_id])) if form else None,
        tall=True,
    )
    context = {"page_title": "People and roles", "table": table, "form": form}
    return show(request, "organization/people.html", context, status=status)


@screen("organization.read")
def people(request: HttpRequest) -> HttpResponse:
    """Who holds which role where; those who may grant also get the form."""
    manages = request.actor.may("memberships.manage")
    on = _today(request)
    initial = {"starts_on": on}
    form = GrantForm(organization_id=request.actor.organization_id, initial=initial) if manages else None
    return _list(request, form, on)


@screen("memberships.manage")
@require_POST
def grants(request: HttpRequest) -> HttpResponse:
    """Give a role."""
    form = GrantForm(request.POST, organization_id=request.actor.organization_id)
    if form.is_valid():
        data = form.cleaned_data
        granted = attempt(
            form,
            grant_role,
            person=form.people[data["person"]],
            unit=form.units[data["unit"]],
            role=Role(data["role"]),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            by=request.actor,
        )
        if granted:
            add_toast(request, f"{granted.person} is now {granted.role} at {unit_label(granted.unit)}.")
            return HttpResponseRedirect(reverse("organization:people"))
    return _list(request, form, _today(request), status=422)


@screen("memberships.manage")
def role(request: HttpRequest, membership_id: uuid.UUID) -> HttpResponse:
    """One role, and ending it from today on."""
    found = membership(membership_id, request.actor.organization_id)
    if found is None:
        raise NotFound()
    if request.method == "POST":
        before = found.ends_on
        on = None if "undo" in request.GET else _today(request)
        end_membership(membership=found, on=on, by=request.actor)
        undo = None if "undo" in request.GET or before else f"{request.path}?undo=1"
        add_toast(request, "The role has ended." if on else "The role is in force again.", undo_url=undo)
        return HttpResponseRedirect(reverse("organization:people"))
    return show(request, "organization/role.html", _role_context(found))


def _role_context(found: Membership, password: str = "") -> dict[str, object]:
    return {
        "page_title": str(found.person),
        "membership": found,
        "unit": unit_label(found.unit),
        "user": getattr(found.person, "user", None),
        "new_password": password,
    }


@screen("memberships.manage")
@require_POST
def password(request: HttpRequest, membership_id: uuid.UUID) -> HttpResponse:
    """A new password for the user behind a role, shown this once."""
    found = membership(membership_id, request.actor.organization_id)
    user = getattr(found.person, "user", None) if found else None
    if found is None or user is None:
        raise NotFound()
    renewed = renew_password(user=user, by=request.actor)
    response = show(request, "organization/role.html", _role_context(found, renewed))
    response["Cache-Control"] = "no-store"
    return response
