"""The form of a check-in, and the differences between what is on file and what was said."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms

from wellrun.platform.ui.formatting import format_phone
from wellrun.platform.ui.forms import KitForm, MoneyField, PhoneField, PlainTextField
from wellrun.platform.ui.tables import DiffRow
from wellrun.practice.billing.api import Method
from wellrun.practice.coverage.api import VerifiedResult
from wellrun.practice.frontdesk.models import Identifier
from wellrun.practice.frontdesk.operations.check_in import CardImage, CheckInDraft, TwoIdentifiers
from wellrun.practice.frontdesk.queries.check_in import CheckInSheet
from wellrun.practice.patients.api import STATES, Patient

#: The details that are asked at the desk; a name or a birth date is corrected on the patient's own page.
ASKED = {
    "phone_mobile": "Mobile phone",
    "phone_home": "Home phone",
    "email": "Email",
    "street": "Street",
    "street2": "Apartment, suite",
    "city": "City",
    "state": "State",
    "zip": "ZIP code",
    "preferred_name": "Preferred name",
}
OPENED = "opened_"
_METHODS = [(value, label) for value, label in Method.choices if value != Method.PAYER]


class CheckInForm(KitForm):
    """Identifiers, demographics, coverage, consents and money on one page."""

    identifiers = forms.MultipleChoiceField(
        label="Two identifiers",
        choices=Identifier.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    phone_mobile = PhoneField(label=ASKED["phone_mobile"], required=False)
    phone_home = PhoneField(label=ASKED["phone_home"], required=False)
    email = forms.EmailField(label=ASKED["email"], required=False, max_length=120)
    street = PlainTextField(label=ASKED["street"], required=False, max_length=55)
    street2 = PlainTextField(label=ASKED["street2"], required=False, max_length=55)
    city = PlainTextField(label=ASKED["city"], required=False, max_length=30)
    state = forms.ChoiceField(label=ASKED["state"], required=False)
    zip = forms.CharField(label=ASKED["zip"], required=False, max_length=10)
    preferred_name = PlainTextField(label=ASKED["preferred_name"], required=False, max_length=35)
    coverage_result = forms.ChoiceField(
        label="What the payer says",
        required=False,
        choices=[("", "Not asked today"), *VerifiedResult.choices],
    )
    consents = forms.MultipleChoiceField(
        label="Signed now", required=False, widget=forms.CheckboxSelectMultiple
    )
    amount_cents = MoneyField(label="Take now", required=False, max_cents=2_500_000)
    method = forms.ChoiceField(label="Method", required=False, choices=[("", "Choose…"), *_METHODS])
    reference = PlainTextField(
        label="Check number or approval code", required=False, max_length=40, help_text="Never a card number."
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    reviewed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *arguments: Any, sheet: CheckInSheet, **options: Any) -> None:
        self.sheet = sheet
        on_file = {name: getattr(sheet.patient, name) for name in ASKED} | {"version": sheet.patient.version}
        on_file["zip"] = _shown("zip", sheet.patient.zip)
        options["initial"] = on_file | options.get("initial", {})
        super().__init__(*arguments, **options)
        self.fields["state"].choices = [("", "–"), *((code, code) for code in sorted(STATES))]
        self.fields["consents"].choices = [(kind.value, kind.label) for kind in sheet.consents]
        if self.is_bound:
            self._follow_what_nobody_touched(on_file)

    def _follow_what_nobody_touched(self, on_file: dict[str, Any]) -> None:
        """A detail that was left as the page had shown it is what is on file now, also when a colleague changed it
        since: pressing on must not take the colleague's change back."""
        self.data = self.data.copy()
        for name in ASKED:
            shown = self.data.get(OPENED + name)
            if shown is not None and self.data.get(name) == shown:
                now_on_file = self.fields[name].prepare_value(on_file[name])
                self.data[name] = self.data[OPENED + name] = now_on_file

    def opened(self) -> list[tuple[str, str]]:
        """What the page showed of each asked detail before anybody typed, to be sent along."""
        return [
            (OPENED + name, self.data.get(OPENED + name, "") if self.is_bound else self[name].value() or "")
            for name in ASKED
        ]

    def clean_zip(self) -> str:
        """Five or nine digits, without their hyphen."""
        return self.cleaned_data["zip"].replace("-", "").strip()

    def clean(self) -> dict[str, Any]:
        """Two identifiers, and money with its method: whatever is missing is said at once."""
        cleaned = super().clean() or {}
        if len(cleaned.get("identifiers", ())) < 2:
            self.add_error("identifiers", TwoIdentifiers.sentence)
        if cleaned.get("amount_cents") and not cleaned.get("method"):
            self.add_error("method", "Choose how it was paid.")
        return cleaned

    def changes(self) -> dict[str, str]:
        """What was said and differs from what is on file."""
        said = self.cleaned_data
        return {
            name: said[name]
            for name in ASKED
            if name in said and said[name] != getattr(self.sheet.patient, name)
        }

    def draft(self, accepted: list[str], files: dict[str, Any]) -> CheckInDraft:
        """What is checked in, with those changes that were accepted."""
        said, changes = self.cleaned_data, self.changes()
        primary = next(iter(self.sheet.coverages), None)
        return CheckInDraft(
            identifiers=tuple(said["identifiers"]),
            expected_version=said["version"],
            changes={name: value for name, value in changes.items() if name in accepted},
            coverage_id=primary.id if primary else None,
            coverage_result=said["coverage_result"] if primary else "",
            card_images=tuple(
                CardImage(files[name].read(), files[name].name, title)
                for name, title in (
                    ("card_front", "Insurance card, front"),
                    ("card_back", "Insurance card, back"),
                )
                if name in files
            ),
            consents=tuple(said["consents"]),
            payment_cents=said["amount_cents"] or 0,
            payment_method=said["method"],
            payment_reference=said["reference"],
        )


def differences(
    patient: Patient, changes: dict[str, str], accepted: list[str] | None = None
) -> list[DiffRow]:
    """The changed details side by side; all are accepted until somebody says otherwise."""
    return [
        DiffRow(
            name=name,
            label=ASKED[name],
            old=_shown(name, getattr(patient, name)),
            new=_shown(name, value),
            accepted=accepted is None or name in accepted,
        )
        for name, value in changes.items()
    ]


def _shown(name: str, value: str) -> str:
    if name.startswith("phone"):
        return format_phone(value) if value else ""
    return f"{value[:5]}-{value[5:]}" if name == "zip" and len(value) == 9 else value


def review_mark(patient: Patient, changes: dict[str, str]) -> str:
    """What proves that exactly these differences from exactly this version were on the page."""
    said = f"{patient.version}|" + "|".join(f"{name}={value}" for name, value in sorted(changes.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:24]
