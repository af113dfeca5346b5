"""What billers say: why a finding is overridden, how a refusal is answered, which claim an exception belongs
to, what a payer has granted.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.practice.claims.models import Exchanged

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


class EnrollmentForm(KitForm):
    """What a payer has granted to an entity of the practice, or was only asked for."""

    payer = forms.TypedChoiceField(label="Payer", coerce=uuid.UUID)
    entity = forms.TypedChoiceField(label="Who bills", coerce=uuid.UUID)
    transaction = forms.ChoiceField(label="What is exchanged", choices=Exchanged.choices)
    granted_on = forms.DateField(
        label="Granted on",
        required=False,
        help_text="Leave it empty while it is only asked for.",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        *args: Any,
        entities: Iterable[tuple[uuid.UUID, str]],
        payers: Iterable[tuple[uuid.UUID, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payer"].choices = list(payers)  # type: ignore[attr-defined]
        self.fields["entity"].choices = list(entities)  # type: ignore[attr-defined]
