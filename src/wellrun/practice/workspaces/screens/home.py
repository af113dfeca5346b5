"""Everybody's first page: where the work of one's role is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import Actor, screen, show
from wellrun.platform.access.matrix import Role
from wellrun.platform.ui.menu import entries_for
from wellrun.practice.workforce.api import providers_of

#: The first page of a role, the first that is held; others start on their worklist.
_FIRST = (
    (Role.OFFICE_MANAGER, "workspaces:today"),
    (Role.ASSISTANT_MANAGER, "workspaces:today"),
    (Role.MEDICAL_SECRETARY, "workspaces:board"),
    (Role.SURGICAL_COORDINATOR, "procedures:cases"),
    (Role.BILLER, "claims:desk"),
    (Role.PROVIDER, "workspaces:board"),
    (Role.CLINICAL_ASSISTANT, "workspaces:board"),
    (Role.AUDITOR, "workspaces:audit"),
)


@screen("self.use")
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of the person's role; without work of their own, to the pages they may open."""
    by = request.actor
    name = next((name for role, name in _FIRST if role.value in by.roles), "")
    if not name and by.may("tasks.read"):
        name = "worklist:tasks"
    if not name:
        return show(request, "workspaces/home.html", {"page_title": by.name, "entries": entries_for(by)})
    return HttpResponseRedirect(reverse(name) + (_own_day(by) if Role.PROVIDER.value in by.roles else ""))


def _own_day(by: Actor) -> str:
    own = [one for one in providers_of(organization_id=by.organization_id) if one.person_id == by.person_id]
    return f"?provider={own[0].id}" if own else ""
