"""What people fill in about waiting patients."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.practice.organization.api import Unit
from wellrun.practice.outreach.api import Channel
from wellrun.practice.scheduling.models import DayTime, Urgency, VisitType
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.forms import WallTimeField, by_department, day_field
from wellrun.practice.workforce.api import Provider

WEEKDAYS = [
    (str(number), name) for number, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
]
END_REASONS = ("Patient asked", "Booked otherwise", "Cannot be reached", "No longer needed", "Moved away")


def id_of(text: str) -> uuid.UUID | None:
    """The id that a query or form holds; None for anything else."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


class WishForm(KitForm):
    """What would do for a waiting patient."""

    urgency = forms.ChoiceField(label="Urgency", choices=Urgency.choices, initial=Urgency.ROUTINE)
    units = forms.MultipleChoiceField(
        label="Also at", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Departments that offer the same visit",
    )  # fmt: skip
    providers = forms.MultipleChoiceField(
        label="Only with", required=False, widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text="None chosen: anybody",
    )  # fmt: skip
    weekdays = forms.MultipleChoiceField(
        label="Only on", required=False, widget=forms.CheckboxSelectMultiple, choices=WEEKDAYS,
        help_text="None checked: any day",
    )  # fmt: skip
    day_times = forms.MultipleChoiceField(
        label="Only at these hours", required=False, widget=forms.CheckboxSelectMultiple, choices=DayTime.choices,
        help_text="None checked: any hour",
    )  # fmt: skip
    earliest_on = day_field(label="Not before", required=False)
    latest_on = day_field(label="Not after", required=False)
    notice_hours = forms.IntegerField(label="Hours of notice needed", min_value=0, max_value=720, initial=2)
    channel = forms.ChoiceField(
        label="Offer by", required=False, choices=[("", "As the patient prefers"), *Channel.choices]
    )
    note = PlainTextField(label="Note for the desk", required=False, max_length=300)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, *arguments: Any, units: Sequence[Unit], providers: Sequence[Provider], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["units"].choices = [(str(unit.id), place_of(unit)) for unit in units]
        self.fields["providers"].choices = [(str(each.id), each.display_name) for each in providers]

    def wishes(self) -> dict[str, object]:
        """The fields as the operations take them."""
        told = self.cleaned_data
        kept = ("urgency", "day_times", "earliest_on", "latest_on", "notice_hours", "channel", "note")
        return {name: told[name] for name in kept} | {
            "unit_ids": [uuid.UUID(each) for each in told["units"]],
            "provider_ids": [uuid.UUID(each) for each in told["providers"]],
            "weekdays": [int(each) for each in told["weekdays"]],
        }


class JoinForm(WishForm):
    """The same with the patient and the visit."""

    patient = forms.UUIDField(
        label="Patient",
        error_messages={"required": "Choose the patient from the list that opens as you type."},
    )
    visit_type = forms.ChoiceField(label="Visit")

    def __init__(self, *arguments: Any, kinds: Sequence[VisitType], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["visit_type"].choices = by_department(kinds)


class EndForm(KitForm):
    """Why a patient comes off a list."""

    reason = forms.ChoiceField(
        label="Reason", choices=[("", "Choose…"), *((each, each) for each in END_REASONS)]
    )


class BulkEndForm(EndForm):
    """The same beside other acts on what is checked, which need no reason."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].required = False
        self.fields["reason"].label = "Reason to end"


class HandForm(KitForm):
    """A time to offer by hand."""

    unit = forms.ChoiceField(label="Department")
    provider = forms.ChoiceField(label="Provider")
    starts_at = WallTimeField(
        label="From", max_length=19, widget=forms.TextInput(attrs={"type": "datetime-local"})
    )
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=600, initial=30)

    def __init__(
        self, *arguments: Any, units: Sequence[Unit], providers: Sequence[Provider], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].choices = [(str(unit.id), place_of(unit)) for unit in units]
        self.fields["provider"].choices = [(str(each.id), each.display_name) for each in providers]


class OfferRuleForm(KitForm):
    """How a department offers freed times."""

    active = forms.BooleanField(label="Offer freed times to waiting patients", required=False)
    batch_size = forms.IntegerField(label="Patients asked at once", min_value=1, max_value=20)
    batch_minutes = forms.IntegerField(label="Minutes to answer", min_value=5, max_value=1440)
    near_hours = forms.IntegerField(
        label="Near within hours", min_value=0, max_value=720,
        help_text="Near or urgent: shorter batches that double in size",
    )  # fmt: skip
    near_minutes = forms.IntegerField(label="Minutes to answer when near", min_value=5, max_value=1440)
    least_minutes = forms.IntegerField(
        label="Not offered within minutes", min_value=15, max_value=1440, help_text="Too late to come"
    )
    version = forms.IntegerField(widget=forms.HiddenInput())
