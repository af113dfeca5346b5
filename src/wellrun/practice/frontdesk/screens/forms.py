"""What the desk types: calls, floats, counts."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from wellrun.platform.access.api import Actor
from wellrun.platform.ui.forms import KitForm, MoneyField, PhoneField, PlainTextField
from wellrun.practice.frontdesk.models import CallReason, Disposition
from wellrun.practice.frontdesk.operations.calls import CallDetails
from wellrun.practice.frontdesk.rules import DENOMINATIONS, cents_counted
from wellrun.practice.organization.api import departments_among, sites_of

MORNING = time(9, 0)
END_OF_DAY = time(17, 0)
_PIECES = {100: "$1", 200: "$2", 500: "$5", 1000: "$10", 2000: "$20", 5000: "$50", 10000: "$100"}


def department_choices(by: Actor, capability: str) -> list[tuple[str, str]]:
    """The departments where `by` may use a capability, with their sites."""
    units = departments_among(by.reach.get(capability, frozenset()))
    return [(str(unit.id), f"{unit.name}, {unit.parent.name}") for unit in units]


class CallForm(KitForm):
    """One telephone call."""

    caller_number = PhoneField(label="Caller's number", required=False)
    caller_name = PlainTextField(label="Caller's name", max_length=120, required=False)
    patient_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    incoming = forms.UUIDField(required=False, widget=forms.HiddenInput)
    unit_id = forms.TypedChoiceField(label="For")
    reason = forms.ChoiceField(label="Reason", choices=[("", "Choose…"), *CallReason.choices])
    disposition = forms.ChoiceField(
        label="What became of it", choices=[("", "Choose…"), *Disposition.choices]
    )
    call_back = forms.ChoiceField(
        label="Call back",
        required=False,
        choices=[("", "No"), ("1", "Within an hour"), ("4", "Within four hours"), ("today", "By the end of today"),
                 ("tomorrow", "Tomorrow morning")],
    )  # fmt: skip
    note = PlainTextField(
        label="Message", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *arguments: Any, by: Actor, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = department_choices(by, "calls.log")
        self.fields["unit_id"].choices = choices
        if len(choices) == 1:
            self.fields["unit_id"].initial = choices[0][0]

    def details(self, *, at: datetime, zone: str) -> CallDetails:
        """What was typed, with the call-back as an instant in the wall time of `zone`."""
        typed = self.cleaned_data
        return CallDetails(
            reason=typed["reason"],
            disposition=typed["disposition"],
            caller_name=typed["caller_name"],
            caller_number=typed["caller_number"],
            patient_id=typed["patient_id"],
            note=typed["note"],
            call_back_due_at=_due(typed["call_back"], at, ZoneInfo(zone)),
        )


def _due(wanted: str, at: datetime, zone: ZoneInfo) -> datetime | None:
    today = at.astimezone(zone).date()
    if wanted == "today":
        return max(datetime.combine(today, END_OF_DAY, zone), at + timedelta(hours=1))
    if wanted == "tomorrow":
        return datetime.combine(today + timedelta(days=1), MORNING, zone)
    return at + timedelta(hours=int(wanted)) if wanted else None


class ReturnForm(KitForm):
    """What came of calling back."""

    outcome = PlainTextField(label="What came of it", max_length=300)


class FloatForm(KitForm):
    """A drawer's float and where it stands."""

    unit_id = forms.ChoiceField(label="Site")
    float_cents = MoneyField(
        label="Float", help_text="What the change fund puts into the drawer.", max_cents=500_000
    )

    def __init__(self, *arguments: Any, by: Actor, **options: Any) -> None:
        super().__init__(*arguments, **options)
        reach = by.reach.get("cash.take", frozenset())
        below = {unit.parent_id: unit.id for unit in departments_among(reach)}
        # Who takes cash in one department only opens a drawer from there; it stands at the department's site.
        sites = [
            (site, site.id if site.id in reach else below.get(site.id))
            for site in sites_of(by.organization_id)
        ]
        self.fields["unit_id"].choices = [(str(unit_id), site.name) for site, unit_id in sites if unit_id]


class CountForm(KitForm):
    """How many pieces of each value are in the drawer."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for value in DENOMINATIONS:
            self.fields[f"pieces_{value}"] = forms.IntegerField(
                label=_PIECES.get(value, f"{value}¢"),
                min_value=0,
                max_value=9999,
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 0}),
            )
        self.speak()

    def clean(self) -> dict[str, Any]:
        """Refuse a count that nobody made: an empty drawer says so with a zero."""
        cleaned = super().clean() or {}
        if not self.errors and all(number is None for number in cleaned.values()):
            raise forms.ValidationError("Type how many there are of each; write 0 for an empty drawer.")
        return cleaned

    @property
    def pieces(self) -> dict[int, int]:
        """Pieces by value in cents, those that were counted."""
        typed = {value: self.cleaned_data.get(f"pieces_{value}") or 0 for value in DENOMINATIONS}
        return {value: number for value, number in typed.items() if number}

    @property
    def cents(self) -> int:
        """What the pieces come to."""
        return cents_counted(self.pieces)
