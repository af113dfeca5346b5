"""The forms of payers, plans and coverage."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils import timezone

from wellrun.platform.clock import now
from wellrun.platform.ui.forms import (
    BirthDateField,
    KitForm,
    MoneyField,
    PersonNameField,
    PhoneField,
    PlainTextField,
)
from wellrun.practice.coverage.models import FilingIndicator, Payer, PayerKind, Plan, Rank, Relationship
from wellrun.practice.patients.api import STATES, Sex

_STATES = [("", "–")] + [(code, code) for code in sorted(STATES)]


def today() -> Any:
    """The day on the wall, by the program's clock."""
    return timezone.localdate(now())


class DayField(forms.DateField):
    """A day picked from the calendar, or typed."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        sentence = {"invalid": "Enter a day, such as 1/31/2026."}
        super().__init__(widget=widget, error_messages=sentence, **options)


class CapitalsField(PlainTextField):
    """Text in capitals without spaces at its ends."""

    def clean(self, value: Any) -> str:
        """The text in capitals."""
        return super().clean(value).upper()


class PayerForm(KitForm):
    """A payer."""

    name = PlainTextField(label="Name", max_length=60)
    electronic_id = CapitalsField(label="Payer id", max_length=15, help_text="As the clearinghouse knows it.")
    kind = forms.ChoiceField(label="Kind", choices=PayerKind.choices)
    filing_indicator = forms.ChoiceField(label="On claims", choices=FilingIndicator.choices)
    timely_filing_days = forms.IntegerField(
        label="Timely filing, days",
        min_value=1,
        max_value=1100,
        initial=90,
        help_text="From the day of service.",
    )
    member_id_pattern = forms.CharField(
        label="What member ids look like",
        max_length=120,
        required=False,
        help_text="Such as [A-Z]{3}\\d{9} for three letters and nine digits; empty: anything.",
    )
    sends_secondary_crossover = forms.BooleanField(
        label="Sends claims on to the secondary payer", required=False
    )
    phone = PhoneField(label="Phone", required=False)
    street = PlainTextField(label="Street", max_length=55, required=False)
    city = PlainTextField(label="City", max_length=30, required=False)
    state = forms.ChoiceField(label="State", choices=_STATES, required=False)
    zip = forms.CharField(label="ZIP code", max_length=10, required=False)
    active = forms.BooleanField(label="In use", required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def clean_zip(self) -> str:
        """The digits; whether there are five or nine is for the operation."""
        return self.cleaned_data["zip"].replace("-", "").replace(" ", "")


class PlanForm(KitForm):
    """A plan of a payer."""

    plan_name = PlainTextField(label="Plan", max_length=60)
    copay_cents = MoneyField(label="Office copay", required=False, max_cents=100_000)


class PlanChangeForm(KitForm):
    """What changes of a plan."""

    copay_cents = MoneyField(label="Office copay", required=False, max_cents=100_000)
    active = forms.BooleanField(label="In use", required=False)


class CoverageForm(KitForm):
    """A patient's insurance, as the card says it."""

    payer_id = forms.ChoiceField(label="Payer")
    plan_id = forms.ChoiceField(label="Plan", required=False)
    rank = forms.TypedChoiceField(label="Rank", choices=Rank.choices, coerce=int)
    member_id = PlainTextField(label="Member id", max_length=60)
    group_number = PlainTextField(label="Group number", max_length=30, required=False)
    starts_on = DayField(label="In force from")
    last_day_on = DayField(label="Last day covered", required=False)
    copay_cents = MoneyField(label="Copay on the card", required=False, max_cents=100_000)
    relationship = forms.ChoiceField(label="The patient is the subscriber's", choices=Relationship.choices)
    subscriber_given_name = PersonNameField(label="Subscriber's first name", max_length=35, required=False)
    subscriber_family_name = PersonNameField(label="Subscriber's last name", max_length=60, required=False)
    subscriber_birth_on = BirthDateField(label="Subscriber's birth date", required=False, today=today)
    subscriber_sex = forms.ChoiceField(
        label="Subscriber's sex", choices=[("", "–"), *Sex.choices], required=False
    )
    subscriber_street = PlainTextField(label="Subscriber's street", max_length=55, required=False)
    subscriber_city = PlainTextField(label="City", max_length=30, required=False)
    subscriber_state = forms.ChoiceField(label="State", choices=_STATES, required=False)
    subscriber_zip = forms.CharField(label="ZIP code", max_length=10, required=False)

    def __init__(
        self, *arguments: Any, payers: Sequence[Payer], plans: Sequence[Plan], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["payer_id"].choices = [("", "Choose…")] + [(str(each.id), each.name) for each in payers]
        grouped = groupby(plans, key=lambda plan: plan.payer.name)
        self.fields["plan_id"].choices = [("", "Not known")] + [
            (payer, [(str(plan.id), plan.name) for plan in among]) for payer, among in grouped
        ]

    def clean_payer_id(self) -> uuid.UUID:
        """The payer's id."""
        return uuid.UUID(self.cleaned_data["payer_id"])

    def clean_plan_id(self) -> uuid.UUID | None:
        """The plan's id, or None."""
        return uuid.UUID(self.cleaned_data["plan_id"]) if self.cleaned_data["plan_id"] else None

    def clean_subscriber_zip(self) -> str:
        """The digits; whether there are five or nine is for the operation."""
        return self.cleaned_data["subscriber_zip"].replace("-", "").replace(" ", "")

    def card(self) -> list[forms.BoundField]:
        """What the card says."""
        return [bound for bound in self if not bound.name.startswith("subscriber_")]

    def subscriber(self) -> list[forms.BoundField]:
        """Who holds the policy."""
        return [bound for bound in self if bound.name.startswith("subscriber_")]


class CorrectionForm(KitForm):
    """What was read wrongly off a card."""

    member_id = PlainTextField(label="Member id", max_length=60)
    group_number = PlainTextField(label="Group number", max_length=30, required=False)
    plan_id = forms.ChoiceField(label="Plan", required=False)
    copay_cents = MoneyField(label="Copay on the card", required=False, max_cents=100_000)

    def __init__(self, *arguments: Any, plans: Sequence[Plan], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["plan_id"].choices = [("", "Not known")] + [(str(each.id), each.name) for each in plans]

    def clean_plan_id(self) -> uuid.UUID | None:
        """The plan's id, or None."""
        return uuid.UUID(self.cleaned_data["plan_id"]) if self.cleaned_data["plan_id"] else None


class EndForm(KitForm):
    """Until when a coverage lasts."""

    last_day_on = DayField(label="Last day covered")
