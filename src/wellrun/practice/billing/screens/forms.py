"""The forms of billing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from wellrun.platform.clock import now
from wellrun.platform.ui.forms import KitForm, MoneyField, PlainTextField
from wellrun.practice.billing.models import Method, ProcedureKind
from wellrun.practice.billing.rules.charges import MAX_PAYMENT_CENTS


def today() -> date:
    """The day on the wall, by the program's clock."""
    return timezone.localdate(now())


class DayField(forms.DateField):
    """A day picked from the calendar, or typed."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(
            widget=widget, error_messages={"invalid": "Enter a day, such as 1/31/2026."}, **options
        )


class ChargesForm(KitForm):
    """What surrounds the sheet: the version it was opened at, and why posted charges change."""

    version = forms.IntegerField(widget=forms.HiddenInput())
    because = PlainTextField(label="Why the charges change", max_length=200)

    def __init__(self, *arguments: Any, correcting: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.correcting = correcting
        if not correcting:
            del self.fields["because"]


class ReasonForm(KitForm):
    """Why something is taken back."""

    because = PlainTextField(label="Why", max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)


class PaymentForm(KitForm):
    """Money handed over. The reference is a check number or the terminal's approval code."""

    amount_cents = MoneyField(label="Amount", min_cents=1, max_cents=MAX_PAYMENT_CENTS)
    method = forms.ChoiceField(
        label="Paid by", choices=Method.choices, widget=forms.RadioSelect, initial="card"
    )
    reference = PlainTextField(
        label="Reference",
        max_length=40,
        required=False,
        help_text="Check number or approval code, never the card.",
    )
    unit_id = forms.ChoiceField(label="Taken at")

    def __init__(self, *arguments: Any, units: Sequence[tuple[uuid.UUID, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [(str(unit_id), name) for unit_id, name in units]
        self.fields["unit_id"].choices = choices
        if len(choices) == 1:
            self.fields["unit_id"].widget = forms.HiddenInput()
            self.initial.setdefault("unit_id", choices[0][0])

    def clean_unit_id(self) -> uuid.UUID:
        """The unit's id."""
        return uuid.UUID(self.cleaned_data["unit_id"])


class ScheduleForm(KitForm):
    """A fee schedule."""

    name = PlainTextField(label="Name", max_length=80)
    payer_id = forms.ChoiceField(label="For", required=False)
    starts_on = DayField(label="From")

    def __init__(self, *arguments: Any, payers: Sequence[tuple[uuid.UUID, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["payer_id"].choices = [("", "Every payer")] + [(str(each), name) for each, name in payers]

    def clean_payer_id(self) -> uuid.UUID | None:
        """The payer's id, or None for the practice's own schedule."""
        return uuid.UUID(self.cleaned_data["payer_id"]) if self.cleaned_data["payer_id"] else None


class FeeForm(KitForm):
    """What a code costs from a day on."""

    code = PlainTextField(label="Code", max_length=7)
    modifier = PlainTextField(label="Modifier", max_length=2, required=False)
    amount_cents = MoneyField(label="Fee for one unit")
    starts_on = DayField(label="From")


class CodeForm(KitForm):
    """A procedure code with the practice's own nickname."""

    code = PlainTextField(label="Code", max_length=7)
    nickname = PlainTextField(label="Nickname", max_length=80)
    kind = forms.ChoiceField(label="Kind", choices=ProcedureKind.choices)
    active = forms.BooleanField(label="In use", required=False, initial=True)


class FeeFileForm(KitForm):
    """A spreadsheet of fees, saved as CSV."""

    file = forms.FileField(label="CSV file")
    write = forms.BooleanField(
        label="Write it", required=False, help_text="Without it, you only see what each row would do."
    )
