"""What is said of a telephone line."""

from __future__ import annotations

from typing import Any

from django import forms

from wellrun.platform.access.api import Actor
from wellrun.platform.ui.forms import KitForm, PhoneField, PlainTextField
from wellrun.practice.frontdesk.screens.forms import department_choices
from wellrun.practice.organization.api import sites_of


class LineForm(KitForm):
    """A number that patients call and who answers it."""

    name = PlainTextField(label="Name", max_length=60, help_text="Such as: Main number, Cardiology desk.")
    number = PhoneField(label="Number")
    unit_id = forms.ChoiceField(label="Answered by")

    def __init__(self, *arguments: Any, by: Actor, **options: Any) -> None:
        super().__init__(*arguments, **options)
        reach = by.reach.get("telephony.manage", frozenset())
        sites = [
            (str(site.id), f"{site.name}, whole site")
            for site in sites_of(by.organization_id)
            if site.id in reach
        ]
        self.fields["unit_id"].choices = [*department_choices(by, "telephony.manage"), *sites]
