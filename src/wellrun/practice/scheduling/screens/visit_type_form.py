"""What people fill in to say what a department books."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.practice.facilities.api import Device, RoomKind
from wellrun.practice.organization.api import Unit
from wellrun.practice.scheduling.models import VisitType, VisitTypeLength
from wellrun.practice.scheduling.operations.configure import EDITABLE
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.workforce.api import Level, Provider

FOR_WHOM = {"": None, "new": True, "known": False}


def _minutes(label: str, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, **{"min_value": 0, "max_value": 120, "initial": 0} | options)


class VisitTypeForm(KitForm):
    """What a department books. Lengths that differ are fields named by level and by provider."""

    name = PlainTextField(label="Name", max_length=60)
    short_name = PlainTextField(
        label="Short name", max_length=16, required=False, help_text="As the calendar shows it"
    )
    color = forms.CharField(label="Color", widget=forms.TextInput(attrs={"type": "color"}), initial="#4f6d8f")
    minutes = _minutes("Minutes", min_value=5, max_value=600, initial=30)
    buffer_before_minutes = _minutes(
        "Minutes to prepare", required=False, help_text="Room and device are taken before"
    )
    buffer_after_minutes = _minutes(
        "Minutes to clean up", required=False, help_text="Room and device stay taken"
    )
    room_kind = forms.ChoiceField(
        label="Room",
        required=False,
        choices=[("", "No room"), *RoomKind.choices],
        help_text="Any free room of the kind",
    )
    telehealth = forms.BooleanField(
        label="By video or telephone", required=False, help_text="Needs no room here"
    )
    device_kind = PlainTextField(
        label="Device", max_length=30, required=False, help_text="Any of a kind, such as echo or ultrasound"
    )
    device_id = forms.ChoiceField(label="Only this device", required=False)
    staff_skill = PlainTextField(
        label="Assistant with the skill",
        max_length=30,
        required=False,
        help_text="Such as stress test; empty: no assistant",
    )
    for_whom = forms.ChoiceField(
        label="New or known",
        required=False,
        choices=[("", "New and known patients"), ("new", "New patients"), ("known", "Known patients")],
    )
    age_from = forms.IntegerField(
        label="From age", min_value=0, max_value=130, required=False, help_text="In years; empty: any"
    )
    age_below = forms.IntegerField(
        label="Below age", min_value=1, max_value=130, required=False, help_text="18: up to 17 years"
    )
    sex = forms.ChoiceField(
        label="Sex", required=False, choices=[("", "Any"), ("F", "Female"), ("M", "Male")]
    )
    capacity = forms.IntegerField(
        label="Patients at once",
        min_value=1,
        max_value=50,
        initial=1,
        required=False,
        help_text="Above 1 it is a group visit",
    )
    instructions = PlainTextField(
        label="What the patient is told",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    required_forms = PlainTextField(
        label="Forms to fill in before",
        max_length=400,
        required=False,
        help_text="Keys of forms, separated by commas",
    )
    needs_authorization = forms.BooleanField(
        label="The payer must have agreed",
        required=False,
        help_text="Such as imaging with prior authorization",
    )
    online = forms.BooleanField(label="Patients may book it themselves", required=False)
    online_lead_hours = forms.IntegerField(
        label="Hours ahead",
        min_value=0,
        max_value=2000,
        initial=24,
        required=False,
        help_text="Not later than that",
    )
    active = forms.BooleanField(label="Offered", required=False, initial=True)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        *arguments: Any,
        devices: Sequence[Device] = (),
        providers: Sequence[Provider] = (),
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["device_id"].choices = [("", "Any of the kind"), *((str(d.id), d.name) for d in devices)]
        self._levels = [f"level_{number}" for number in range(len(Level.choices))]
        for key, (_, label) in zip(self._levels, Level.choices, strict=True):
            self.fields[key] = _minutes(label, min_value=5, max_value=600, required=False, initial=None)
        self._providers = {f"provider_{who.id}": who.id for who in providers}
        for key, who in zip(self._providers, providers, strict=True):
            label = who.display_name
            self.fields[key] = _minutes(label, min_value=5, max_value=600, required=False, initial=None)
        self.speak()

    def level_fields(self) -> list[Any]:
        """The lengths by level."""
        return [self[key] for key in self._levels]

    def provider_fields(self) -> list[Any]:
        """The lengths by provider."""
        return [self[key] for key in self._providers]

    def lengths_differ(self) -> bool:
        """Whether some length is filled in or refused, so that the page shows them."""
        return any(each.value() or each.errors for each in (*self.level_fields(), *self.provider_fields()))

    def details(self) -> dict[str, Any]:
        """The fields as the operations take them."""
        told = dict(self.cleaned_data)
        told["new_patient"] = FOR_WHOM[told.pop("for_whom")]
        told["device_kind"] = told["device_kind"].strip().lower()
        told["staff_skill"] = " ".join(told["staff_skill"].lower().split())
        told["device_id"] = uuid.UUID(told["device_id"]) if told["device_id"] else None
        told["short_name"] = told["short_name"] or told["name"][:16]
        told["required_forms"] = [form for form in told["required_forms"].split(",") if form.strip()]
        for name, empty in (
            ("buffer_before_minutes", 0),
            ("buffer_after_minutes", 0),
            ("capacity", 1),
            ("online_lead_hours", 24),
        ):
            told[name] = empty if told[name] is None else told[name]
        return {name: told[name] for name in EDITABLE}

    def lengths(self) -> dict[str, dict[Any, int]]:
        """The lengths that differ, as `set_lengths` takes them."""
        told = self.cleaned_data
        levels = zip(self._levels, Level.values, strict=True)
        return {
            "by_level": {level: told[key] for key, level in levels if told.get(key)},
            "by_provider": {who: told[key] for key, who in self._providers.items() if told.get(key)},
        }


class NewForm(VisitTypeForm):
    """The same, with the department."""

    unit = forms.ChoiceField(label="Department")
    field_order = ("unit",)

    def __init__(self, *arguments: Any, units: list[Unit], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].choices = [(str(unit.id), place_of(unit)) for unit in units]
        del self.fields["active"]

    def details(self) -> dict[str, Any]:
        """The fields of a new visit type, which is offered."""
        self.cleaned_data["active"] = True
        told = super().details()
        del told["active"]
        return told


def initial_of(kind: VisitType, lengths: Sequence[VisitTypeLength]) -> dict[str, Any]:
    """What the form shows of a visit type."""
    whom = next(key for key, value in FOR_WHOM.items() if value is kind.new_patient)
    initial = {name: getattr(kind, name) for name in (*EDITABLE, "version")} | {"for_whom": whom}
    initial["required_forms"] = ", ".join(kind.required_forms)
    initial["device_id"] = str(kind.device_id or "")
    for each in lengths:
        key = (
            f"provider_{each.provider_id}" if each.provider_id else f"level_{Level.values.index(each.level)}"
        )
        initial[key] = each.minutes
    return initial
