"""The forms of registration, history and consents."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from wellrun.platform.clock import now
from wellrun.platform.ui.forms import BirthDateField, KitForm, PersonNameField, PhoneField, PlainTextField
from wellrun.practice.patients.models import CodeSystem, ConsentKind, HistoryKind, HistorySource, Sex
from wellrun.practice.patients.rules.details import LENGTHS, STATES
from wellrun.practice.patients.rules.languages import LANGUAGES


def today() -> Any:
    """The day on the wall, by the program's clock."""
    return timezone.localdate(now())


class ZipField(forms.CharField):
    """A ZIP code as people write it, cleaned to its five or nine digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=10, widget=forms.TextInput({"inputmode": "numeric"}), **options)

    def clean(self, value: Any) -> str:
        """The digits; raises ValidationError unless there are five or nine of them, or none."""
        text = super().clean(value)
        digits = re.sub(r"[-\s]", "", text)
        if text and not re.fullmatch(r"\d{5}|\d{9}", digits):
            raise ValidationError("A ZIP code has five digits, or nine.", code="invalid")
        return digits

    def prepare_value(self, value: Any) -> Any:
        """Nine digits as 60610-1234."""
        return (
            f"{value[:5]}-{value[5:]}" if isinstance(value, str) and re.fullmatch(r"\d{9}", value) else value
        )


class SsnField(forms.CharField):
    """A Social Security number, cleaned to nine digits; never drawn back into the page."""

    def __init__(self, **options: Any) -> None:
        widget = forms.PasswordInput({"inputmode": "numeric"}, render_value=False)
        super().__init__(max_length=11, widget=widget, **options)

    def clean(self, value: Any) -> str:
        """The digits; raises ValidationError unless there are nine, or none."""
        digits = re.sub(r"[-\s]", "", super().clean(value))
        if digits and not re.fullmatch(r"\d{9}", digits):
            raise ValidationError("A Social Security number has nine digits.", code="invalid")
        return digits


class DemographicsForm(KitForm):
    """Identity and contacts, as they are asked for at the desk."""

    given_name = PersonNameField(label="First name", max_length=LENGTHS["given_name"])
    middle_name = PersonNameField(label="Middle name", max_length=LENGTHS["middle_name"], required=False)
    family_name = PersonNameField(label="Last name", max_length=LENGTHS["family_name"])
    suffix = forms.CharField(label="Suffix", max_length=LENGTHS["suffix"], required=False)
    preferred_name = PersonNameField(
        label="Preferred name", max_length=LENGTHS["preferred_name"], required=False
    )
    birth_on = BirthDateField(label="Birth date", today=today)
    sex = forms.ChoiceField(label="Sex on the insurance card", choices=Sex.choices, initial=Sex.UNKNOWN)
    phone_mobile = PhoneField(label="Mobile phone", required=False)
    phone_home = PhoneField(label="Home phone", required=False)
    email = forms.EmailField(
        label="E-mail",
        max_length=LENGTHS["email"],
        required=False,
        error_messages={"invalid": "Enter an address such as ana@example.com."},
    )
    street = PlainTextField(label="Street", max_length=LENGTHS["street"], required=False)
    street2 = PlainTextField(label="Apartment or suite", max_length=LENGTHS["street2"], required=False)
    city = PlainTextField(label="City", max_length=LENGTHS["city"], required=False)
    state = forms.ChoiceField(
        label="State", choices=[("", "–")] + [(code, code) for code in sorted(STATES)], required=False
    )
    zip = ZipField(label="ZIP code", required=False)
    language = forms.ChoiceField(
        label="Preferred language", choices=sorted(LANGUAGES.items(), key=lambda item: item[1]), initial="en"
    )
    interpreter = forms.BooleanField(label="Needs an interpreter", required=False)
    note_for_desk = PlainTextField(
        label="Note for the desk",
        max_length=LENGTHS["note_for_desk"],
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    guarantor_id = forms.UUIDField(
        label="Guarantor",
        required=False,
        widget=forms.HiddenInput(),
        error_messages={"invalid": "Choose somebody of the list, or leave this empty."},
    )
    ssn = SsnField(label="Social Security number", required=False)

    #: How the form is laid out: groups in reading order.
    GROUPS = (
        ("Name", ("given_name", "middle_name", "family_name", "suffix", "preferred_name")),
        ("Birth and sex", ("birth_on", "sex")),
        ("How to reach them", ("phone_mobile", "phone_home", "email")),
        ("Address", ("street", "street2", "city", "state", "zip")),
        ("For the visit", ("language", "interpreter", "note_for_desk")),
    )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The groups with their fields, ready to draw."""
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]


class RegistrationForm(DemographicsForm):
    """The same for somebody new; `reason` is asked when somebody on file looks like them."""

    reason = PlainTextField(
        label="Why this is another person",
        required=False,
        help_text="Such as: twin sister; father and son of one name. The reason is kept.",
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["given_name"].widget.attrs["autofocus"] = True


class ChangeForm(DemographicsForm):
    """The same for a patient on file. It remembers what it was opened with, so that only what was changed is
    saved."""

    reason = PlainTextField(
        label="Why this is another person",
        required=False,
        help_text="Such as: twin sister; father and son of one name. The reason is kept.",
    )
    deceased_on = BirthDateField(label="Deceased on", required=False, today=today)
    version = forms.IntegerField(widget=forms.HiddenInput())
    GROUPS = (
        *DemographicsForm.GROUPS[:-1],
        ("For the visit", ("language", "interpreter", "note_for_desk", "deceased_on")),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, field in self.fields.items():
            field.show_hidden_initial = name not in (
                "version",
                "ssn",
                "guarantor_id",
                "reason",
            )

    def changes(self) -> dict[str, Any]:
        """What was changed since the form was opened."""
        return {
            name: self.cleaned_data[name]
            for name in self.changed_data
            if name not in ("version", "reason") and (name != "ssn" or self.cleaned_data[name])
        }


class HistoryForm(KitForm):
    """One entry of a history."""

    kind = forms.ChoiceField(label="Part", choices=HistoryKind.choices)
    text = PlainTextField(label="What", help_text="Such as: type 2 diabetes; penicillin; appendectomy.")
    detail = PlainTextField(
        label="More", required=False, help_text="A reaction, a dose, or who in the family."
    )
    code_system = forms.ChoiceField(label="Coded in", choices=CodeSystem.choices, initial=CodeSystem.NONE)
    code = forms.CharField(label="Code", max_length=18, required=False)
    source = forms.ChoiceField(label="Told by", choices=HistorySource.choices)
    onset_on = BirthDateField(label="Since", required=False, today=today)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["text"].widget.attrs["autofocus"] = True

    def clean_code(self) -> str:
        """Codes in capitals."""
        return self.cleaned_data["code"].upper()


class EndHistoryForm(KitForm):
    """When and why an entry ended."""

    ended_on = BirthDateField(label="Ended on", today=today)
    reason = PlainTextField(label="Why", help_text="Such as: resolved; stopped; entered in error.")


class ConsentForm(KitForm):
    """What was signed."""

    kind = forms.ChoiceField(label="Signed", choices=ConsentKind.choices)


class UploadForm(KitForm):
    """A file for the chart."""

    title = PlainTextField(label="Title", max_length=150)
    category = forms.ChoiceField(
        label="Filed under", error_messages={"required": "Choose what kind of document it is."}
    )
    file = forms.FileField(
        label="File",
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty. Choose another.",
            "missing": "Choose a file.",
        },
    )

    def __init__(self, *arguments: Any, categories: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["category"].choices = [("", "Choose…"), *categories]
