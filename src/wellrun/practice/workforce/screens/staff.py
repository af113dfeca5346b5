"""Employees and what they can do beside a provider."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotAllowed, NotFound, attempt, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.formatting import format_day
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import units_by_id
from wellrun.practice.workforce.models import Employee
from wellrun.practice.workforce.operations.skills import add_skill, end_skill
from wellrun.practice.workforce.queries.employees import employee as find_employee
from wellrun.practice.workforce.queries.employees import employees_of


class SkillForm(KitForm):
    """A skill, and since when."""

    skill = PlainTextField(label="Skill", max_length=30, help_text="Such as stress test or blood draw")
    since = forms.DateField(label="Since", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label="Until before",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Empty: until further notice",
    )


@screen("workforce.read")
def staff(request: HttpRequest) -> HttpResponse:
    """The employees one sees, with their skills."""
    reach = request.actor.reach["workforce.read"]
    zone = next((unit.zone for unit in units_by_id(reach).values()), "UTC")
    table = Table(
        caption="Skills of staff",
        caption_hidden=True,
        columns=[
            Column(label="Employee", value=_name, heading=True),
            Column(label="Post", value="post"),
            Column(label="Where", value="unit.name"),
            Column(label="Skills", value=_skills),
        ],
        rows=employees_of(reach, today_in(zone)),
        row_url=lambda row: reverse("workforce:employee", args=[row.id]),
        empty=EmptyState(
            title="No employees yet",
            text="Employees are entered when they join the practice.",
            icon="users",
        ),
    )
    return show(request, "workforce/staff.html", {"page_title": "Skills of staff", "table": table})


def _name(who: Employee) -> str:
    return f"{who.person.family_name}, {who.person.given_name}"


def _skills(who: Employee) -> str:
    held = sorted(each.skill for each in who.skills.all() if each.until is None)
    return ", ".join(held) or "none"


@screen("workforce.read")
def employee(request: HttpRequest, employee_id: uuid.UUID) -> HttpResponse:
    """What one employee can do; POST adds a skill and makes the employee bookable."""
    who = find_employee(employee_id)
    if who is None or not request.actor.may("workforce.read", who.unit_id):
        raise NotFound()
    may_manage = request.actor.may("workforce.manage", who.unit_id)
    if request.method == "POST" and not may_manage:
        raise NotAllowed()
    today = today_in(who.unit.zone)
    form = SkillForm(request.POST or None, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        added = attempt(form, add_skill, employee_id=who.id, by=request.actor, at=now(), **form.cleaned_data)
        if added is not None:
            add_toast(request, f"{who.person.given_name} can be booked for {added.skill}.")
            return HttpResponseRedirect(reverse("workforce:employee", args=[who.id]))
    context = {
        "page_title": _name(who),
        "who": who,
        "skills": [
            (each, f"since {format_day(each.since)}", each.until)
            for each in who.skills.order_by("skill", "since")
        ],
        "form": form,
        "may_manage": may_manage,
    }
    return show(request, "workforce/employee.html", context, status=422 if form.errors else 200)


@screen("workforce.manage")
@require_POST
def skill_end(request: HttpRequest, employee_id: uuid.UUID, skill_id: uuid.UUID) -> HttpResponse:
    """Let a skill end today; visits that are booked keep their assistant."""
    who = find_employee(employee_id)
    if who is None or not who.skills.filter(id=skill_id).exists():
        raise NotFound()
    end_skill(skill_id=skill_id, until=today_in(who.unit.zone), by=request.actor, at=now())
    add_toast(request, "The skill has ended.")
    return HttpResponseRedirect(reverse("workforce:employee", args=[who.id]))
