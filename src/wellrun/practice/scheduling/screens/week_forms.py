"""What people fill in to change hours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.rules import DayPart, HoursOn
from wellrun.practice.scheduling.screens.forms import day_field
from wellrun.practice.scheduling.screens.hour_texts import WEEKDAYS, parts_from


class HoursForm(KitForm):
    """Weekly hours, a line a weekday, from a day on. `version` is that of the hours it was opened with."""

    effective_from = day_field(label="From")
    effective_to = day_field(label="Until before", required=False, help_text="Empty: until further notice")
    version = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput())

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"day{number}"] = forms.CharField(label=name, required=False, max_length=100)
        self.speak()

    def days(self) -> list[Any]:
        """The seven fields."""
        return [self[f"day{number}"] for number in range(7)]

    def hours(self) -> list[HoursOn]:
        """What was written, refused beside its day."""
        found = []
        for number in range(7):
            try:
                parts = parts_from(self.cleaned_data.get(f"day{number}", ""))
            except ValidationError as wrong:
                self.add_error(f"day{number}", wrong)
                continue
            found += [HoursOn(number, part.starts, part.ends) for part in parts]
        return found


class StaffHoursForm(HoursForm):
    """The weekly hours of an assistant, from a day on."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        del self.fields["effective_to"]
        del self.fields["version"]


class StretchField(PlainTextField):
    """One stretch of a day, such as 8:00-12:00."""

    def clean(self, value: Any) -> DayPart | None:
        """The stretch, or None for nothing; raises ValidationError for more than one, or for none."""
        parts = parts_from(super().clean(value))
        if len(parts) > 1:
            raise ValidationError("Write one stretch of time, such as 8:00-12:00.")
        return parts[0] if parts else None


class DayForm(KitForm):
    """A day that differs."""

    on = day_field(label="Day")
    extra = forms.ChoiceField(label="What", choices=[("no", "Closed"), ("yes", "Extra hours")])
    hours = StretchField(label="Hours", required=False, max_length=40, help_text="Empty: the whole day")
    note = PlainTextField(label="Note", required=False, max_length=120)


class ClosedDayForm(KitForm):
    """A holiday, or another day on which a place is closed."""

    place = forms.ChoiceField(label="Where")
    on = day_field(label="Day")
    name = PlainTextField(label="Name", max_length=80, help_text="Such as Labor Day")
    hours = StretchField(
        label="Closed between", required=False, max_length=40, help_text="Empty: the whole day"
    )

    def __init__(self, *arguments: Any, places: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["place"].choices = places


class _StretchForm(KitForm):
    weekday = forms.TypedChoiceField(label="Weekday", choices=list(enumerate(WEEKDAYS)), coerce=int)
    hours = StretchField(label="Hours", max_length=40, help_text="Such as 8:00-12:00")

    def stretch(self) -> HoursOn:
        """The weekday with its hours."""
        part = self.cleaned_data["hours"]
        return HoursOn(self.cleaned_data["weekday"], part.starts, part.ends)


class KeepForm(_StretchForm):
    """A stretch that is kept for some visit types."""

    types = forms.MultipleChoiceField(label="Kept for", widget=forms.CheckboxSelectMultiple)
    release = forms.IntegerField(
        label="Released before", min_value=0, required=False, help_text="Empty: never"
    )
    release_in = forms.ChoiceField(label="In", choices=[("24", "days"), ("1", "hours")], required=False)
    effective_from = day_field(label="From")
    effective_to = day_field(label="Until before", required=False)

    def __init__(self, *arguments: Any, kinds: list[VisitType], **options: Any) -> None:
        super().__init__(*arguments, **{"auto_id": "keep_%s"} | options)
        self.fields["types"].choices = [(str(kind.id), kind.name) for kind in kinds]

    def release_hours(self) -> int | None:
        """How many hours before it begins the stretch is everybody's."""
        amount = self.cleaned_data["release"]
        return None if amount is None else amount * int(self.cleaned_data["release_in"] or 24)


class LimitForm(_StretchForm):
    """How many visits a stretch takes."""

    most = forms.IntegerField(label="At most", min_value=1, max_value=500, help_text="Visits that begin then")
    type = forms.ChoiceField(label="Of", required=False)
    effective_from = day_field(label="From")
    effective_to = day_field(label="Until before", required=False)

    def __init__(self, *arguments: Any, kinds: list[VisitType], **options: Any) -> None:
        super().__init__(*arguments, **{"auto_id": "limit_%s"} | options)
        self.fields["type"].choices = [("", "All visits"), *((str(kind.id), kind.name) for kind in kinds)]
