"""What billers say: why a finding is overridden, how a refusal is answered, which claim an exception belongs
to.
"""

from __future__ import annotations

from django import forms

from wellrun.platform.ui.forms import KitForm, PlainTextField

ANSWERS = (
    ("replace", "Send a replacement"),
    ("patient", "Bill the patient"),
    ("write_off", "Write it off"),
)


class OverrideForm(KitForm):
    """Why a claim should go in spite of a likely denial."""

    reason = PlainTextField(label="Why it should go as it is", max_length=300)


class AnswerForm(KitForm):
    """How a refusal is answered. A replacement needs no reason."""

    answer = forms.ChoiceField(label="Answer", choices=ANSWERS)
    because = PlainTextField(label="Why", max_length=200, required=False)


class SettleForm(KitForm):
    """The claim that an exception belongs to, or why its money stays unapplied."""

    number = PlainTextField(label="Claim number", max_length=20, required=False)
    because = PlainTextField(label="Or why it stays unapplied", max_length=200, required=False)


class UploadForm(KitForm):
    """A remittance file brought by hand."""

    file = forms.FileField(label="Remittance file (835)", max_length=150, allow_empty_file=True)
