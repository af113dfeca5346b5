"""The practice's checklist before a case: every line with its day, its owner, and what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import attempt, screen, show
from wellrun.platform.access.matrix import Role
from wellrun.platform.clock import now
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.procedures.models import Applies, Evidence, ReadinessRule
from wellrun.practice.procedures.operations.keep_template import keep_readiness_rules, template_rows

#: Blank rows for lines of one's own.
BLANK = ("new1", "new2")
KEPT = ("days", "role", "valid", "weight", "blocks", "active")
_FIELD = {"days": "days_before", "valid": "valid_days"}


class TemplateForm(KitForm):
    """The practice's checklist."""

    def __init__(self, *arguments: Any, lines: Sequence[ReadinessRule], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.lines = list(lines)
        for line in self.lines:
            self._add(line.key, line.name, line)
        for key in BLANK:
            self.fields[f"name_{key}"] = PlainTextField(label="New line", max_length=80, required=False)
            self._add(key, "New line", ReadinessRule(days_before=5, role=Role.SURGICAL_COORDINATOR.value))
            self.fields[f"evidence_{key}"] = forms.ChoiceField(
                label="New line: shown by",
                required=False,
                choices=[one for one in Evidence.choices if one[0] != Evidence.AUTHORIZATION],
            )
            self.fields[f"applies_{key}"] = forms.ChoiceField(
                label="New line: for", required=False, choices=Applies.choices
            )
        self.speak()

    def _add(self, key: str, name: str, line: ReadinessRule) -> None:
        roles = [(role.value, role.value.capitalize()) for role in Role]
        needed = key not in BLANK
        self.fields[f"days_{key}"] = forms.IntegerField(
            label=f"{name}: business days before",
            min_value=0,
            max_value=120,
            initial=line.days_before,
            required=needed,
        )
        self.fields[f"role_{key}"] = forms.ChoiceField(
            label=f"{name}: whose", choices=roles, initial=line.role, required=needed
        )
        self.fields[f"valid_{key}"] = forms.IntegerField(
            label=f"{name}: at most so many days old",
            min_value=1,
            max_value=730,
            initial=line.valid_days,
            required=False,
        )
        self.fields[f"weight_{key}"] = forms.IntegerField(
            label=f"{name}: weight in the score",
            min_value=1,
            max_value=10,
            initial=line.weight,
            required=needed,
        )
        self.fields[f"blocks_{key}"] = forms.BooleanField(
            label=f"{name}: blocks “ready”", initial=line.blocks, required=False
        )
        if needed:
            self.fields[f"active_{key}"] = forms.BooleanField(
                label=f"{name}: in use", initial=line.active, required=False
            )

    def clean(self) -> dict[str, Any]:
        """A new line with a name has a day and a weight as well."""
        told = super().clean()
        for key in BLANK:
            for name in ("days", "weight"):
                field = f"{name}_{key}"
                if told.get(f"name_{key}") and field not in self.errors and told.get(field) is None:
                    self.add_error(field, "Enter a number for the new line.")
        return told

    def rows(self) -> list[tuple[ReadinessRule, list[forms.BoundField]]]:
        """The lines with their fields, for the page."""
        return [(line, [self[f"{name}_{line.key}"] for name in KEPT]) for line in self.lines]

    def blank_rows(self) -> list[list[forms.BoundField]]:
        """The fields of lines to be added."""
        names = ("name", "days", "role", "evidence", "valid", "applies", "weight", "blocks")
        return [[self[f"{name}_{key}"] for name in names] for key in BLANK]

    def changes(self) -> dict[str, dict[str, Any]]:
        """What the lines are to be, by key."""
        return {line.key: self._told(line.key, KEPT) for line in self.lines}

    def added(self) -> list[dict[str, Any]]:
        """The lines to be added: those with a name."""
        names = ("name", "days", "role", "evidence", "valid", "applies", "weight", "blocks")
        return [self._told(key, names) for key in BLANK if self.cleaned_data[f"name_{key}"]]

    def _told(self, key: str, names: Sequence[str]) -> dict[str, Any]:
        return {_FIELD.get(name, name): self.cleaned_data[f"{name}_{key}"] for name in names}


@screen("blocks.manage")
def template(request: HttpRequest) -> HttpResponse:
    """Change the practice's checklist for the cases that are requested from now on."""
    by = request.actor
    form = TemplateForm(request.POST or None, lines=template_rows(by.organization_id))
    if request.method == "POST" and form.is_valid():
        kept = attempt(
            form, keep_readiness_rules, unit_id=min(by.reach["blocks.manage"]), changes=form.changes(),
            added=form.added(), by=by, at=now(),
        )  # fmt: skip
        if kept is not None:
            add_toast(request, "The checklist is kept for cases requested from now on.")
            return HttpResponseRedirect(reverse("procedures:template"))
    context = {
        "page_title": "Checklist before a case",
        "form": form,
        "back_url": reverse("procedures:facilities"),
    }
    return show(request, "procedures/template.html", context, status=422 if form.errors else 200)
