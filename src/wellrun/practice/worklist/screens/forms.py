"""What people say about a task: how it was finished, who takes it, when it is due."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from wellrun.platform.ui.forms import KitForm, PlainTextField

#: The hour at which a task that was put off to another day becomes due.
MORNING = time(8, 0)


class FinishForm(KitForm):
    """How the work ended."""

    resolution = PlainTextField(
        label="What was done", max_length=300, widget=forms.TextInput(attrs={"autofocus": True})
    )


class GiveForm(KitForm):
    """Who takes it; nobody means the role it was raised for."""

    person_id = forms.TypedChoiceField(label="Give to", required=False, empty_value=None)

    def __init__(
        self, *arguments: Any, people: list[tuple[Any, str, str]], role: str, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        everybody = [("", f"Anybody: {role}")]
        self.fields["person_id"].choices = everybody + [
            (str(i), f"{name} ({roles})") for i, name, roles in people
        ]


class PostponeForm(KitForm):
    """A later due time: one of the usual ones, or the morning of a day."""

    wait = forms.ChoiceField(
        label="Due again",
        choices=[("hour", "In an hour"), ("1", "Tomorrow morning"), ("3", "In 3 days"), ("7", "In a week"),
                 ("day", "On the day below")],
        initial="1",
    )  # fmt: skip
    day = forms.DateField(
        label="Day", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the day when that is what was chosen."""
        cleaned = super().clean() or {}
        if cleaned.get("wait") == "day" and not cleaned.get("day"):
            self.add_error("day", "Choose the day.")
        return cleaned

    def due_at(self, *, at: datetime, zone: str) -> datetime:
        """The instant that was chosen, mornings in wall time of `zone`."""
        wait = self.cleaned_data["wait"]
        if wait == "hour":
            return at + timedelta(hours=1)
        today = at.astimezone(ZoneInfo(zone)).date()
        on: date = self.cleaned_data["day"] if wait == "day" else today + timedelta(days=int(wait))
        return datetime.combine(on, MORNING, ZoneInfo(zone))
