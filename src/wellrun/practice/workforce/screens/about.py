"""What a provider is, and what patients may prefer."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.workforce.models import Level
from wellrun.practice.workforce.operations.staff import describe_provider
from wellrun.practice.workforce.queries.providers import provider as find_provider


class AboutForm(KitForm):
    """Level, sex and languages."""

    level = forms.ChoiceField(
        label="Is a", choices=Level.choices, help_text="Visit types may take longer or shorter by it"
    )
    sex = forms.ChoiceField(
        label="Sex", required=False, choices=[("", "Not said"), ("F", "Female"), ("M", "Male")]
    )
    languages = PlainTextField(
        label="Languages", max_length=60, required=False, help_text="Two letters each, such as en, es"
    )

    def details(self) -> dict[str, Any]:
        """The fields as the operation takes them."""
        return self.cleaned_data | {"languages": self.cleaned_data["languages"].split(",")}


@screen("workforce.manage")
def about(request: HttpRequest, provider_id: uuid.UUID) -> HttpResponse:
    """Change what is said of a provider."""
    who = find_provider(provider_id)
    if who is None or not request.actor.may("workforce.manage", who.unit_id):
        raise NotFound()
    initial = {"level": who.level, "sex": who.sex, "languages": ", ".join(who.languages)}
    form = AboutForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = attempt(
            form, describe_provider, provider_id=who.id, by=request.actor, at=now(), **form.details()
        )
        if told is not None:
            add_toast(request, f"Saved for {who.display_name}.")
            return HttpResponseRedirect(reverse("workforce:provider", args=[who.id]))
    context = {"page_title": f"About {who.display_name}", "who": who, "form": form}
    return show(request, "workforce/about.html", context, status=422 if form.errors else 200)
