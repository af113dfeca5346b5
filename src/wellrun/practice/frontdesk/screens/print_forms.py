"""What the desk says before it prints."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.practice.frontdesk.queries.printing.labels import ON_A_SHEET
from wellrun.practice.frontdesk.queries.printing.letter import LetterDetails


class LabelsForm(KitForm):
    """How many labels, and where the sheet begins."""

    copies = forms.IntegerField(label="How many", min_value=1, max_value=10 * ON_A_SHEET, initial=ON_A_SHEET)
    first = forms.IntegerField(
        label="Begin at label", min_value=1, max_value=ON_A_SHEET, initial=1,
        help_text="The first one left on a sheet that was begun, counted along the rows.",
    )  # fmt: skip


class LetterForm(KitForm):
    """Whom a letter is for, and from when on its reader may count on the patient."""

    to = forms.ChoiceField(label="For", choices=[("work", "The employer"), ("school", "The school")])
    back_on = forms.DateField(
        label="May return on", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="As the provider said. Leave it empty where the letter only says that the patient was here.",
    )  # fmt: skip
    limits = PlainTextField(
        label="Limits", max_length=300, required=False,
        help_text="Such as: no lifting over 20 pounds until June 9. No diagnosis.",
    )  # fmt: skip

    def __init__(self, *arguments: Any, visit_on: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._visit_on = visit_on

    def clean_back_on(self) -> date | None:
        """A return before the visit is a slip of the pen."""
        back_on = self.cleaned_data["back_on"]
        if back_on is not None and back_on < self._visit_on:
            raise forms.ValidationError("Nobody returns before the visit. Choose that day or a later one.")
        return back_on

    def details(self) -> LetterDetails:
        """What was typed."""
        typed = self.cleaned_data
        return LetterDetails(to=typed["to"], back_on=typed["back_on"], limits=typed["limits"])
