"""Whom one writes to, and what."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms

from wellrun.platform.access.api import Actor
from wellrun.platform.access.matrix import Role
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.practice.conversations.operations.threads import LONGEST, To
from wellrun.practice.organization.api import departments_among, local_day, people_at_work

#: Roles that a department has, to which one writes without knowing who is there today.
_OF_A_DEPARTMENT = (Role.MEDICAL_SECRETARY, Role.CLINICAL_ASSISTANT, Role.ASSISTANT_MANAGER, Role.BILLER)


def addressees(by: Actor, at: datetime) -> list[Any]:
    """Everybody at work and the roles of the departments, as choices of a field."""
    people = people_at_work(organization_id=by.organization_id, on=local_day(by.home_unit_id, at))
    named = [
        (f"person {each.person_id}", f"{each.name} ({each.roles})")
        for each in people.values()
        if each.person_id != by.person_id
    ]
    units = departments_among(by.reach.get("messages.use", frozenset()))
    roles = [
        (f"role {unit.id} {role.value}", f"{role.value.capitalize()}, {unit.name}, {unit.parent.name}")
        for unit in units
        for role in _OF_A_DEPARTMENT
    ]
    return [("People", named), ("Whoever is there", roles)]


class PeopleForm(KitForm):
    """Who takes part."""

    to = forms.MultipleChoiceField(label="To", widget=forms.SelectMultiple(attrs={"size": 8}), required=False)

    def __init__(self, *arguments: Any, by: Actor, at: datetime, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["to"].choices = addressees(by, at)

    def whom(self) -> list[To]:
        """Those who were chosen."""
        chosen = []
        for value in self.cleaned_data["to"]:
            kind, first, *rest = value.split(" ", 2)
            if kind == "person":
                chosen.append(To(person_id=uuid.UUID(first)))
            else:
                chosen.append(To(role=rest[0], unit_id=uuid.UUID(first)))
        return chosen


class NewForm(PeopleForm):
    """A thread that begins."""

    title = PlainTextField(label="About", max_length=150, required=False)
    text = PlainTextField(
        label="Message", max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class ReplyForm(KitForm):
    """What one adds to a thread."""

    text = PlainTextField(
        label="Your message", max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
