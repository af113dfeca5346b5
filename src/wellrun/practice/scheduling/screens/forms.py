"""What people fill in to find, book, move and cancel visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms

from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.practice.scheduling.models import CancelReason, Urgency, VisitType
from wellrun.practice.scheduling.operations.fitting import keep_type, unfitting
from wellrun.practice.scheduling.queries.seen import Seen
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.wish_forms import WishFields
from wellrun.practice.workforce.api import Provider


def day_field(**options: Any) -> forms.DateField:
    """A day, chosen in the browser's own calendar."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


#: How many days a search looks ahead; the first is the usual.
AHEAD = [("60", "60 days ahead"), ("7", "a week ahead"), ("1", "at that day only")]


class FindForm(WishFields, KitForm):
    """What visit, with whom, where, from when."""

    type = forms.ChoiceField(label="Visit")
    provider = forms.ChoiceField(label="Provider", required=False)
    where = forms.ChoiceField(
        label="Where", choices=[("here", "Here only"), ("any", "Any site")], required=False
    )
    starts_on = day_field(label="From", required=False)
    ahead = forms.ChoiceField(label="Look", required=False, choices=AHEAD)
    patient = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        *arguments: Any,
        kinds: Sequence[VisitType],
        providers: Sequence[Provider],
        seen: Mapping[str, Seen] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["type"].choices = by_department(kinds) if seen is None else by_fit(kinds, seen)
        self.fields["provider"].choices = [("", "Any provider")] + [
            (str(provider.id), provider.display_name) for provider in providers
        ]
        self.offer_choices(kinds, providers)

    def days(self) -> int:
        """How many days are looked at."""
        return int(self.cleaned_data["ahead"] or AHEAD[0][0])


def by_department(kinds: Sequence[VisitType]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Visit types as the choices of a select, under the name of their department."""
    return [
        (place, [(str(kind.id), f"{kind.name} ({kind.minutes} min)") for kind in group])
        for place, group in groupby(kinds, key=lambda kind: place_of(kind.unit))
    ]


def by_fit(kinds: Sequence[VisitType], seen: Mapping[str, Seen]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same for one patient: what does not fit comes last, under a heading that says so."""
    other = [kind for kind in kinds if unfitting(kind, seen.get(kind.unit.name))]
    choices = by_department([kind for kind in kinds if kind not in other])
    if other:
        named = [(str(kind.id), f"{kind.name} ({kind.minutes} min), {place_of(kind.unit)}") for kind in other]
        choices.append(("Not for this patient, by the record", named))
    return choices


class BookForm(KitForm):
    """Who comes, and why."""

    patient = forms.UUIDField(
        label="Patient",
        error_messages={"required": "Choose the patient from the list that opens as you type."},
    )
    reason = PlainTextField(label="Reason for the visit", required=False)
    note = PlainTextField(label="Note for the desk", required=False, max_length=300)
    urgency = forms.ChoiceField(label="Urgency", choices=Urgency.choices, required=False)
    hold = forms.UUIDField(required=False, widget=forms.HiddenInput())
    overbook_reason = PlainTextField(
        label="Why it is overbooked",
        required=False,
        max_length=200,
        help_text="Everybody who sees the visit reads it.",
    )
    despite = PlainTextField(
        label="Why this visit type nonetheless",
        required=False,
        max_length=150,
        help_text="For example: paper chart from 2024. It is kept in the visit's note.",
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a note that would not fit beside the reason."""
        told = super().clean() or self.cleaned_data
        note, despite = told.get("note", ""), told.get("despite", "")
        if despite and note not in keep_type(note, despite):
            self.add_error("note", "Together with the reason above this is too long. Shorten one of them.")
        return told

    def full_note(self) -> str:
        """The note, with the reason for which the visit type was kept in front of it."""
        note, despite = self.cleaned_data["note"], self.cleaned_data["despite"]
        return keep_type(note, despite) if despite else note


class WallTimeField(forms.CharField):
    """A wall time such as 2026-06-03T09:00, without a zone: the department's own is applied later."""

    def clean(self, value: Any) -> datetime:
        """The wall time; raises ValidationError for anything else."""
        try:
            wall = datetime.fromisoformat(super().clean(value))
        except ValueError:
            raise forms.ValidationError("Choose one of the times.", code="invalid") from None
        return wall.replace(tzinfo=None)


class MoveForm(KitForm):
    """Another time: wall time of the department."""

    starts_at = WallTimeField(label="Time", max_length=19)
    resource = forms.UUIDField(required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())
    minutes = forms.IntegerField(label="Minutes", required=False, min_value=5, max_value=600)
    why = PlainTextField(label="Why", required=False, max_length=150)


class CancelForm(KitForm):
    """Why a visit does not take place: a reason of the organization's list, and what there is to add."""

    reason = forms.ChoiceField(label="Reason")
    more = PlainTextField(label="More about it", required=False, max_length=150)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *arguments: Any, reasons: Sequence[CancelReason], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.codes = {each.name: each.code for each in reasons}
        self.fields["reason"].choices = [("", "Choose…"), *((each, each) for each in self.codes)]

    def code(self) -> str:
        """The code of the reason."""
        return self.codes[self.cleaned_data["reason"]]

    def sentence(self) -> str:
        """The reason with what was added."""
        more = self.cleaned_data.get("more", "")
        return f"{self.cleaned_data['reason']}: {more}" if more else self.cleaned_data["reason"]


class StepForm(KitForm):
    """The next state of a visit."""

    to = forms.CharField(max_length=13)
    version = forms.IntegerField(required=False)
